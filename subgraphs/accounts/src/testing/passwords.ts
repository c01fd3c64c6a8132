import { headers } from '@crosstrust/contract';
import { type Bed, type GraphAnswer, openAccountOf } from './bed.ts';
import type { HeldPatient } from './fake-trust.ts';

/** A password that nothing is wrong with. */
export const goodPassword = 'orange kettle drifting';

const errors = 'userErrors { code field }';
const inSession = `session me { name } ${errors}`;
const documents = {
  setPassword: `mutation ($input: SetPasswordInput!) { setPassword(input: $input) { me { name security { hasPassword } } ${errors} } }`,
  removePassword: `mutation ($input: RemovePasswordInput!) { removePassword(input: $input) { me { security { hasPassword } } ${errors} } }`,
  signInWithPassword: `mutation ($input: SignInWithPasswordInput!) { signInWithPassword(input: $input) { ${inSession} secondFactor { challenge kinds expiresAt } } }`,
  requestSecondFactorCode: `mutation ($input: RequestSecondFactorCodeInput!) { requestSecondFactorCode(input: $input) { expiresAt ${errors} } }`,
  completeSignIn: `mutation ($input: CompleteSignInInput!) { completeSignIn(input: $input) { ${inSession} savedDevice } }`,
  requestProof: `mutation { requestProof { challenge expiresAt ${errors} } }`,
  prove: `mutation ($input: ProveInput!) { prove(input: $input) { ${inSession} } }`,
  endSession: `mutation ($input: EndSessionInput!) { endSession(input: $input) { me { name } ${errors} } }`,
  endOtherSessions: `mutation ($input: EndOtherSessionsInput!) { endOtherSessions(input: $input) { me { name } ${errors} } }`,
  forgetDevice: `mutation ($input: ForgetDeviceInput!) { forgetDevice(input: $input) { me { name } ${errors} } }`,
} as const;
export type PasswordVerb = keyof typeof documents;

/** From whom a mutation comes. */
export interface Sender {
  /** The session of a bearer. */
  readonly session?: string | undefined;
  /** The device that the gateway's cookie names. */
  readonly device?: string | undefined;
  readonly agent?: string;
  readonly address?: string;
}

/** Sends one of these mutations. @returns the whole answer */
export async function send(bed: Bed, verb: PasswordVerb, input: object = {}, from: Sender = {}): Promise<GraphAnswer> {
  const { session, device, agent, address } = from;
  return bed.ask(documents[verb], { input }, session ? await bed.tokenOf(session) : undefined, {
    ...(device ? { [headers.savedDevice]: device } : {}),
    ...(agent ? { 'user-agent': agent } : {}),
    ...(address ? { [headers.clientAddress]: address } : {}),
  });
}

/** Sends one of these mutations. @returns its payload, or the code of the error */
// biome-ignore lint/suspicious/noExplicitAny: each mutation has a shape of its own
export async function payloadOf(bed: Bed, verb: PasswordVerb, input: object = {}, from: Sender = {}): Promise<any> {
  const { data, errors: thrown } = await send(bed, verb, input, from);
  return thrown ? thrown[0]?.extensions.code : data[verb];
}

export const key = () => crypto.randomUUID();

/** Opens the account of a new patient and gives it a password, in the session that its code opened. */
export async function openWithPassword(bed: Bed, given: Partial<HeldPatient> = {}, password = goodPassword) {
  const { patient, session } = await openAccountOf(bed, given);
  const { userErrors } = await payloadOf(bed, 'setPassword', { password, idempotencyKey: key() }, { session });
  if (userErrors.length > 0) throw new Error(`no password was set: ${JSON.stringify(userErrors)}`);
  return { patient, session, password };
}

/** Asks for a session by password. @returns the challenge of the second factor */
export async function challengeAfterPassword(
  bed: Bed,
  { patient, password }: { readonly patient: HeldPatient; readonly password: string },
  from: Sender = {},
): Promise<string> {
  const input = { email: patient.email, password, delivery: 'BEARER' };
  return (await payloadOf(bed, 'signInWithPassword', input, from)).secondFactor.challenge as string;
}

/** The code that is texted for a challenge after a password. */
export async function codeAfterPassword(bed: Bed, challenge: string, mobile: string): Promise<string> {
  await payloadOf(bed, 'requestSecondFactorCode', { challenge });
  return bed.codeFor(mobile);
}

/** Signs in by password and a code to the mobile. */
export async function signInWithBoth(
  bed: Bed,
  who: { readonly patient: HeldPatient; readonly password: string },
  { saveDevice = false, ...from }: Sender & { readonly saveDevice?: boolean } = {},
): Promise<{ session: string; savedDevice: string | null }> {
  const challenge = await challengeAfterPassword(bed, who, from);
  const code = await codeAfterPassword(bed, challenge, who.patient.mobile);
  return payloadOf(bed, 'completeSignIn', { challenge, code, saveDevice, delivery: 'BEARER' }, from);
}

/** The session's factors and level, as its owner sees them. */
export async function sessionOf(bed: Bed, session: string): Promise<{ factors: string[]; level: string }> {
  const { data } = await bed.ask(
    '{ me { security { sessions { current factors level } } } }',
    {},
    await bed.tokenOf(session),
  );
  const { current: _, ...own } = data.me.security.sessions.find(({ current }: { current: boolean }) => current);
  return own;
}
