import { ageInLondon } from '@crosstrust/contract';
import type { HeldPatient } from '../linking/held-patient.ts';
import type { Policy } from '../policy/policy.ts';

/** Why a patient is not invited, in words for the trust's staff; null where they can be. */
export function whyNotInvite(
  policy: Policy,
  { status, patient, disputed }: Pick<HeldPatient, 'status' | 'patient' | 'disputed'>,
  now: Date,
): string | null {
  if (policy.registration.invitation.by === 'nothing') return 'this trust invites nobody';
  if (status !== 'active') return `the record is ${status}`;
  if (disputed) return 'the record was reported as somebody else’s, and nobody has seen to it yet';
  const { years } = policy.minimumAge;
  if (ageInLondon(patient.birthDate, now) < years) return `the patient is younger than ${years}`;
  if (policy.linking.ukMobileOnRecord && !patient.mobile?.startsWith('+447'))
    return 'the record holds no UK mobile number';
  return null;
}

/** Where the link of an invitation can go: what the policy names, of what the record holds and the patient allows. */
export function channelsTo(
  { registration: { invitation } }: Policy,
  { patient }: Pick<HeldPatient, 'patient'>,
  mayText: boolean,
): ('mobile' | 'email')[] {
  const held = { mobile: mayText && patient.mobile !== undefined, email: patient.email !== undefined };
  return invitation.by === 'link' ? invitation.channels.filter((channel) => held[channel]) : [];
}
