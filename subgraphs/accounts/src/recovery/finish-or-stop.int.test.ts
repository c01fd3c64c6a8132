import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bed, challengeFor, openAccountOf, otherThan, signInMutation, startBed } from '../testing/bed.ts';
import { makePatient } from '../testing/people.ts';
import { recoveriesAt } from '../testing/recoveries.ts';
import { codeSentTo } from '../testing/two-factors.ts';

let bed: Bed;
let recoveries: ReturnType<typeof recoveriesAt>;
beforeAll(async () => {
  bed = await startBed();
  recoveries = recoveriesAt(bed);
});
afterAll(() => bed.close());

const [minute, hour] = [60_000, 60 * 60_000];
const key = () => crypto.randomUUID();
const wrong = { finishRecovery: { takesEffectAt: null, userErrors: [{ code: 'CODE_WRONG', field: null }] } };

describe('the two codes', () => {
  it('are both needed: one right one is worth nothing, is not used up, and which was wrong is not told', async () => {
    const { patient, mobile } = await recoveries.openWithNewMobile();
    const { recovery, mobileCode, emailCode } = await recoveries.beginFor(patient, mobile);
    const tries = [
      { mobileCode, emailCode: otherThan(emailCode) },
      { mobileCode: otherThan(mobileCode), emailCode },
      { mobileCode: emailCode, emailCode: mobileCode },
      { mobileCode, emailCode: mobileCode },
    ];
    for (const codes of tries) expect((await recoveries.finish({ recovery, ...codes })).data).toEqual(wrong);
    expect((await recoveries.finish({ recovery, mobileCode, emailCode })).data.finishRecovery.userErrors).toEqual([]);
  });

  it('are refused when expired, used, or of another recovery', async () => {
    const [one, two] = [await recoveries.openWithNewMobile(), await recoveries.openWithNewMobile()];
    const [first, second] = [
      await recoveries.beginFor(one.patient, one.mobile),
      await recoveries.beginFor(two.patient, two.mobile),
    ];
    expect((await recoveries.finish({ ...first, recovery: second.recovery })).data).toEqual(wrong);
    expect((await recoveries.finish({ ...first, recovery: key() })).data).toEqual(wrong);
    expect((await recoveries.finish({ ...first, recovery: 'nonsense' })).data).toEqual(wrong);
    await recoveries.finish(first);
    expect((await recoveries.finish(first)).data).toEqual(wrong);
    bed.advance(2 * minute);
    expect((await recoveries.finish(second)).data).toEqual(wrong);
    await recoveries.pass();
    expect(await recoveries.signInBy(two.mobile, two.patient.birthDate)).toBe('CODE_WRONG');
  });

  it('open no session, and a code to sign in recovers nothing', async () => {
    const { patient, mobile } = await recoveries.openWithNewMobile();
    const begun = await recoveries.beginFor(patient, mobile);
    const challenges = await bed.sql('select mobile_challenge, email_challenge from recovery where id = $1', [
      begun.recovery,
    ]);
    for (const [challenge, code] of [
      [challenges[0]?.['mobile_challenge'], begun.mobileCode],
      [challenges[0]?.['email_challenge'], begun.emailCode],
    ]) {
      const { data } = await bed.ask(signInMutation, { input: { challenge, code, delivery: 'BEARER' } });
      expect(data.signIn.userErrors).toEqual([{ code: 'CODE_WRONG', field: 'code' }]);
    }
    await challengeFor(bed, { email: patient.email, birthDate: patient.birthDate });
    const emailCode = await codeSentTo(bed, patient.email);
    expect((await recoveries.finish({ ...begun, emailCode })).data).toEqual(wrong);
  });

  it('allow five tries, however many come at once', async () => {
    const { patient, mobile } = await recoveries.openWithNewMobile();
    const { recovery, mobileCode, emailCode } = await recoveries.beginFor(patient, mobile);
    const guesses = Array.from(
      { length: 100 },
      (_, index) =>
        `g${index}: finishRecovery(input: { recovery: "${recovery}", mobileCode: "${mobileCode}", emailCode: "${otherThan(emailCode)}", idempotencyKey: "${key()}" }) { userErrors { code } }`,
    );
    await bed.ask(`mutation { ${guesses.join(' ')} }`);
    expect((await recoveries.finish({ recovery, mobileCode, emailCode })).data).toEqual(wrong);
  });

  it('the same request again has the same answer; ten at once confirm once', async () => {
    const { patient, mobile } = await recoveries.openWithNewMobile();
    const input = { ...(await recoveries.beginFor(patient, mobile)), idempotencyKey: key() };
    const answers = await Promise.all(Array.from({ length: 10 }, () => recoveries.finish(input)));
    for (const answer of answers) expect(answer.data).toEqual(answers[0]?.data);
    expect((await recoveries.textsTo(mobile)).filter((text) => /will be recovered/.test(text))).toHaveLength(1);
  });
});

describe('stopping a recovery', () => {
  it('is for any live session of the account, and everybody is told', async () => {
    const { patient, session, mobile } = await recoveries.openWithNewMobile();
    const takesEffectAt = await recoveries.confirmFor(patient, mobile);
    const token = await bed.tokenOf(session);
    expect((await bed.ask('{ me { recovery { confirmedAt takesEffectAt } } }', {}, token)).data.me.recovery).toEqual({
      confirmedAt: bed.clock().toISOString(),
      takesEffectAt,
    });
    const input = { idempotencyKey: key() };
    expect((await recoveries.stop(token, input)).data).toEqual({
      stopRecovery: { me: { recovery: null }, userErrors: [] },
    });
    expect((await recoveries.stop(token, input)).data).toEqual({
      stopRecovery: { me: { recovery: null }, userErrors: [] },
    });
    for (const address of [patient.mobile, patient.email, mobile])
      expect((await recoveries.textsTo(address))[0]).toContain('was stopped by somebody who was signed in');
    await recoveries.pass();
    expect(await recoveries.signInBy(mobile, patient.birthDate)).toBe('CODE_WRONG');
    expect(await recoveries.signInBy(patient.mobile, patient.birthDate)).toMatch(/^[\w-]{43}$/);
  });

  it('ends one whose codes are still out as well', async () => {
    const { patient, session, mobile } = await recoveries.openWithNewMobile();
    const begun = await recoveries.beginFor(patient, mobile);
    await recoveries.stop(await bed.tokenOf(session));
    expect((await recoveries.finish(begun)).data).toEqual(wrong);
  });

  it('is not for a stranger, nor for who is signed out', async () => {
    const { patient, mobile } = await recoveries.openWithNewMobile();
    await recoveries.confirmFor(patient, mobile);
    const { session } = await openAccountOf(bed);
    await recoveries.stop(await bed.tokenOf(session));
    expect((await recoveries.stop(undefined)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    await recoveries.pass();
    expect(await recoveries.signInBy(mobile, patient.birthDate)).toMatch(/^[\w-]{43}$/);
  });

  it('comes of itself when the owner changes an address meanwhile, or deletes the account', async () => {
    const [changed, gone] = [await recoveries.openWithNewMobile(), await recoveries.openWithNewMobile()];
    for (const { patient, mobile } of [changed, gone]) await recoveries.confirmFor(patient, mobile);
    const token = await bed.tokenOf(changed.session);
    const email = `new-${key()}@example.org`;
    const ask = await bed.ask(
      `mutation ($input: ChangeEmailInput!) { changeEmail(input: $input) { challenge } }`,
      { input: { email, idempotencyKey: key() } },
      token,
    );
    const code = await codeSentTo(bed, email);
    await bed.ask(
      `mutation ($input: ConfirmContactInput!) { confirmContact(input: $input) { userErrors { code } } }`,
      { input: { challenge: ask.data.changeEmail.challenge, code, idempotencyKey: key() } },
      token,
    );
    const trusts = [{ trust: 'kingston', stopTexts: false }];
    await bed.ask(
      `mutation ($input: DeleteAccountInput!) { deleteAccount(input: $input) { deleted } }`,
      { input: { trusts, idempotencyKey: key() } },
      await bed.tokenOf(gone.session),
    );
    await recoveries.pass();
    for (const { patient, mobile } of [changed, gone])
      expect(await recoveries.signInBy(mobile, patient.birthDate)).toBe('CODE_WRONG');
    expect(await bed.sql('select from outbox where attempts > 0 and not_before <= $1', [bed.clock()])).toEqual([]);
  });

  it('a later one takes the place of an earlier one, and waits its whole day', async () => {
    const { patient, mobile } = await recoveries.openWithNewMobile();
    await recoveries.confirmFor(patient, mobile);
    bed.advance(12 * hour);
    const later = makePatient().mobile;
    bed.kingston.hold({ ...patient, mobile: later });
    await recoveries.confirmFor(patient, later);
    await recoveries.pass(12 * hour);
    expect(await recoveries.signInBy(mobile, patient.birthDate)).toBe('CODE_WRONG');
    await recoveries.pass(12 * hour);
    expect(await recoveries.signInBy(later, patient.birthDate)).toMatch(/^[\w-]{43}$/);
  });
});
