import { ageInLondon, type LinkAnswer, type LinkRequest, parseNhsNumber } from '@crosstrust/contract';
import type { LinkDetail, Policy } from '../policy/policy.ts';
import type { PatientContent } from '../storage/content.ts';
import type { PatientFacts } from '../access/decide.ts';

/** A patient whom the trust holds under the NHS number of a link request. */
export interface HeldPatient {
  readonly recordId: string;
  readonly status: PatientFacts['status'];
  readonly patient: PatientContent;
  /** Whether somebody to whom it was linked reported it as another's, and the staff have not seen to it yet. */
  readonly disputed?: boolean;
}

type Refusal = Extract<LinkAnswer, { refused: string }>['refused'];

/**
 * Whether the trust vouches that these details are this patient's. Why not is told only to who has given every detail
 * that the policy names; until then the answer is the same, whichever of them is wrong (K6).
 */
export function vouch(policy: Policy, request: LinkRequest, held: HeldPatient | null, now: Date): 'yes' | Refusal {
  if (!held || !policy.linking.match.every((detail) => agrees[detail](request, held.patient)))
    return 'DETAILS_DO_NOT_MATCH';
  if (policy.linking.ukMobileOnRecord && !held.patient.mobile?.startsWith('+447')) return 'DETAILS_DO_NOT_MATCH';
  if (held.status === 'deceased' || held.status === 'merged') return 'RECORD_CLOSED';
  if (held.status === 'restricted') return 'RECORD_RESTRICTED';
  if (held.disputed) return 'RECORD_DISPUTED';
  return ageInLondon(held.patient.birthDate, now) < policy.minimumAge.years ? 'AGE_BLOCKED' : 'yes';
}

const agrees: Record<LinkDetail, (request: LinkRequest, patient: PatientContent) => boolean> = {
  nhsNumber: (request, patient) => parseNhsNumber(request.nhsNumber) === patient.nhsNumber,
  birthDate: (request, patient) => request.birthDate === patient.birthDate,
  mobile: (request, patient) => request.mobile === patient.mobile,
  email: (request, patient) => request.email.trim().toLowerCase() === patient.email?.trim().toLowerCase(),
  mobileOrEmail: (request, patient) => agrees.mobile(request, patient) || agrees.email(request, patient),
};
