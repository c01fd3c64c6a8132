import type { RegistrationPolicy } from './registration-policy.ts';

/** How somebody registers: by their details alone, by the link of an invitation, or by the codes of a letter. */
export const registrationWayKinds = ['DETAILS', 'INVITATION_LINK', 'INVITATION_CODES'] as const;
export type RegistrationWayKind = (typeof registrationWayKinds)[number];

/** A way in which a trust lets people register, as the graph has it. */
export interface RegistrationWay {
  readonly kind: RegistrationWayKind;
  readonly compares: readonly string[];
  readonly needsAppointment: boolean;
  /** How many days an invitation works. */
  readonly days: number | null;
  readonly words: string;
  readonly rule: string;
}

/** The ways in which a trust lets people register. */
export function listWays(
  { self, invitation }: Pick<RegistrationPolicy, 'self' | 'invitation'>,
  match: readonly string[],
): RegistrationWay[] {
  const ways: RegistrationWay[] = [];
  if (self.offered) {
    const { appointment, words, rule } = self;
    ways.push({ kind: 'DETAILS', compares: match, needsAppointment: appointment !== 'none', days: null, words, rule });
  }
  if (invitation.by !== 'nothing') {
    const { by, lasts, words, rule } = invitation;
    const kind = by === 'link' ? 'INVITATION_LINK' : 'INVITATION_CODES';
    ways.push({ kind, compares: invitation.match, needsAppointment: false, days: lasts.days, words, rule });
  }
  return ways;
}
