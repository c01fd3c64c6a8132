import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerChallenge, type Bed, challengeFor, openAccountOf, otherThan, startBed } from '../testing/bed.ts';
import {
  key,
  openWithPassword,
  payloadOf,
  type Sender,
  send,
  sessionOf,
  signInWithBoth,
} from '../testing/passwords.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await startBed();
});
afterAll(() => bed.close());

const minute = 60_000;
const ended = { code: 'SESSION_ENDED' };
const prove = (session: string, proof: object, from: Sender = {}) =>
  payloadOf(bed, 'prove', { ...proof, delivery: 'BEARER' }, { ...from, session });
const refused = (code: string, field: string | null) => ({ session: null, me: null, userErrors: [{ code, field }] });

/** A code to the mobile for this session, with its challenge. */
async function proofFor(session: string, mobile: string) {
  const { challenge } = await payloadOf(bed, 'requestProof', {}, { session });
  return { challenge: challenge as string, code: await bed.codeFor(mobile) };
}
const signInByEmail = async ({ email, birthDate }: { email: string; birthDate: string }) =>
  answerChallenge(bed, await challengeFor(bed, { email, birthDate }), await bed.codeFor(email));
const signInByMobile = async ({ mobile, birthDate }: { mobile: string; birthDate: string }) =>
  answerChallenge(bed, await challengeFor(bed, { mobile, birthDate }), await bed.codeFor(mobile));

describe('what a session rises to', () => {
  const ways = {
    'code to mobile': { enter: signInByMobile, factor: 'CODE_TO_MOBILE' },
    'code to email': { enter: signInByEmail, factor: 'CODE_TO_EMAIL' },
  } as const;

  it.each([
    ['code to mobile', 'password', 'TWO_FACTORS'],
    ['code to mobile', 'code to mobile again', 'ONE_FACTOR'],
    ['code to email', 'password', 'ONE_FACTOR'],
    ['code to email', 'code to mobile', 'ONE_FACTOR'],
  ] as const)('M7 a session by %s and then %s is of %s', async (way, proof, level) => {
    const { patient, password } = await openWithPassword(bed);
    const { enter, factor } = ways[way];
    const session = await enter(patient);
    const byPassword = proof === 'password';
    const raised = await prove(session, byPassword ? { password } : await proofFor(session, patient.mobile));
    expect(raised).toEqual({
      session: expect.stringMatching(/^[\w-]{43}$/),
      me: { name: patient.name },
      userErrors: [],
    });
    const factors = [...new Set([factor, byPassword ? 'PASSWORD' : 'CODE_TO_MOBILE'])];
    expect(await sessionOf(bed, raised.session)).toEqual({ factors, level });
  });

  it('a session by an emailed code needs password and phone to be of two factors', async () => {
    const { patient, password } = await openWithPassword(bed);
    const first = await prove(await signInByEmail(patient), { password });
    const second = await prove(first.session, await proofFor(first.session, patient.mobile));
    expect(await sessionOf(bed, second.session)).toEqual({
      factors: ['CODE_TO_EMAIL', 'PASSWORD', 'CODE_TO_MOBILE'],
      level: 'TWO_FACTORS',
    });
  });

  it('its tokens for the trusts say the new level from the first', async () => {
    const { patient, password } = await openWithPassword(bed);
    const session = await signInByMobile(patient);
    const raised = await prove(session, { password });
    const answer = await bed.check(raised.session);
    const token = 'fresh' in answer ? (answer.fresh?.tokens['kingston'] ?? '') : '';
    expect(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).level).toBe('two-factors');
  });
});

describe('a session that is raised', () => {
  it('gets a new token, and who knew the one before does not rise with it (session fixation)', async () => {
    const { patient, password } = await openWithPassword(bed);
    const planted = await signInByMobile(patient);
    const { session } = await prove(planted, { password });
    expect(session).not.toBe(planted);
    expect(await bed.check(planted)).toEqual(ended);
    expect(await bed.check(session)).toHaveProperty('fresh');
  });

  it('gets a new token when it is proven again at the same level, too', async () => {
    const who = await openWithPassword(bed);
    const { session } = await signInWithBoth(bed, who);
    const again = await prove(session, { password: who.password });
    expect([await bed.check(session), await sessionOf(bed, again.session)]).toEqual([
      ended,
      { factors: ['PASSWORD', 'CODE_TO_MOBILE'], level: 'TWO_FACTORS' },
    ]);
  });

  it('goes into the cookie of who has one', async () => {
    const { patient, password } = await openWithPassword(bed);
    const session = await signInByMobile(patient);
    const answer = await send(bed, 'prove', { password, delivery: 'COOKIE' }, { session });
    expect(answer).toEqual({
      status: 200,
      handed: expect.stringMatching(/^[\w-]{43}$/),
      data: { prove: { session: null, me: { name: patient.name }, userErrors: [] } },
    });
    expect(await bed.check(answer.handed ?? '')).toHaveProperty('fresh');
  });

  it('ends twelve hours after it was opened, and not after it was raised', async () => {
    const { patient, password } = await openWithPassword(bed);
    let session = await signInByMobile(patient);
    for (let passed = 0; passed < 12 * 60 - 9; passed += 9) {
      bed.advance(9 * minute);
      await bed.check(session);
    }
    session = (await prove(session, { password })).session;
    bed.advance(9 * minute);
    expect(await bed.check(session)).toEqual(ended);
  });

  it('counts as proven a moment ago, for ten minutes', async () => {
    const who = await openWithPassword(bed);
    const { session } = await signInWithBoth(bed, who);
    const remove = (from: string) => payloadOf(bed, 'removePassword', { idempotencyKey: key() }, { session: from });
    bed.advance(9 * minute);
    await bed.check(session);
    bed.advance(2 * minute);
    expect(await remove(session)).toBe('FRESH_SIGN_IN_REQUIRED');
    const { session: fresh } = await prove(session, await proofFor(session, who.patient.mobile));
    await bed.check(fresh);
    bed.advance(9 * minute);
    await bed.check(fresh);
    bed.advance(minute);
    expect((await remove(fresh)).userErrors).toEqual([]);
  });

  it('is asked of the session’s row and not of a token that was made before', async () => {
    const { patient, password } = await openWithPassword(bed);
    const session = await signInByMobile(patient);
    const token = await bed.tokenOf(session);
    await prove(session, { password });
    await bed.sql('update session set revoked_at = $1', [bed.clock()]);
    const removed = await bed.ask(
      'mutation ($input: RemovePasswordInput!) { removePassword(input: $input) { userErrors { code } } }',
      { input: { idempotencyKey: key() } },
      token,
    );
    expect(removed.errors?.[0]?.extensions.code).toBe('SESSION_ENDED');
  });
});

describe('a proof', () => {
  it.each([
    ['a wrong password', { password: 'not the password' }, refused('PASSWORD_WRONG', 'password')],
    ['a code without its challenge', { code: '123456' }, refused('CODE_WRONG', 'code')],
    ['two things at once', { password: 'x', totp: '123456' }, refused('BAD_INPUT', null)],
    ['nothing', {}, refused('BAD_INPUT', null)],
  ])('is not %s, and the session stays as it was', async (_what, proof, answer) => {
    const { session } = await openWithPassword(bed);
    expect(await prove(session, proof)).toEqual(answer);
    expect(await sessionOf(bed, session)).toEqual({ factors: ['CODE_TO_MOBILE'], level: 'ONE_FACTOR' });
  });

  it('is not a password where there is none', async () => {
    const { session } = await openAccountOf(bed);
    expect(await prove(session, { password: 'anything' })).toEqual(refused('PASSWORD_WRONG', 'password'));
  });

  it('by code works once, for whom it was sent, and signs nobody in', async () => {
    const mine = await openWithPassword(bed);
    const theirs = await openWithPassword(bed);
    const proof = await proofFor(mine.session, mine.patient.mobile);
    expect(await prove(theirs.session, proof)).toEqual(refused('CODE_WRONG', 'code'));
    expect(await answerChallenge(bed, proof.challenge, proof.code)).toBe('CODE_WRONG');
    const { session } = await prove(mine.session, proof);
    expect(await prove(session, proof)).toEqual(refused('CODE_WRONG', 'code'));
  });

  it('by code is not one that signs in, or that verifies an email', async () => {
    const { patient, session } = await openWithPassword(bed);
    const { email, birthDate } = patient;
    const challenge = await challengeFor(bed, { email, birthDate });
    expect(await prove(session, { challenge, code: await bed.codeFor(email) })).toEqual(refused('CODE_WRONG', 'code'));
    const verify = await bed.ask('mutation { requestEmailCode { challenge } }', {}, await bed.tokenOf(session));
    const posed = verify.data.requestEmailCode.challenge;
    expect(await prove(session, { challenge: posed, code: await bed.codeFor(email) })).toEqual(
      refused('CODE_WRONG', 'code'),
    );
  });

  it('by code is over after two minutes', async () => {
    const { patient, session } = await openWithPassword(bed);
    const proof = await proofFor(session, patient.mobile);
    bed.advance(2 * minute);
    expect(await prove(session, proof)).toEqual(refused('CODE_WRONG', 'code'));
  });

  it('is counted when it is wrong, whatever it is, and by nobody else’s wrong ones on a saved device', async () => {
    const who = await openWithPassword(bed);
    const { savedDevice } = await signInWithBoth(bed, who, { saveDevice: true });
    const { challenge, code } = await proofFor(who.session, who.patient.mobile);
    for (const wrong of [{ password: 'a' }, { password: 'b' }, { totp: '1' }, { recoveryCode: 'c' }])
      await prove(who.session, wrong);
    await prove(who.session, { challenge, code: otherThan(code) });
    expect(await prove(who.session, { password: who.password })).toBe('TOO_MANY_REQUESTS');
    const onDevice = await prove(who.session, { password: who.password }, { device: savedDevice ?? '' });
    expect(onDevice.session).toHaveLength(43);
  });

  it('needs somebody who is signed in', async () => {
    expect(await payloadOf(bed, 'prove', { password: 'x', delivery: 'BEARER' })).toBe('UNAUTHENTICATED');
    expect(await payloadOf(bed, 'requestProof')).toBe('UNAUTHENTICATED');
  });
});
