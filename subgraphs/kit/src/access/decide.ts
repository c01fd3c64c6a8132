import { ageInLondon, type Grant, type Section } from '@crosstrust/contract';
import type { Policy } from '../policy/policy.ts';
import { refuseShared } from './decide-shared.ts';
import { type Decision, type PatientFacts, refuse } from './decision.ts';
import { isLive } from './viewer.ts';

export type { Decision, PatientFacts } from './decision.ts';

/** Everything a decision rests on. */
export interface AccessFacts {
  /** The viewer's grant for the record; undefined when there is none. */
  readonly grant: Grant | undefined;
  /** Null when the trust holds no such record; that looks the same as somebody else's. */
  readonly patient: PatientFacts | null;
  readonly now: Date;
}

const allowed: Decision = { allowed: true };

/** Whether this viewer may open this record at all, on this day. Pure: the clock and all facts come in. */
export function decide(policy: Policy, { grant, patient, now }: AccessFacts): Decision {
  if (!grant) return refuse('NOT_YOURS');
  if (!isLive(grant, now)) return refuse('GRANT_EXPIRED');
  const refused = refuseShared(policy, grant, patient, now);
  if (refused) return refused;
  if (!patient) return refuse('NOT_YOURS');
  if (patient.status === 'deceased' || patient.status === 'merged') return refuse('RECORD_CLOSED');
  if (patient.status === 'restricted') return refuse('RECORD_RESTRICTED');
  const { years, rule } = policy.minimumAge;
  if (ageInLondon(patient.birthDate, now) < years) return refuse('AGE_BLOCKED', { rule, minimumAge: years });
  return allowed;
}

/** What a grant of all sections leaves out: what patients write down for themselves is shared by its name or not at all (D2). */
const sharedByNameOnly: readonly Section[] = ['PATIENT_ENTRIES'];

/** Of these sections, those that the grant shares. */
export function sharedSections({ relation, sections }: Grant, among: readonly Section[]): Section[] {
  if (sections !== 'all') return among.filter((section) => sections.includes(section));
  return relation === 'self' ? [...among] : among.filter((section) => !sharedByNameOnly.includes(section));
}
