import { Secret } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bed, openAccountOf, otherThan, startBed } from '../testing/bed.ts';
import { appShows, enterMany, openHolder, sendHeld } from '../testing/held-factors.ts';
import { challengeAfterPassword, key, payloadOf, sessionOf } from '../testing/passwords.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await startBed();
});
afterAll(() => bed.close());

const minute = 60_000;
const wrong = { session: null, me: null, userErrors: [{ code: 'CODE_WRONG', field: 'totp' }], savedDevice: null };
const unconfirmed = { me: null, userErrors: [{ code: 'CODE_WRONG', field: 'code' }] };

describe('setting up an authenticator app', () => {
  it('tells the secret once, sealed in the database, and takes it into use with its first code', async () => {
    const { send, look, patient } = await openHolder(bed);
    const begun = await send('beginTotp');
    expect(begun).toEqual({
      secret: expect.stringMatching(/^[A-Z2-7]{32}$/),
      uri: expect.stringContaining(`otpauth://totp/Crosstrust:${encodeURIComponent(patient.email)}?`),
      expiresAt: new Date(bed.clock().getTime() + 15 * minute).toISOString(),
      userErrors: [],
    });
    expect(begun.uri).toContain(`secret=${begun.secret}`);
    const dump = JSON.stringify(
      await bed.sql('select totp::text as row from totp union all select idempotency::text from idempotency'),
    );
    const bytes = Buffer.from(Secret.fromBase32(begun.secret).bytes).toString('hex');
    expect([dump.includes(begun.secret), dump.includes(bytes)]).toEqual([false, false]);
    expect((await look()).totp).toBeNull();

    const input = { code: appShows(bed, begun.secret), idempotencyKey: key() };
    const confirmed = {
      me: { security: { totp: { since: bed.clock().toISOString() }, recoveryCodesLeft: 0 } },
      userErrors: [],
    };
    expect(await send('confirmTotp', input)).toEqual(confirmed);
    expect(await send('confirmTotp', input)).toEqual(confirmed);
    const told = (await bed.inbox()).filter(({ text }) => text.startsWith('An authenticator app now'));
    expect(told.map(({ to }) => to).sort()).toEqual([patient.mobile, patient.email].sort());
  });

  it('proves nothing before that: its codes open nothing', async () => {
    const { send, enter, look } = await openHolder(bed);
    const { secret } = await send('beginTotp');
    expect(await enter({ totp: appShows(bed, secret) })).toEqual(wrong);
    expect((await look()).totp).toBeNull();
  });

  it('refuses a wrong first code, another’s, and one that comes too late', async () => {
    const [holder, other] = [await openHolder(bed), await openHolder(bed)];
    const { secret } = await holder.send('beginTotp');
    const others = (await other.send('beginTotp')).secret;
    for (const code of [otherThan(appShows(bed, secret)), appShows(bed, others), appShows(bed, secret, -2), '', 'x'])
      expect(await holder.send('confirmTotp', { code, idempotencyKey: key() })).toEqual(unconfirmed);
    expect((await holder.look()).totp).toBeNull();
    await bed.sql("update totp set created_at = created_at - interval '15 minutes' where confirmed_at is null");
    expect(await holder.send('confirmTotp', { code: appShows(bed, secret), idempotencyKey: key() })).toEqual(
      unconfirmed,
    );
  });

  it('leaves the app in use until the next one’s first code, and then ends it', async () => {
    const { send, setUp, enter } = await openHolder(bed);
    const first = await setUp();
    await send('beginTotp');
    const { secret } = await send('beginTotp');
    expect(await enter({ totp: appShows(bed, first) })).toHaveProperty('userErrors', []);
    expect(await send('confirmTotp', { code: appShows(bed, secret), idempotencyKey: key() })).toHaveProperty(
      'userErrors',
      [],
    );
    bed.advance(minute);
    expect(await enter({ totp: appShows(bed, first) })).toEqual(wrong);
    expect(await enter({ totp: appShows(bed, secret) })).toHaveProperty('userErrors', []);
  });

  it('asks for a session, and for two factors where there is a password', async () => {
    const input = { code: '123456', idempotencyKey: key() };
    expect(await sendHeld(bed, 'beginTotp')).toBe('UNAUTHENTICATED');
    expect(await sendHeld(bed, 'confirmTotp', input)).toBe('UNAUTHENTICATED');
    expect(await sendHeld(bed, 'removeTotp', { idempotencyKey: key() })).toBe('UNAUTHENTICATED');
    const { patient, send } = await openHolder(bed);
    const challenge = (
      await bed.ask('mutation ($input: RequestCodeInput!) { requestCode(input: $input) { challenge } }', {
        input: { mobile: patient.mobile, birthDate: patient.birthDate },
      })
    ).data.requestCode.challenge;
    const weak = await bed.ask('mutation ($input: SignInInput!) { signIn(input: $input) { session } }', {
      input: { challenge, code: await bed.codeFor(patient.mobile), delivery: 'BEARER' },
    });
    const { session } = weak.data.signIn;
    expect(await send('beginTotp', {}, session)).toBe('STEP_UP_REQUIRED');
    expect(await send('confirmTotp', input, session)).toBe('STEP_UP_REQUIRED');
    expect(await send('removeTotp', { idempotencyKey: key() }, session)).toBe('STEP_UP_REQUIRED');
  });
});

describe('a code of the app', () => {
  it('M7 two-step authentication: password and app open a session of two factors', async () => {
    const { setUp, enter, patient } = await openHolder(bed);
    const secret = await setUp();
    const entered = await enter({ totp: appShows(bed, secret) });
    expect(entered).toMatchObject({ me: { name: patient.name }, userErrors: [] });
    expect(await sessionOf(bed, entered.session)).toMatchObject({ level: 'TWO_FACTORS' });
  });

  it.each([-1, 0, 1])('works %i steps of 30 seconds off', async (steps) => {
    const { setUp, enter } = await openHolder(bed);
    const secret = await setUp();
    bed.advance(minute);
    expect(await enter({ totp: appShows(bed, secret, steps) })).toHaveProperty('userErrors', []);
  });

  it('is refused when it is wrong, two steps off, another’s, or no code at all', async () => {
    const [holder, other] = [await openHolder(bed), await openHolder(bed)];
    const [secret, others] = [await holder.setUp(), await other.setUp()];
    bed.advance(minute);
    const shown = appShows(bed, secret);
    for (const totp of [otherThan(shown), appShows(bed, secret, -2), appShows(bed, secret, 2), appShows(bed, others)])
      expect([totp, await holder.enter({ totp })]).toEqual([totp, wrong]);
    expect(await holder.enter({ totp: '' })).toEqual(wrong);
    bed.advance(2 * minute);
    expect(await holder.enter({ totp: appShows(bed, secret) })).toHaveProperty('userErrors', []);
  });

  it('works once: neither again, nor one of a step before it, nor that of the setting up', async () => {
    const { send, enter } = await openHolder(bed);
    const { secret } = await send('beginTotp');
    const first = appShows(bed, secret);
    await send('confirmTotp', { code: first, idempotencyKey: key() });
    expect(await enter({ totp: first })).toEqual(wrong);
    bed.advance(minute);
    const [before, now] = [appShows(bed, secret, -1), appShows(bed, secret)];
    expect(await enter({ totp: now })).toHaveProperty('userErrors', []);
    expect(await enter({ totp: now })).toEqual(wrong);
    expect(await enter({ totp: before })).toEqual(wrong);
    bed.advance(30_000);
    expect(await enter({ totp: appShows(bed, secret) })).toHaveProperty('userErrors', []);
  });

  it('sent at once for four sign-ins opens one', async () => {
    const holder = await openHolder(bed);
    const totp = appShows(bed, await holder.setUp());
    const challenges = [];
    for (let count = 0; count < 4; count += 1) challenges.push(await challengeAfterPassword(bed, holder));
    const answers = await Promise.all(challenges.map((challenge) => holder.enter({ totp }, challenge)));
    expect(answers.filter(({ session }) => session)).toHaveLength(1);
    expect(answers.filter(({ session }) => !session)).toEqual(Array(3).fill(wrong));
  });

  it('shown at once to sign in and to prove oneself, which are counted apart, works for one of the two', async () => {
    const holder = await openHolder(bed);
    const secret = await holder.setUp();
    let { session } = holder;
    for (let round = 0; round < 3; round += 1) {
      const totp = appShows(bed, secret);
      const challenge = await challengeAfterPassword(bed, holder);
      const [entered, proven] = await Promise.all([
        holder.enter({ totp }, challenge),
        payloadOf(bed, 'prove', { totp, delivery: 'BEARER' }, { session }),
      ]);
      expect([entered, proven].filter((answer) => answer.session)).toHaveLength(1);
      session = proven.session ?? session;
      bed.advance(30_000);
    }
  });

  it('guessed a hundred times under aliases, the right one among them, opens nothing', async () => {
    const holder = await openHolder(bed);
    const secret = await holder.setUp();
    const shown = appShows(bed, secret);
    const codes = Array.from({ length: 100 }, (_, index) => (index === 50 ? shown : otherThan(shown)));
    const { data, errors } = await enterMany(bed, await challengeAfterPassword(bed, holder), 'totp', codes);
    expect(JSON.stringify(data ?? {})).not.toMatch(/"session":"/);
    expect(new Set(errors?.map(({ extensions }) => extensions.code))).toEqual(new Set(['TOO_MANY_REQUESTS']));
    bed.advance(minute);
    expect(await holder.enter({ totp: appShows(bed, secret) })).toHaveProperty('userErrors', []);
  });

  it('raises a session that a password has proven; beside a code to the mobile alone it makes no second factor', async () => {
    const { setUp, session } = await openHolder(bed);
    const secret = await setUp();
    const proven = await payloadOf(bed, 'prove', { totp: appShows(bed, secret), delivery: 'BEARER' }, { session });
    expect(await sessionOf(bed, proven.session)).toMatchObject({ level: 'TWO_FACTORS' });

    const { session: byCode } = await openAccountOf(bed);
    const begun = await sendHeld(bed, 'beginTotp', {}, byCode);
    await sendHeld(bed, 'confirmTotp', { code: appShows(bed, begun.secret), idempotencyKey: key() }, byCode);
    bed.advance(minute);
    const input = { totp: appShows(bed, begun.secret), delivery: 'BEARER' };
    const still = await payloadOf(bed, 'prove', input, { session: byCode });
    expect(await sessionOf(bed, still.session)).toMatchObject({ level: 'ONE_FACTOR' });
  });
});

describe('removing the app', () => {
  it('ends its codes at once, is told, and is done once', async () => {
    const { setUp, send, enter, patient, session } = await openHolder(bed);
    const secret = await setUp();
    const input = { idempotencyKey: key() };
    const removed = { me: { security: { totp: null, recoveryCodesLeft: 0 } }, userErrors: [] };
    expect(await send('removeTotp', input)).toEqual(removed);
    expect(await enter({ totp: appShows(bed, secret) })).toEqual(wrong);
    expect(await send('removeTotp', input)).toEqual(removed);
    expect(await send('removeTotp', { idempotencyKey: key() })).toEqual({
      me: null,
      userErrors: [{ code: 'NOT_FOUND', field: null }],
    });
    const told = (await bed.inbox()).filter(({ text }) => text.startsWith('Your authenticator app was removed'));
    expect(told.map(({ to }) => to).sort()).toEqual([patient.mobile, patient.email].sort());
    expect(await bed.check(session)).toHaveProperty('version');
  });
});
