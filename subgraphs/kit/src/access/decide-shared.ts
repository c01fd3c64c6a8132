import { ageInLondon, type Grant } from '@crosstrust/contract';
import type { Policy } from '../policy/policy.ts';
import { type Decision, type PatientFacts, refuse } from './decision.ts';

/** Why the trust does not let in somebody with whom this record was shared; null when it does (D12 M9 W4). */
export function refuseShared(
  { sharing }: Pick<Policy, 'sharing'>,
  grant: Grant,
  patient: PatientFacts | null,
  now: Date,
): Decision | null {
  if (grant.relation === 'self') return null;
  const stance = sharing[grant.relation];
  if (!stance.allowed) return refuse('CARER_REFUSED', { rule: stance.rule });
  if ('longestMinutes' in stance) return isShort(grant, stance.longestMinutes, now) ? null : tooLong(stance);
  if (grant.untilAge === undefined || !patient) return null;
  const { years, rule } = stance.untilAge ?? { years: grant.untilAge, rule: stance.rule };
  return ageInLondon(patient.birthDate, now) >= years ? refuse('GRANT_EXPIRED', { rule }) : null;
}

/** Milliseconds by which the clocks of two services may differ. */
const clocksDiffer = 60_000;

/** Whether the grant ends in time. One without an end is for ever, which is not short. */
function isShort({ until }: Grant, minutes: number, now: Date): boolean {
  return until !== undefined && until * 1000 <= now.getTime() + minutes * 60_000 + clocksDiffer;
}

const tooLong = ({ rule }: { rule: string }) => refuse('CARER_REFUSED', { rule });

/** Whether a grant lets its holder answer and move appointments for the patient: the patient said so, and the policy does (D12). */
export function mayActFor({ sharing: { carer } }: Pick<Policy, 'sharing'>, grant: Grant): boolean {
  return grant.relation === 'carer' && grant.may === 'change' && carer.allowed && carer.mayChange;
}
