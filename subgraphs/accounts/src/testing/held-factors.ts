import { Secret, TOTP } from 'otpauth';
import type { Bed } from './bed.ts';
import { challengeAfterPassword, key, openWithPassword, payloadOf, signInWithBoth } from './passwords.ts';

const errors = 'userErrors { code field }';
const security = 'security { totp { since } recoveryCodesLeft }';
const documents = {
  beginTotp: `mutation { answer: beginTotp { secret uri expiresAt ${errors} } }`,
  confirmTotp: `mutation ($input: ConfirmTotpInput!) { answer: confirmTotp(input: $input) { me { ${security} } ${errors} } }`,
  removeTotp: `mutation ($input: RemoveTotpInput!) { answer: removeTotp(input: $input) { me { ${security} } ${errors} } }`,
  makeRecoveryCodes: `mutation ($input: MakeRecoveryCodesInput!) { answer: makeRecoveryCodes(input: $input) { codes me { ${security} } ${errors} } }`,
  look: `{ answer: me { ${security} } }`,
} as const;

/** Sends one of these in a session: the payload, or the code of the error. */
export async function sendHeld(bed: Bed, name: keyof typeof documents, input: object = {}, session?: string) {
  const token = session === undefined ? undefined : await bed.tokenOf(session);
  const { data, errors: thrown } = await bed.ask(documents[name], { input }, token);
  return thrown ? thrown[0]?.extensions.code : data.answer;
}

/** What the app with this secret shows, so many steps of 30 seconds from now. */
export function appShows(bed: Bed, secret: string, steps = 0): string {
  const timestamp = bed.clock().getTime() + steps * 30_000;
  return TOTP.generate({ secret: Secret.fromBase32(secret), timestamp });
}

/** A person with a password, in a session of two factors, and what they can do about their second factors. */
export async function openHolder(bed: Bed) {
  const who = await openWithPassword(bed);
  const { session } = await signInWithBoth(bed, who);
  const send = (name: keyof typeof documents, input: object = {}, by = session) => sendHeld(bed, name, input, by);
  const setUp = async (): Promise<string> => {
    const { secret } = await send('beginTotp');
    const { userErrors } = await send('confirmTotp', { code: appShows(bed, secret), idempotencyKey: key() });
    if (userErrors.length > 0) throw new Error('no app was set up');
    bed.advance(30_000); // the code of this step is used up
    return secret;
  };
  const makeCodes = async (): Promise<string[]> => (await send('makeRecoveryCodes', { idempotencyKey: key() })).codes;
  /** Signs in by password and this second factor: the payload, or the code of the error. */
  const enter = async (proof: { totp: string } | { recoveryCode: string }, challenge?: string) =>
    payloadOf(bed, 'completeSignIn', {
      challenge: challenge ?? (await challengeAfterPassword(bed, who)),
      ...proof,
      saveDevice: false,
      delivery: 'BEARER',
    });
  const look = async () =>
    (await send('look')).security as { totp: { since: string } | null; recoveryCodesLeft: number };
  return { ...who, session, send, setUp, makeCodes, enter, look };
}

/** A hundred of them under aliases, in one request: the answers, errors included. */
export async function enterMany(
  bed: Bed,
  challenge: string,
  field: 'totp' | 'recoveryCode',
  written: readonly string[],
) {
  const asked = written.map(
    (code, index) =>
      `a${index}: completeSignIn(input: { challenge: "${challenge}", ${field}: "${code}", saveDevice: false, delivery: BEARER }) { session userErrors { code } }`,
  );
  return bed.ask(`mutation { ${asked.join('\n')} }`);
}
