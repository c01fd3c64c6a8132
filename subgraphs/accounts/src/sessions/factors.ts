import type { SessionLevel } from '@crosstrust/contract';

/** What a person can prove themselves by. The date of birth identifies, and is none of them. */
export const factors = [
  'code-to-mobile',
  'code-to-email',
  'password',
  'totp',
  'recovery-code',
  'saved-device',
  'passkey',
  'nhs-login',
] as const;
export type Factor = (typeof factors)[number];

/** What the person knows. */
const known: readonly Factor[] = ['password'];
/** What the person has. A code by email is not among them: whoever has taken the mailbox could have had the password reset (NIST SP 800-63B, 3.1.3.1). */
const held: readonly Factor[] = ['code-to-mobile', 'totp', 'recovery-code', 'saved-device'];
/** What proves two things at once: a passkey that has verified its user, and NHS login, which is asked for two factors. */
const both: readonly Factor[] = ['passkey', 'nhs-login'];

/** Whether one of these factors is two by itself. */
export const provesBoth = (proven: readonly Factor[]): boolean => proven.some((factor) => both.includes(factor));

/** How strongly a session is proven by these factors together: two kinds of them, or one that is two by itself. */
export function levelOf(proven: readonly Factor[]): SessionLevel {
  const has = (kind: readonly Factor[]) => proven.some((factor) => kind.includes(factor));
  return provesBoth(proven) || (has(known) && has(held)) ? 'two-factors' : 'one-factor';
}
