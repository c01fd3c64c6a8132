import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerChallenge, type Bed, challengeFor, openAccountOf, otherThan, startBed } from '../testing/bed.ts';
import {
  challengeAfterPassword,
  codeAfterPassword,
  goodPassword,
  openWithPassword,
  payloadOf,
  send,
  sessionOf,
  signInWithBoth,
} from '../testing/passwords.ts';
import { makePatient } from '../testing/people.ts';
import { statementsOf } from '../testing/statements.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await startBed();
});
afterAll(() => bed.close());

const minute = 60_000;
const failed = (code: string, field: string | null = null) => ({
  session: null,
  me: null,
  savedDevice: null,
  userErrors: [{ code, field }],
});
const complete = (challenge: string, proof: object) =>
  payloadOf(bed, 'completeSignIn', { challenge, ...proof, saveDevice: false, delivery: 'BEARER' });

describe('signing in by email and password', () => {
  it('asks for a second factor and opens nothing before it has come', async () => {
    const { patient, password } = await openWithPassword(bed);
    const before = await bed.sql('select count(*) from session');
    const answer = await send(bed, 'signInWithPassword', {
      email: ` ${patient.email.toUpperCase()}`,
      password,
      delivery: 'COOKIE',
    });
    expect(answer).toEqual({
      status: 200,
      handed: null,
      data: {
        signInWithPassword: {
          session: null,
          me: null,
          userErrors: [],
          secondFactor: {
            challenge: expect.stringMatching(/^[\da-f-]{36}$/),
            kinds: ['CODE_TO_MOBILE'],
            expiresAt: new Date(bed.clock().getTime() + 10 * minute).toISOString(),
          },
        },
      },
    });
    expect(await bed.sql('select count(*) from session')).toEqual(before);
  });

  it('texts the code, never by email, and opens a session of two factors with it', async () => {
    const { patient, password } = await openWithPassword(bed);
    const challenge = await challengeAfterPassword(bed, { patient, password });
    const sent = await bed.inbox();
    expect(await payloadOf(bed, 'requestSecondFactorCode', { challenge })).toEqual({
      expiresAt: new Date(bed.clock().getTime() + 2 * minute).toISOString(),
      userErrors: [],
    });
    const [message, ...more] = await bed.inbox();
    expect([message, more]).toEqual([expect.objectContaining({ channel: 'mobile', to: patient.mobile }), sent]);
    const code = await bed.codeFor(patient.mobile);
    const answer = await complete(challenge, { code });
    expect(answer).toEqual({
      session: expect.stringMatching(/^[\w-]{43}$/),
      me: { name: patient.name },
      savedDevice: null,
      userErrors: [],
    });
    expect(await sessionOf(bed, answer.session)).toEqual({
      factors: ['PASSWORD', 'CODE_TO_MOBILE'],
      level: 'TWO_FACTORS',
    });
  });

  it('is the same password in any of its Unicode forms, and no other', async () => {
    const who = await openWithPassword(bed, {}, 'café drifting ① night');
    const enter = (password: string) =>
      payloadOf(bed, 'signInWithPassword', { email: who.patient.email, password, delivery: 'BEARER' });
    expect((await enter('cafe\u0301 drifting ① night')).secondFactor).not.toBeNull();
    expect((await enter('Café drifting ① night')).secondFactor).toBeNull();
    expect((await enter('café drifting ① night ')).secondFactor).toBeNull();
  });

  it('hands the session to the gateway when it goes into a cookie, and the one before gives way', async () => {
    const who = await openWithPassword(bed);
    const challenge = await challengeAfterPassword(bed, who);
    const code = await codeAfterPassword(bed, challenge, who.patient.mobile);
    const answer = await send(
      bed,
      'completeSignIn',
      { challenge, code, saveDevice: false, delivery: 'COOKIE' },
      { session: who.session },
    );
    expect([answer.data.completeSignIn.session, answer.device]).toEqual([null, undefined]);
    expect(await bed.check(answer.handed ?? '')).toHaveProperty('fresh');
    expect(await bed.check(who.session)).toEqual({ code: 'SESSION_ENDED' });
  });

  it('tells that an address is none, before anything is looked up', async () => {
    const answer = await payloadOf(bed, 'signInWithPassword', { email: 'me', password: 'x', delivery: 'BEARER' });
    expect(answer.userErrors).toEqual([{ code: 'BAD_INPUT', field: 'email' }]);
  });
});

describe('the second factor', () => {
  it.each([
    ['a wrong code', async (code: string) => ({ code: otherThan(code) }), failed('CODE_WRONG', 'code')],
    [
      'an authenticator’s code, without an authenticator',
      async () => ({ totp: '123456' }),
      failed('CODE_WRONG', 'totp'),
    ],
    ['a recovery code that is none', async () => ({ recoveryCode: 'abcd-efgh' }), failed('CODE_WRONG', 'recoveryCode')],
    ['two proofs at once', async (code: string) => ({ code, totp: code }), failed('BAD_INPUT', 'code')],
    ['no proof', async () => ({}), failed('BAD_INPUT', 'code')],
  ])('is not %s', async (_what, proof, answer) => {
    const who = await openWithPassword(bed);
    const challenge = await challengeAfterPassword(bed, who);
    const code = await codeAfterPassword(bed, challenge, who.patient.mobile);
    expect(await complete(challenge, await proof(code))).toEqual(answer);
  });

  it('is not a code that signs in by itself, by mobile or by email: that was sent for something else', async () => {
    const who = await openWithPassword(bed);
    const { birthDate, mobile, email } = who.patient;
    const challenge = await challengeAfterPassword(bed, who);
    for (const [way, address] of [
      [{ mobile, birthDate }, mobile],
      [{ email, birthDate }, email],
    ] as const) {
      const other = await challengeFor(bed, way);
      const code = await bed.codeFor(address);
      expect(await complete(challenge, { code })).toEqual(failed('CODE_WRONG', 'code'));
      expect(await complete(other, { code })).toEqual(failed('SIGN_IN_EXPIRED'));
    }
  });

  it('does not sign in by itself', async () => {
    const who = await openWithPassword(bed);
    const challenge = await challengeAfterPassword(bed, who);
    const code = await codeAfterPassword(bed, challenge, who.patient.mobile);
    const [{ code_challenge: posed } = {}] = await bed.sql('select code_challenge from half_sign_in where id = $1', [
      challenge,
    ]);
    expect(await answerChallenge(bed, posed as string, code)).toBe('CODE_WRONG');
    expect(await answerChallenge(bed, challenge, code)).toBe('CODE_WRONG');
  });

  it('works once, and of two at once one', async () => {
    const who = await openWithPassword(bed);
    const challenge = await challengeAfterPassword(bed, who);
    const code = await codeAfterPassword(bed, challenge, who.patient.mobile);
    const answers = await Promise.all([complete(challenge, { code }), complete(challenge, { code })]);
    expect(answers.filter(({ session }) => session !== null)).toHaveLength(1);
    expect(answers).toContainEqual(failed('SIGN_IN_EXPIRED'));
    expect(await complete(challenge, { code })).toEqual(failed('SIGN_IN_EXPIRED'));
  });

  it('of one person is of no use for another’s password', async () => {
    const mine = await openWithPassword(bed);
    const theirs = await openWithPassword(bed);
    const myChallenge = await challengeAfterPassword(bed, mine);
    const myCode = await codeAfterPassword(bed, myChallenge, mine.patient.mobile);
    expect(await complete(await challengeAfterPassword(bed, theirs), { code: myCode })).toEqual(
      failed('CODE_WRONG', 'code'),
    );
  });

  it('is the code that was texted last, for two minutes, and the sign-in waits ten for it', async () => {
    const who = await openWithPassword(bed);
    const challenge = await challengeAfterPassword(bed, who);
    const first = await codeAfterPassword(bed, challenge, who.patient.mobile);
    bed.advance(2 * minute);
    expect(await complete(challenge, { code: first })).toEqual(failed('CODE_WRONG', 'code'));
    const second = await codeAfterPassword(bed, challenge, who.patient.mobile);
    bed.advance(2 * minute - 1);
    expect((await complete(challenge, { code: second })).session).toHaveLength(43);

    const late = await challengeAfterPassword(bed, who);
    bed.advance(9 * minute);
    const code = await codeAfterPassword(bed, late, who.patient.mobile);
    bed.advance(minute);
    expect(await complete(late, { code })).toEqual(failed('SIGN_IN_EXPIRED'));
  });

  it('is texted ten times an hour at most', async () => {
    const who = await openWithPassword(bed);
    bed.advance(60 * minute);
    const challenge = await challengeAfterPassword(bed, who);
    const errors = [];
    for (let asked = 0; asked < 11; asked += 1)
      errors.push((await payloadOf(bed, 'requestSecondFactorCode', { challenge })).userErrors);
    expect(errors).toEqual([...Array(10).fill([]), [{ code: 'TOO_MANY_REQUESTS', field: null }]]);
  });
});

describe('who has an account, and who a password, is told to nobody', () => {
  const refused = {
    status: 200,
    handed: null,
    data: {
      signInWithPassword: {
        session: null,
        me: null,
        secondFactor: null,
        userErrors: [{ code: 'SIGN_IN_FAILED', field: null }],
      },
    },
  };
  const enter = (email: string, password = 'not the password') =>
    send(bed, 'signInWithPassword', { email, password, delivery: 'COOKIE' });
  /** A wrong password, no account, an account without a password, and one whose email nobody has verified. */
  const four = async () => {
    const { patient: withPassword } = await openWithPassword(bed);
    const { patient: without } = await openAccountOf(bed);
    const { patient: unverified } = await openAccountOf(bed, {}, bed.westHerts);
    return [withPassword.email, makePatient().email, without.email, unverified.email];
  };

  it('answers the four alike, whole, at the same fixed time', async () => {
    const emails = await four();
    bed.waits.length = 0;
    for (const email of emails) expect(await enter(email)).toEqual(refused);
    expect(bed.waits).toEqual([400, 400, 400, 400]);
  });

  it('answers a right password at that time too', async () => {
    const { patient, password } = await openWithPassword(bed);
    bed.waits.length = 0;
    await enter(patient.email, password);
    expect(bed.waits).toEqual([400]);
  });

  it('does the same work in the database for the four', async () => {
    const work = [];
    for (const email of await four()) work.push(await statementsOf(bed, () => enter(email)));
    expect(work.slice(1)).toEqual([work[0], work[0], work[0]]);
    expect(work[0]?.map((text) => text.trim().slice(0, 20))).toEqual([
      'select account.id as',
      'insert into "address',
      'begin',
      'select pg_advisory_x',
      'select count(*)::int',
      'insert into "wrong_g',
      'commit',
    ]);
  });

  it('makes them wait alike', async () => {
    const answers = [];
    for (const email of await four()) {
      for (let wrong = 0; wrong < 5; wrong += 1) await enter(email);
      answers.push(await enter(email));
    }
    const [first] = answers;
    expect(first?.errors?.[0]?.extensions).toEqual({ code: 'TOO_MANY_REQUESTS', retryAfterSeconds: 60 });
    expect(answers.slice(1)).toEqual([first, first, first]);
  });

  it('an email that is not verified is no way in, even with the right password', async () => {
    const { patient, session } = await openAccountOf(bed, {}, bed.westHerts);
    await payloadOf(bed, 'setPassword', { password: goodPassword, idempotencyKey: crypto.randomUUID() }, { session });
    expect(await enter(patient.email, goodPassword)).toEqual(refused);
  });

  it('a challenge that is nobody’s says as much as one that is over', async () => {
    for (const challenge of [crypto.randomUUID(), "'; drop table account; --"]) {
      expect(await complete(challenge, { code: '123456' })).toEqual(failed('SIGN_IN_EXPIRED'));
      expect(await payloadOf(bed, 'requestSecondFactorCode', { challenge })).toEqual({
        expiresAt: null,
        userErrors: [{ code: 'SIGN_IN_EXPIRED', field: null }],
      });
    }
  });
});

it('the session that a password opens may change security at once', async () => {
  const who = await openWithPassword(bed);
  const { session } = await signInWithBoth(bed, who);
  const input = { idempotencyKey: crypto.randomUUID() };
  expect((await payloadOf(bed, 'removePassword', input, { session })).userErrors).toEqual([]);
});
