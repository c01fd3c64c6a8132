import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerChallenge, type Bed, challengeFor, openAccountOf, startBed } from '../testing/bed.ts';
import {
  challengeAfterPassword,
  goodPassword,
  key,
  openWithPassword,
  payloadOf,
  send,
  signInWithBoth,
} from '../testing/passwords.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await startBed();
});
afterAll(() => bed.close());

const minute = 60_000;
const ended = { code: 'SESSION_ENDED' };
const isAlive = async (session: string) => 'version' in (await bed.check(session, { active: false }));
const auditOf = async (record: string) =>
  (
    await bed.sql(
      'select action from audit where account_id = (select account_id from link where record_id = $1) order by at, action',
      [record],
    )
  ).map(({ action }) => action);
const noticesTo = async (address: string) =>
  (await bed.inbox()).filter(({ to, text }) => to === address && text.includes('password')).map(({ text }) => text);
const emailWay = ({ email, birthDate }: { email: string; birthDate: string }) => ({ email, birthDate });
const signInByEmail = async (patient: { email: string; birthDate: string }) =>
  answerChallenge(bed, await challengeFor(bed, emailWay(patient)), await bed.codeFor(patient.email));

describe('setting a password', () => {
  it('M7 is a choice of the patient’s, and is told to the mobile and to the verified email', async () => {
    const { patient, session } = await openAccountOf(bed);
    const answer = await send(bed, 'setPassword', { password: goodPassword, idempotencyKey: key() }, { session });
    expect(answer).toEqual({
      status: 200,
      handed: null,
      data: { setPassword: { me: { name: patient.name, security: { hasPassword: true } }, userErrors: [] } },
    });
    const notice = expect.stringMatching(/^A new password was set .* If this was not you/);
    expect([await noticesTo(patient.mobile), await noticesTo(patient.email)]).toEqual([[notice], [notice]]);
    expect(await auditOf(patient.record)).toContain('password-set');
  });

  it('in two sessions at once happens in one of them, and the other has ended by it', async () => {
    const who = await openWithPassword(bed);
    const sessions = [await signInWithBoth(bed, who), await signInWithBoth(bed, who)];
    const answers = await Promise.all(
      sessions.map(({ session }, place) =>
        payloadOf(
          bed,
          'setPassword',
          { password: `${goodPassword} ${place}`, currentPassword: who.password, idempotencyKey: key() },
          { session },
        ),
      ),
    );
    expect(answers.filter((answer) => answer === 'SESSION_ENDED' || answer.userErrors?.length === 0)).toHaveLength(2);
    expect(answers.filter((answer) => answer === 'SESSION_ENDED')).toHaveLength(1);
  });

  it('tells nothing to an email that is not verified: it may be a stranger’s', async () => {
    const { patient, session } = await openAccountOf(bed, {}, bed.westHerts);
    await payloadOf(bed, 'setPassword', { password: goodPassword, idempotencyKey: key() }, { session });
    expect([await noticesTo(patient.mobile), await noticesTo(patient.email)]).toEqual([[expect.any(String)], []]);
  });

  it('keeps nothing of it but a sealed hash, not even for the idempotency key', async () => {
    await openWithPassword(bed);
    const rows = await bed.sql(
      `select password::text as row from password union all select idempotency::text from idempotency
       union all select outbox::text from outbox union all select audit::text from audit`,
    );
    const text = JSON.stringify(rows);
    for (const form of [goodPassword, Buffer.from(goodPassword).toString('hex'), Buffer.from('argon2').toString('hex')])
      expect(text).not.toContain(form);
  });

  it.each([
    ['PASSWORD_TOO_SHORT', 'seven 7'],
    ['PASSWORD_TOO_LONG', 'kettle drift '.repeat(20)],
    ['PASSWORD_COMMON', 'iloveyou1'],
    ['PASSWORD_PERSONAL', 'Sample Person!'],
    ['BAD_INPUT', 'half a character \ud83e'],
  ])('is refused with %s, in words that say what to do, and nothing is done', async (code, password) => {
    const { patient, session } = await openAccountOf(bed);
    const payload = await payloadOf(bed, 'setPassword', { password, idempotencyKey: key() }, { session });
    expect(payload).toEqual({ me: null, userErrors: [{ code, field: 'password' }] });
    expect([await auditOf(patient.record), await noticesTo(patient.mobile)]).toEqual([
      expect.not.arrayContaining(['password-set']),
      [],
    ]);
  });

  it('needs the phone as long as nothing reaches two factors: an emailed code adds no first strong factor', async () => {
    const { patient } = await openAccountOf(bed);
    const session = await signInByEmail(patient);
    const ask = () => payloadOf(bed, 'setPassword', { password: goodPassword, idempotencyKey: key() }, { session });
    expect(await ask()).toBe('STEP_UP_REQUIRED');
    expect(
      await bed.sql('select count(*)::integer from password p join link l using (account_id) where record_id = $1', [
        patient.record,
      ]),
    ).toEqual([{ count: 0 }]);
  });

  it('needs a proof of the last ten minutes', async () => {
    const { session } = await openAccountOf(bed);
    const ask = () => payloadOf(bed, 'setPassword', { password: goodPassword, idempotencyKey: key() }, { session });
    bed.advance(9 * minute);
    await bed.check(session);
    bed.advance(minute + 1);
    expect(await ask()).toBe('FRESH_SIGN_IN_REQUIRED');
  });

  it('is nobody’s without a session', async () => {
    expect(await payloadOf(bed, 'setPassword', { password: goodPassword, idempotencyKey: key() })).toBe(
      'UNAUTHENTICATED',
    );
  });

  it('is done once for its key, though it raises what a change needs; another input with the key is refused', async () => {
    const { patient, session } = await openAccountOf(bed);
    const idempotencyKey = key();
    const ask = (password: string) => payloadOf(bed, 'setPassword', { password, idempotencyKey }, { session });
    const first = await ask(goodPassword);
    expect(await ask(goodPassword)).toEqual(first);
    expect((await auditOf(patient.record)).filter((action) => action === 'password-set')).toHaveLength(1);
    expect(await ask('another kettle drifting')).toBe('IDEMPOTENCY_KEY_REUSED');
  });
});

describe('changing a password', () => {
  const changed = 'purple ladder humming';
  const change = (session: string, currentPassword?: string) =>
    payloadOf(bed, 'setPassword', { password: changed, currentPassword, idempotencyKey: key() }, { session });

  it('ends every other session at once and leaves the viewer’s and other people’s', async () => {
    const who = await openWithPassword(bed);
    const other = await openAccountOf(bed);
    const elsewhere = await signInByEmail(who.patient);
    const { session } = await signInWithBoth(bed, who);
    expect((await change(session, goodPassword)).userErrors).toEqual([]);
    expect([await bed.check(who.session), await bed.check(elsewhere)]).toEqual([ended, ended]);
    expect([await isAlive(session), await isAlive(other.session)]).toEqual([true, true]);
    expect((await signInWithBoth(bed, { ...who, password: changed })).session).toHaveLength(43);
    expect(
      (
        await payloadOf(bed, 'signInWithPassword', {
          email: who.patient.email,
          password: goodPassword,
          delivery: 'BEARER',
        })
      ).userErrors,
    ).toEqual([{ code: 'SIGN_IN_FAILED', field: null }]);
  });

  it('ends the sign-ins that wait for their second factor', async () => {
    const who = await openWithPassword(bed);
    const challenge = await challengeAfterPassword(bed, who);
    const { session } = await signInWithBoth(bed, who);
    await change(session, goodPassword);
    expect(await payloadOf(bed, 'requestSecondFactorCode', { challenge })).toEqual({
      expiresAt: null,
      userErrors: [{ code: 'SIGN_IN_EXPIRED', field: null }],
    });
  });

  it('needs two factors now, and the password until now', async () => {
    const who = await openWithPassword(bed);
    expect(await change(who.session, goodPassword)).toBe('STEP_UP_REQUIRED');
    const { session } = await signInWithBoth(bed, who);
    for (const wrong of ['not the password', undefined])
      expect(await change(session, wrong)).toEqual({
        me: null,
        userErrors: [{ code: 'PASSWORD_WRONG', field: 'currentPassword' }],
      });
    expect((await change(session, goodPassword)).userErrors).toEqual([]);
  });

  it('is no way to guess the password: wrong ones are counted', async () => {
    const who = await openWithPassword(bed);
    const { session } = await signInWithBoth(bed, who);
    for (let wrong = 0; wrong < 5; wrong += 1) await change(session, `wrong ${wrong}`);
    expect(await change(session, goodPassword)).toBe('TOO_MANY_REQUESTS');
    bed.advance(minute);
    expect((await change(session, goodPassword)).userErrors).toEqual([]);
  });
});

describe('taking a password away', () => {
  it('ends other sessions, is told and audited, and leaves no way in by it', async () => {
    const who = await openWithPassword(bed);
    const { session } = await signInWithBoth(bed, who);
    const answer = await payloadOf(bed, 'removePassword', { idempotencyKey: key() }, { session });
    expect(answer).toEqual({ me: { security: { hasPassword: false } }, userErrors: [] });
    expect(await bed.check(who.session)).toEqual(ended);
    expect((await noticesTo(who.patient.email))[0]).toMatch(/^The password of your Crosstrust login was removed/);
    expect(await auditOf(who.patient.record)).toContain('password-removed');
    const input = { email: who.patient.email, password: who.password, delivery: 'BEARER' };
    expect((await payloadOf(bed, 'signInWithPassword', input)).userErrors).toEqual([
      { code: 'SIGN_IN_FAILED', field: null },
    ]);
    expect(await payloadOf(bed, 'removePassword', { idempotencyKey: key() }, { session })).toEqual({
      me: null,
      userErrors: [{ code: 'NOT_FOUND', field: null }],
    });
  });
});
