import { ageInLondon, type LinkAnswer, type LinkRequest, parseNhsNumber } from '@crosstrust/contract';
import { type LinkDetail, type Policy, registrationWays } from '../policy/policy.ts';
import type { PatientContent } from '../storage/content.ts';
import type { HeldPatient } from './held-patient.ts';

type Refusal = Extract<LinkAnswer, { refused: string }>['refused'];

/**
 * Why nobody can come this way, whoever they are: the policy is public, so that this tells nothing of a patient. An account
 * that there is gets one more record by its details wherever they agree (M4); what registering asks binds who registers.
 */
export function whyNoWay(
  { registration }: Pick<Policy, 'registration'>,
  { proof, registering }: Pick<LinkRequest, 'proof' | 'registering'>,
): Refusal | null {
  if (registering === 'carer' && !registration.carer.allowed) return 'CARER_CANNOT_REGISTER';
  if (proof.kind === 'details' && !registering) return null;
  if (registrationWays(registration).includes(proof.kind)) return null;
  return proof.kind === 'details' ? 'INVITATION_NEEDED' : 'INVITATION_INVALID';
}

/** Whether every detail agrees that the policy compares for this way; and the NHS number wherever it was given. */
export function detailsAgree(policy: Policy, request: LinkRequest, patient: PatientContent): boolean {
  const { invitation } = policy.registration;
  if (request.proof.kind === 'details' || invitation.by === 'nothing')
    return policy.linking.match.every((detail) => agrees[detail](request, patient));
  const given: LinkDetail[] = request.nhsNumber === undefined ? [] : ['nhsNumber'];
  return [...invitation.match, ...given].every((detail) => agrees[detail](request, patient));
}

/**
 * Whether the trust vouches that these details are this patient's. Why not is told only to who has given every detail
 * that the policy names; until then the answer is the same, whichever of them is wrong (K6).
 */
export function vouch(policy: Policy, request: LinkRequest, held: HeldPatient | null, now: Date): 'yes' | Refusal {
  const closed = whyNoWay(policy, request);
  if (closed) return closed;
  if (!held || !detailsAgree(policy, request, held.patient)) return 'DETAILS_DO_NOT_MATCH';
  if (policy.linking.ukMobileOnRecord && !held.patient.mobile?.startsWith('+447')) return 'DETAILS_DO_NOT_MATCH';
  if (held.status === 'deceased' || held.status === 'merged') return 'RECORD_CLOSED';
  if (held.status === 'restricted') return 'RECORD_RESTRICTED';
  if (held.disputed) return 'RECORD_DISPUTED';
  if (ageInLondon(held.patient.birthDate, now) < policy.minimumAge.years) return 'AGE_BLOCKED';
  return needsAppointment(policy, request) && !held.hasUpcoming ? 'NO_UPCOMING_APPOINTMENT' : 'yes';
}

/** Who registers by themselves may have to have an appointment coming up (K1 W2); whom the trust has invited need not. */
function needsAppointment({ registration: { self } }: Policy, { proof, registering }: LinkRequest): boolean {
  return registering !== undefined && proof.kind === 'details' && self.offered && self.appointment !== 'none';
}

const agrees: Record<LinkDetail, (request: LinkRequest, patient: PatientContent) => boolean> = {
  nhsNumber: (request, patient) => parseNhsNumber(request.nhsNumber ?? '') === patient.nhsNumber,
  birthDate: (request, patient) => request.birthDate === patient.birthDate,
  mobile: (request, patient) => request.mobile === patient.mobile,
  email: (request, patient) => request.email.trim().toLowerCase() === patient.email?.trim().toLowerCase(),
  mobileOrEmail: (request, patient) => agrees.mobile(request, patient) || agrees.email(request, patient),
};
