import type { Bed } from './bed.ts';
import type { HeldPatient } from './fake-trust.ts';

const setPassword = `mutation ($input: SetPasswordInput!) { setPassword(input: $input) { userErrors { code field } } }`;
const withPassword = `mutation ($input: SignInWithPasswordInput!) { signInWithPassword(input: $input) { secondFactor { challenge } userErrors { code } } }`;
const requestCode = `mutation ($input: RequestSecondFactorCodeInput!) { requestSecondFactorCode(input: $input) { userErrors { code } } }`;
const complete = `mutation ($input: CompleteSignInInput!) { completeSignIn(input: $input) { session userErrors { code } } }`;

/** A password that every patient of a test may have. */
export const testPassword = 'seven green herons on a weir';

/** Sets a password in a patient's session, and signs them in by it and a code to the mobile. */
export async function signInByTwoFactors(
  bed: Bed,
  { email, mobile }: HeldPatient,
  session: string,
  { saveDevice = false }: { saveDevice?: boolean } = {},
): Promise<string> {
  const input = { password: testPassword, idempotencyKey: crypto.randomUUID() };
  const set = await bed.ask(setPassword, { input }, await bed.tokenOf(session));
  const begun = await bed.ask(withPassword, { input: { email, password: testPassword, delivery: 'BEARER' } });
  const challenge = begun.data?.signInWithPassword.secondFactor?.challenge as string;
  await bed.ask(requestCode, { input: { challenge } });
  const code = await codeSentTo(bed, mobile);
  const done = await bed.ask(complete, { input: { challenge, code, saveDevice, delivery: 'BEARER' } });
  const opened = done.data?.completeSignIn.session as string | undefined;
  if (!opened) throw new Error(`not signed in by two factors: ${JSON.stringify({ set, begun, done })}`);
  return opened;
}

/** The code that was sent to an address last, whatever else it was told since; `none` without one. */
export async function codeSentTo(bed: Bed, address: string): Promise<string> {
  const codes = (await bed.inbox()).flatMap(({ to, text }) =>
    to === address ? (/^(\d{6}) is your/.exec(text)?.[1] ?? []) : [],
  );
  return codes[0] ?? 'none';
}
