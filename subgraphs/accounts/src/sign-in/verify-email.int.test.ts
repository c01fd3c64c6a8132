import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  answerChallenge,
  type Bed,
  challengeFor,
  openAccountMutation,
  openAccountOf,
  openInput,
  otherThan,
  startBed,
} from '../testing/bed.ts';
import type { HeldPatient } from '../testing/fake-trust.ts';
import { makePatient } from '../testing/people.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await startBed();
});
afterAll(() => bed.close());

const verifyMutation = `mutation ($input: VerifyEmailInput!) { verifyEmail(input: $input) { me { emailVerified } userErrors { code field } } }`;
const linkMutation = `mutation ($input: LinkTrustInput!) { linkTrust(input: $input) { me { emailVerified } userErrors { code } } }`;
const unlinkMutation = `mutation ($input: UnlinkTrustInput!) { unlinkTrust(input: $input) { userErrors { code } } }`;
const verified = { me: { emailVerified: true }, userErrors: [] };
const refusedWith = (code: string, field: string | null = null) => ({ me: null, userErrors: [{ code, field }] });

/** Whose trust, West Herts here, does not compare email addresses. */
const openUnverified = (given: Partial<HeldPatient> = {}) => openAccountOf(bed, given, bed.westHerts);

async function emailCode(token: string): Promise<string> {
  const { data } = await bed.ask('mutation { requestEmailCode { challenge userErrors { code } } }', {}, token);
  return data.requestEmailCode.challenge ?? data.requestEmailCode.userErrors[0].code;
}
const verify = async (token: string, challenge: string, code: string, idempotencyKey: string = crypto.randomUUID()) =>
  (await bed.ask(verifyMutation, { input: { challenge, code, idempotencyKey } }, token)).data.verifyEmail;
const isVerified = async (token: string) =>
  (await bed.ask('{ me { emailVerified } }', {}, token)).data.me.emailVerified;
const linkKingston = async (token: string) =>
  (await bed.ask(linkMutation, { input: { trust: 'kingston', idempotencyKey: crypto.randomUUID() } }, token)).data
    .linkTrust;

describe('an email that nobody has verified', () => {
  it('is no way in, and is told nothing: its owner may be a stranger', async () => {
    const { patient, session } = await openUnverified();
    const token = await bed.tokenOf(session);
    expect(await isVerified(token)).toBe(false);
    await challengeFor(bed, { email: patient.email, birthDate: patient.birthDate });
    const input = { trust: bed.westHerts.key, idempotencyKey: crypto.randomUUID() };
    await bed.ask(unlinkMutation, { input }, token);
    const messages = await bed.inbox();
    expect(messages.filter(({ to }) => to === patient.email)).toEqual([]);
    expect(messages[0]).toMatchObject({
      channel: 'mobile',
      to: patient.mobile,
      text: expect.stringContaining('no longer'),
    });
  });

  it('K14 keeps nobody from opening an account with it whom it belongs to', async () => {
    const { patient, session } = await openUnverified();
    const owner = await openAccountOf(bed, { email: patient.email });
    expect(await isVerified(await bed.tokenOf(owner.session))).toBe(true);
    const token = await bed.tokenOf(session);
    const challenge = await emailCode(token);
    expect(await verify(token, challenge, await bed.codeFor(patient.email))).toEqual(refusedWith('EMAIL_TAKEN'));
    expect(await isVerified(token)).toBe(false);
  });

  it('K14 opens no account when it is verified elsewhere, whether or not the trust compares it', async () => {
    const { patient } = await openAccountOf(bed);
    const second = bed.westHerts.hold(makePatient({ email: patient.email }));
    const { data } = await bed.ask(openAccountMutation, { input: openInput(second, bed.westHerts.key) });
    expect(data.openAccount.userErrors).toEqual([{ code: 'EMAIL_TAKEN', field: 'email' }]);
  });
});

describe('an email is verified', () => {
  it('by the code that went to it, and is a way in from then on', async () => {
    const { patient, session } = await openUnverified();
    const token = await bed.tokenOf(session);
    const challenge = await emailCode(token);
    const code = await bed.codeFor(patient.email);
    expect(await verify(token, challenge, otherThan(code))).toEqual(refusedWith('CODE_WRONG', 'code'));
    const key = crypto.randomUUID();
    expect(await verify(token, challenge, code, key)).toEqual(verified);
    expect(await verify(token, challenge, code, key)).toEqual(verified);
    expect(await verify(token, challenge, code)).toEqual(refusedWith('CODE_WRONG', 'code'));
    const signingIn = await challengeFor(bed, { email: patient.email, birthDate: patient.birthDate });
    expect(await answerChallenge(bed, signingIn, await bed.codeFor(patient.email))).toHaveLength(43);
  });

  it('by the trust that opened the account, or one that is linked later, when it compares addresses', async () => {
    const { session } = await openAccountOf(bed);
    expect(await isVerified(await bed.tokenOf(session))).toBe(true);
    const { patient, session: late } = await openUnverified();
    bed.kingston.hold(patient);
    expect(await linkKingston(await bed.tokenOf(late))).toEqual(verified);
    expect((await bed.inbox())[0]).toMatchObject({ to: patient.email, text: expect.stringContaining('now linked') });
  });

  it('by no trust when somebody else has verified it: the record is linked all the same', async () => {
    const { patient, session } = await openUnverified();
    await openAccountOf(bed, { email: patient.email });
    bed.kingston.hold(patient);
    expect(await linkKingston(await bed.tokenOf(session))).toEqual({ me: { emailVerified: false }, userErrors: [] });
  });

  it('K14 by one of two people who prove the same address at once', async () => {
    const email = 'both@example.org';
    const tokens = [];
    for (let person = 0; person < 2; person += 1)
      tokens.push(await bed.tokenOf((await openUnverified({ email })).session));
    const proofs: [token: string, challenge: string, code: string][] = [];
    for (const token of tokens) proofs.push([token, await emailCode(token), await bed.codeFor(email)]);
    const answers = await Promise.all(proofs.map((proof) => verify(...proof)));
    expect(answers).toContainEqual(verified);
    expect(answers).toContainEqual(refusedWith('EMAIL_TAKEN'));
  });
});

describe('the code of an email', () => {
  it('opens no session, and that of a sign-in verifies nothing', async () => {
    const { patient, session } = await openUnverified();
    const token = await bed.tokenOf(session);
    const challenge = await emailCode(token);
    const code = await bed.codeFor(patient.email);
    expect(await answerChallenge(bed, challenge, code)).toBe('CODE_WRONG');
    const signingIn = await challengeFor(bed, { mobile: patient.mobile, birthDate: patient.birthDate });
    const signInCode = await bed.codeFor(patient.mobile);
    expect(await verify(token, signingIn, signInCode)).toEqual(refusedWith('CODE_WRONG', 'code'));
    expect(await verify(token, challenge, code)).toEqual(verified);
  });

  it('works for the person who asked for it alone, signed in', async () => {
    const { patient, session } = await openUnverified();
    const stranger = await openUnverified();
    const challenge = await emailCode(await bed.tokenOf(session));
    const code = await bed.codeFor(patient.email);
    expect(await verify(await bed.tokenOf(stranger.session), challenge, code)).toEqual(
      refusedWith('CODE_WRONG', 'code'),
    );
    const input = { challenge, code, idempotencyKey: crypto.randomUUID() };
    for (const answer of [
      await bed.ask(verifyMutation, { input }),
      await bed.ask('mutation { requestEmailCode { challenge } }'),
    ])
      expect(answer.errors?.[0]?.extensions).toEqual({ code: 'UNAUTHENTICATED' });
  });

  it('is sent ten times an hour', async () => {
    const { patient, session } = await openUnverified();
    const token = await bed.tokenOf(session);
    const asked = [];
    for (let index = 0; index < 11; index += 1) asked.push(await emailCode(token));
    expect(asked.at(-1)).toBe('TOO_MANY_REQUESTS');
    expect((await bed.inbox()).filter(({ to }) => to === patient.email)).toHaveLength(10);
  });
});
