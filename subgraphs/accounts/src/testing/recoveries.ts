import { answerChallenge, type Bed, challengeFor, openAccountOf } from './bed.ts';
import type { HeldPatient } from './fake-trust.ts';
import { makePatient } from './people.ts';
import { codeSentTo } from './two-factors.ts';

const beginMutation = `mutation ($input: BeginRecoveryInput!) { beginRecovery(input: $input) { recovery expiresAt userErrors { code message field } } }`;
const finishMutation = `mutation ($input: FinishRecoveryInput!) { finishRecovery(input: $input) { takesEffectAt userErrors { code field } } }`;
const stopMutation = `mutation ($input: StopRecoveryInput!) { stopRecovery(input: $input) { me { recovery { takesEffectAt } } userErrors { code } } }`;
const aDay = 24 * 60 * 60_000;
const key = () => crypto.randomUUID();

/** What a person gives who begins a recovery. */
export const detailsOf = ({ nhsNumber, birthDate, email }: HeldPatient, newMobile: string) => ({
  nhsNumber,
  birthDate,
  email,
  newMobile,
});

/** Recoveries at a bed, as a person goes about them. */
export function recoveriesAt(bed: Bed) {
  const begin = (input: object) =>
    bed.ask(beginMutation, { input: { trust: 'kingston', idempotencyKey: key(), ...input } });
  const finish = (input: object) => bed.ask(finishMutation, { input: { idempotencyKey: key(), ...input } });
  const stop = (token: string | undefined, input = { idempotencyKey: key() }) =>
    bed.ask(stopMutation, { input }, token);
  const textsTo = async (...addresses: string[]) =>
    (await bed.inbox()).filter(({ to }) => addresses.includes(to)).map(({ text }) => text);

  /** Somebody with an account, whose hospital holds a new mobile of theirs by now. */
  const openWithNewMobile = async () => {
    const { patient, session } = await openAccountOf(bed);
    const mobile = makePatient().mobile;
    bed.kingston.hold({ ...patient, mobile });
    return { patient, session, mobile };
  };
  /** Begins, and reads both codes. */
  const beginFor = async (patient: HeldPatient, mobile: string) => {
    const { data } = await begin(detailsOf(patient, mobile));
    const recovery = data.beginRecovery.recovery as string;
    return { recovery, mobileCode: await codeSentTo(bed, mobile), emailCode: await codeSentTo(bed, patient.email) };
  };
  /** Begins and brings both codes; gives when it takes effect. */
  const confirmFor = async (patient: HeldPatient, mobile: string): Promise<string> => {
    const { data } = await finish(await beginFor(patient, mobile));
    await bed.accounts.drain(); // what is told expires after a day
    return data.finishRecovery.takesEffectAt as string;
  };
  const pass = async (ms = aDay) => {
    bed.advance(ms);
    await bed.accounts.drain();
  };
  /** The session that a code to this mobile opens, or the code of the user error. */
  const signInBy = async (mobile: string, birthDate: string) => {
    const challenge = await challengeFor(bed, { mobile, birthDate });
    return answerChallenge(bed, challenge, await codeSentTo(bed, mobile));
  };
  return { begin, finish, stop, textsTo, openWithNewMobile, beginFor, confirmFor, pass, signInBy };
}
