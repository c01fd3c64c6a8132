import { errorRegistry, trusts } from '@crosstrust/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  answerChallenge,
  type Bed,
  challengeFor,
  openAccountOf,
  otherThan,
  signInMutation,
  startBed,
} from '../testing/bed.ts';
import type { HeldPatient } from '../testing/fake-trust.ts';
import { makePatient } from '../testing/people.ts';
import { codeSentTo, signInByTwoFactors } from '../testing/two-factors.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await startBed();
});
afterAll(() => bed.close());

const minute = 60_000;
const key = () => crypto.randomUUID();
const payload = '{ challenge expiresAt userErrors { code field } }';
const mobileMutation = `mutation ($input: ChangeMobileInput!) { changeMobile(input: $input) ${payload} }`;
const emailMutation = `mutation ($input: ChangeEmailInput!) { changeEmail(input: $input) ${payload} }`;
const confirmMutation = `mutation ($input: ConfirmContactInput!) { confirmContact(input: $input) { me { contacts { mobile email } emailVerified } userErrors { code field } } }`;

const changeMobile = (token: string | undefined, input: object) =>
  bed.ask(mobileMutation, { input: { idempotencyKey: key(), ...input } }, token);
const changeEmail = (token: string | undefined, input: object) =>
  bed.ask(emailMutation, { input: { idempotencyKey: key(), ...input } }, token);
const confirm = (token: string | undefined, input: object) =>
  bed.ask(confirmMutation, { input: { idempotencyKey: key(), ...input } }, token);
const refusedWith = (field: string, code: keyof typeof errorRegistry) => [
  { message: errorRegistry[code].message, path: [field], extensions: { code } },
];
const confirmed = (mobile: string, email: string) => ({
  data: { confirmContact: { me: { contacts: { mobile, email }, emailVerified: true }, userErrors: [] } },
});
const wrong = { confirmContact: { me: null, userErrors: [{ code: 'CODE_WRONG', field: 'code' }] } };
const newMobile = () => makePatient().mobile;
const textsTo = async (...addresses: string[]) =>
  (await bed.inbox()).filter(({ to }) => addresses.includes(to)).map(({ to, text }) => `${to}: ${text}`);
const mobileOf = async (token: string) =>
  (await bed.ask('{ me { contacts { mobile } } }', {}, token)).data.me.contacts.mobile as string;

async function open() {
  const { patient, session } = await openAccountOf(bed);
  return { patient, session, token: await bed.tokenOf(session) };
}
/** The person has told the hospital of the new mobile; the request for its code. */
async function askWithTrust(patient: HeldPatient, token: string) {
  const mobile = newMobile();
  bed.kingston.hold({ ...patient, mobile });
  const { data } = await changeMobile(token, { mobile, trust: 'kingston' });
  return { mobile, challenge: data.changeMobile.challenge as string, code: await codeSentTo(bed, mobile) };
}

describe('the addresses of the login', () => {
  it('are shown to their owner, with the hospitals that can prove a new mobile', async () => {
    const { patient, token } = await open();
    expect((await bed.ask('{ me { contacts { mobile email mobileProvenBy { key } } } }', {}, token)).data).toEqual({
      me: {
        contacts: {
          mobile: patient.mobile,
          email: patient.email,
          mobileProvenBy: trusts
            .filter(({ key: trust }) => ['kingston', 'west-herts-royal-free'].includes(trust))
            .map(({ key: trust }) => ({ key: trust })),
        },
      },
    });
  });
});

describe('a new mobile', () => {
  it('K6 is proven by a trust that holds it and by a code to it; it becomes the way in, and everybody is told', async () => {
    const { patient, session, token } = await open();
    const { mobile, challenge, code } = await askWithTrust(patient, token);
    expect(await mobileOf(token)).toBe(patient.mobile);
    expect(await confirm(token, { challenge, code })).toMatchObject(confirmed(mobile, patient.email));
    for (const address of [patient.mobile, mobile, patient.email])
      expect((await textsTo(address))[0]).toContain('mobile number of your Crosstrust login was changed');
    expect('version' in (await bed.check(session))).toBe(true);

    const { birthDate } = patient;
    const byNew = await challengeFor(bed, { mobile, birthDate });
    expect(await answerChallenge(bed, byNew, await codeSentTo(bed, mobile))).toMatch(/^[\w-]{43}$/);
    const before = (await textsTo(patient.mobile)).length;
    await challengeFor(bed, { mobile: patient.mobile, birthDate });
    expect(await textsTo(patient.mobile)).toHaveLength(before);
  });

  it('needs no trust in a session of two factors', async () => {
    const { patient, session } = await open();
    const token = await bed.tokenOf(await signInByTwoFactors(bed, patient, session));
    const mobile = newMobile();
    const { data } = await changeMobile(token, { mobile });
    const { challenge } = data.changeMobile;
    const code = await codeSentTo(bed, mobile);
    expect(await confirm(token, { challenge, code })).toMatchObject(confirmed(mobile, patient.email));
  });

  it('is refused by one factor alone, and nothing is sent', async () => {
    const { token } = await open();
    const mobile = newMobile();
    expect((await changeMobile(token, { mobile })).errors).toEqual(refusedWith('changeMobile', 'STEP_UP_REQUIRED'));
    expect(await textsTo(mobile)).toEqual([]);
  });

  it('K6 is not had for one factor and a trust’s word where the account has two: a lost one is for recovery', async () => {
    const { patient, session } = await open();
    await signInByTwoFactors(bed, patient, session);
    const mobile = newMobile();
    bed.kingston.hold({ ...patient, mobile });
    const asked = bed.kingston.shownTokens.length;
    const answer = await changeMobile(await bed.tokenOf(session), { mobile, trust: 'kingston' });
    expect(answer.errors).toEqual(refusedWith('changeMobile', 'STEP_UP_REQUIRED'));
    expect([await textsTo(mobile), bed.kingston.shownTokens.length]).toEqual([[], asked]);
  });

  it('K12 ends the saved devices, which stand in for the code to the mobile until now', async () => {
    const { patient, session } = await open();
    await signInByTwoFactors(bed, patient, session, { saveDevice: true });
    const token = await bed.tokenOf(await signInByTwoFactors(bed, patient, session));
    const devices = () =>
      bed.sql('select id from saved_device where account_id = (select account_id from link where record_id = $1)', [
        patient.record,
      ]);
    expect(await devices()).toHaveLength(1);
    const { challenge, code } = await askWithTrust(patient, token);
    await confirm(token, { challenge, code });
    expect(await devices()).toEqual([]);
  });

  it('voids the codes that are on their way to the old one', async () => {
    const { patient, token } = await open();
    const asked = await challengeFor(bed, { mobile: patient.mobile, birthDate: patient.birthDate });
    const old = await codeSentTo(bed, patient.mobile);
    const { challenge, code } = await askWithTrust(patient, token);
    await confirm(token, { challenge, code });
    expect(await answerChallenge(bed, asked, old)).toBe('CODE_WRONG');
  });

  it.each([
    ['a trust that holds another', () => ({ trust: 'kingston' }), { code: 'DETAILS_DO_NOT_MATCH', field: null }],
    ['a trust that does not compare mobiles', () => ({ trust: 'derby-burton' }), { code: 'BAD_INPUT', field: 'trust' }],
    ['no mobile at all', () => ({ mobile: '12', trust: 'kingston' }), { code: 'BAD_INPUT', field: 'mobile' }],
  ])('K6 is refused with %s, and nothing is sent', async (_what, given, error) => {
    const { token } = await open();
    const mobile = newMobile();
    expect((await changeMobile(token, { mobile, ...given() })).data).toEqual({
      changeMobile: { challenge: null, expiresAt: null, userErrors: [error] },
    });
    expect(await textsTo(mobile)).toEqual([]);
  });

  it('is refused when it is the mobile that they have, and by a trust that says it of another record', async () => {
    const { patient, token } = await open();
    const same = await changeMobile(token, { mobile: patient.mobile, trust: 'kingston' });
    expect(same.data.changeMobile.userErrors).toEqual([{ code: 'BAD_INPUT', field: 'mobile' }]);
    const mobile = newMobile();
    bed.kingston.hold({ ...patient, mobile, record: crypto.randomUUID() });
    const another = await changeMobile(token, { mobile, trust: 'kingston' });
    expect(another.data.changeMobile.userErrors).toEqual([{ code: 'DETAILS_DO_NOT_MATCH', field: null }]);
  });

  it('needs a proof of the last ten minutes before the trust is asked', async () => {
    const { patient, session } = await open();
    bed.advance(9 * minute);
    await bed.check(session);
    bed.advance(2 * minute);
    const asked = bed.kingston.asked.length;
    const mobile = newMobile();
    bed.kingston.hold({ ...patient, mobile });
    const answer = await changeMobile(await bed.tokenOf(session), { mobile, trust: 'kingston' });
    expect(answer.errors).toEqual(refusedWith('changeMobile', 'FRESH_SIGN_IN_REQUIRED'));
    expect(bed.kingston.asked).toHaveLength(asked);
  });

  it('is asked of a trust ten times an hour, so that nobody finds out by trying which one it holds', async () => {
    const { token } = await open();
    const asked = bed.kingston.asked.length;
    const codes: string[] = [];
    for (let tried = 0; tried < 12; tried += 1)
      codes.push(
        (await changeMobile(token, { mobile: newMobile(), trust: 'kingston' })).data.changeMobile.userErrors[0].code,
      );
    expect(codes).toEqual([...Array(10).fill('DETAILS_DO_NOT_MATCH'), ...Array(2).fill('TOO_MANY_REQUESTS')]);
    expect(bed.kingston.asked).toHaveLength(asked + 10);
  });
});

describe('a new email', () => {
  it('U4 K14 is proven by a code to it, and the old and the new address are told', async () => {
    const { patient, token } = await open();
    const email = `new-${key()}@example.org`;
    const { challenge } = (await changeEmail(token, { email: ` ${email.toUpperCase()} ` })).data.changeEmail;
    expect(await textsTo(patient.email)).toEqual([]);
    const code = await codeSentTo(bed, email);
    expect(await confirm(token, { challenge, code })).toMatchObject(confirmed(patient.mobile, email));
    for (const address of [patient.email, email, patient.mobile])
      expect((await textsTo(address))[0]).toContain('email address of your Crosstrust login was changed');
    const byNew = await challengeFor(bed, { email, birthDate: patient.birthDate });
    expect(await answerChallenge(bed, byNew, await codeSentTo(bed, email))).toMatch(/^[\w-]{43}$/);
    const before = (await textsTo(patient.email)).length;
    await challengeFor(bed, { email: patient.email, birthDate: patient.birthDate });
    expect(await textsTo(patient.email)).toHaveLength(before);
    // the old one is free for who owns it now
    expect((await openAccountOf(bed, { email: patient.email })).session).toMatch(/^[\w-]{43}$/);
  });

  it('K14 that is somebody else’s is refused to who can read its code, and told to nobody before', async () => {
    const [{ patient: other }, { patient, token }] = [await open(), await open()];
    const asked = await changeEmail(token, { email: other.email });
    const free = await changeEmail(token, { email: `free-${key()}@example.org` });
    const told = { challenge: expect.any(String), expiresAt: expect.any(String), userErrors: [] };
    expect([asked.data.changeEmail, free.data.changeEmail]).toEqual([told, told]);
    const code = await codeSentTo(bed, other.email);
    expect((await confirm(token, { challenge: asked.data.changeEmail.challenge, code })).data).toEqual({
      confirmContact: { me: null, userErrors: [{ code: 'EMAIL_TAKEN', field: null }] },
    });
    const { data } = await bed.ask('{ me { contacts { email } emailVerified } }', {}, token);
    expect(data.me).toEqual({ contacts: { email: patient.email }, emailVerified: true });
  });

  it('K14 of two who claim one address at once one gets it', async () => {
    const people = [await open(), await open()];
    const email = `one-${key()}@example.org`;
    const asked: { token: string; challenge: string; code: string }[] = [];
    for (const { token } of people) {
      const { challenge } = (await changeEmail(token, { email })).data.changeEmail;
      asked.push({ token, challenge, code: await codeSentTo(bed, email) });
    }
    const answers = await Promise.all(asked.map(({ token, ...guess }) => confirm(token, guess)));
    expect(answers.map(({ data }) => data.confirmContact.userErrors[0]?.code ?? 'done').toSorted()).toEqual([
      'EMAIL_TAKEN',
      'done',
    ]);
  });

  it('is refused to a session by an emailed code, and to one whose proof is old', async () => {
    const { patient, session } = await open();
    const asked = await challengeFor(bed, { email: patient.email, birthDate: patient.birthDate });
    const byEmail = await answerChallenge(bed, asked, await codeSentTo(bed, patient.email));
    const input = { email: `x-${key()}@example.org` };
    const refused = await changeEmail(await bed.tokenOf(byEmail), input);
    expect(refused.errors).toEqual(refusedWith('changeEmail', 'STEP_UP_REQUIRED'));
    bed.advance(9 * minute);
    await bed.check(session);
    bed.advance(2 * minute);
    const late = await changeEmail(await bed.tokenOf(session), input);
    expect(late.errors).toEqual(refusedWith('changeEmail', 'FRESH_SIGN_IN_REQUIRED'));
    expect(await textsTo(input.email)).toEqual([]);
  });
});

describe('the code to a new address', () => {
  it('is refused when it is wrong, expired, or was used, and changes nothing', async () => {
    const { patient, session, token } = await open();
    const { challenge, code } = await askWithTrust(patient, token);
    expect((await confirm(token, { challenge, code: otherThan(code) })).data).toEqual(wrong);
    bed.advance(2 * minute);
    expect((await confirm(await bed.tokenOf(session), { challenge, code })).data).toEqual(wrong);
    const fresh = await bed.tokenOf(session);
    expect(await mobileOf(fresh)).toBe(patient.mobile);
    const again = await askWithTrust(patient, fresh);
    await confirm(fresh, { challenge: again.challenge, code: again.code });
    expect((await confirm(fresh, { challenge: again.challenge, code: again.code })).data).toEqual(wrong);
  });

  it('the same request again has the same answer', async () => {
    const { patient, token } = await open();
    const { mobile, challenge, code } = await askWithTrust(patient, token);
    const input = { challenge, code, idempotencyKey: key() };
    const answers = await Promise.all([confirm(token, input), confirm(token, input)]);
    for (const answer of [...answers, await confirm(token, input)])
      expect(answer).toMatchObject(confirmed(mobile, patient.email));
  });

  it('is worth nothing to another account, to another session of the same one, or to sign in', async () => {
    const [{ patient, token }, stranger] = [await open(), await open()];
    const { challenge, code } = await askWithTrust(patient, token);
    expect((await confirm(stranger.token, { challenge, code })).data).toEqual(wrong);
    const elsewhere = await answerChallenge(
      bed,
      await challengeFor(bed, { email: patient.email, birthDate: patient.birthDate }),
      await codeSentTo(bed, patient.email),
    );
    expect((await confirm(await bed.tokenOf(elsewhere), { challenge, code })).data).toEqual(wrong);
    const { data } = await bed.ask(signInMutation, { input: { challenge, code, delivery: 'BEARER' } });
    expect(data.signIn).toEqual({ session: null, me: null, userErrors: [{ code: 'CODE_WRONG', field: 'code' }] });
    expect((await confirm(undefined, { challenge, code })).errors).toEqual(
      refusedWith('confirmContact', 'UNAUTHENTICATED'),
    );
    expect((await confirm(token, { challenge, code })).data.confirmContact.userErrors).toEqual([]);
  });

  it('a code to sign in is no code to change an address', async () => {
    const { patient, token } = await open();
    const challenge = await challengeFor(bed, { mobile: patient.mobile, birthDate: patient.birthDate });
    expect((await confirm(token, { challenge, code: await codeSentTo(bed, patient.mobile) })).data).toEqual(wrong);
    expect((await confirm(token, { challenge: 'nonsense', code: '123456' })).data).toEqual(wrong);
  });

  it('allows five tries, however many come at once', async () => {
    const { patient, token } = await open();
    const { challenge, code } = await askWithTrust(patient, token);
    const guesses = Array.from(
      { length: 100 },
      (_, index) =>
        `g${index}: confirmContact(input: { challenge: "${challenge}", code: "${otherThan(code)}", idempotencyKey: "${key()}" }) { userErrors { code } }`,
    );
    await bed.ask(`mutation { ${guesses.join(' ')} }`, {}, token);
    expect((await confirm(token, { challenge, code })).data).toEqual(wrong);
    expect(await mobileOf(token)).toBe(patient.mobile);
  });

  it('stands sealed, and the old address is in no line of the audit', async () => {
    const { patient, token } = await open();
    const { mobile, challenge } = await askWithTrust(patient, token);
    const [change] = await bed.sql('select address from contact_change where id = $1', [challenge]);
    expect(String(change?.['address'])).not.toContain(mobile);
    const audit = JSON.stringify(await bed.sql('select * from audit'));
    expect([audit.includes(mobile), audit.includes(patient.mobile)]).toEqual([false, false]);
  });
});
