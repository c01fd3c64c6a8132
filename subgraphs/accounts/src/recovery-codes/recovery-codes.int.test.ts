import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bed, openAccountOf, startBed } from '../testing/bed.ts';
import { enterMany, openHolder, sendHeld } from '../testing/held-factors.ts';
import { challengeAfterPassword, key, payloadOf, sessionOf } from '../testing/passwords.ts';
import { makeRecoveryCode } from './code.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await startBed();
});
afterAll(() => bed.close());

const minute = 60_000;
const wrong = {
  session: null,
  me: null,
  userErrors: [{ code: 'CODE_WRONG', field: 'recoveryCode' }],
  savedDevice: null,
};

describe('making recovery codes', () => {
  it('tells ten once, keeps their sealed hashes, audits it and tells by text and by email', async () => {
    const { send, look, patient } = await openHolder(bed);
    const input = { idempotencyKey: key() };
    const made = await send('makeRecoveryCodes', input);
    expect(made).toEqual({
      codes: Array(10).fill(expect.stringMatching(/^([2-9A-Z]{5}-){3}[2-9A-Z]{5}$/)),
      me: { security: { totp: null, recoveryCodesLeft: 10 } },
      userErrors: [],
    });
    expect(new Set(made.codes).size).toBe(10);
    expect(await send('makeRecoveryCodes', input)).toMatchObject({ codes: null, userErrors: [] });
    expect((await look()).recoveryCodesLeft).toBe(10);
    const dump = JSON.stringify(
      await bed.sql(
        'select recovery_code::text as row from recovery_code union all select idempotency::text from idempotency',
      ),
    );
    expect(
      made.codes.filter((code: string) => dump.includes(code) || dump.includes(Buffer.from(code).toString('hex'))),
    ).toEqual([]);
    const told = (await bed.inbox()).filter(({ text }) => text.startsWith('New recovery codes'));
    expect(told.map(({ to }) => to).sort()).toEqual([patient.mobile, patient.email].sort());
  });

  it('asks for a session, and for two factors where there is a password', async () => {
    expect(await sendHeld(bed, 'makeRecoveryCodes', { idempotencyKey: key() })).toBe('UNAUTHENTICATED');
  });
});

describe('a recovery code', () => {
  it('M7 opens a session of two factors with the password, works once, and its use is told', async () => {
    const { makeCodes, enter, look, patient } = await openHolder(bed);
    const [code = '', other = ''] = await makeCodes();
    const entered = await enter({ recoveryCode: code });
    expect(entered).toMatchObject({ me: { name: patient.name }, userErrors: [] });
    expect(await sessionOf(bed, entered.session)).toMatchObject({ level: 'TWO_FACTORS' });
    expect((await look()).recoveryCodesLeft).toBe(9);
    const told = (await bed.inbox()).filter(({ text }) => text.includes('codes left: 9'));
    expect(told.map(({ to }) => to).sort()).toEqual([patient.mobile, patient.email].sort());
    expect(await enter({ recoveryCode: code })).toEqual(wrong);
    expect(await enter({ recoveryCode: ` ${other.toLowerCase().replaceAll('-', '')}` })).toHaveProperty(
      'userErrors',
      [],
    );
    expect((await look()).recoveryCodesLeft).toBe(8);
  });

  it('is refused when it is wrong, another’s, of the set before, or none', async () => {
    const [holder, other] = [await openHolder(bed), await openHolder(bed)];
    const [old = ''] = await holder.makeCodes();
    const [code = ''] = await holder.makeCodes();
    const [others = ''] = await other.makeCodes();
    for (const recoveryCode of [makeRecoveryCode(), others, old, ''])
      expect([recoveryCode, await holder.enter({ recoveryCode })]).toEqual([recoveryCode, wrong]);
    expect((await holder.look()).recoveryCodesLeft).toBe(10);
    expect(await holder.enter({ recoveryCode: code })).toHaveProperty('userErrors', []);
    expect((await other.look()).recoveryCodesLeft).toBe(10);
  });

  it('sent at once for four sign-ins opens one', async () => {
    const holder = await openHolder(bed);
    const [recoveryCode = ''] = await holder.makeCodes();
    const challenges = [];
    for (let count = 0; count < 4; count += 1) challenges.push(await challengeAfterPassword(bed, holder));
    const answers = await Promise.all(challenges.map((challenge) => holder.enter({ recoveryCode }, challenge)));
    expect(answers.filter(({ session }) => session)).toHaveLength(1);
    expect((await holder.look()).recoveryCodesLeft).toBe(9);
  });

  it('guessed a hundred times under aliases, the right one among them, opens nothing', async () => {
    const holder = await openHolder(bed);
    const [right = ''] = await holder.makeCodes();
    const codes = Array.from({ length: 100 }, (_, index) => (index === 50 ? right : makeRecoveryCode()));
    const { data, errors } = await enterMany(bed, await challengeAfterPassword(bed, holder), 'recoveryCode', codes);
    expect(JSON.stringify(data ?? {})).not.toMatch(/"session":"/);
    expect(new Set(errors?.map(({ extensions }) => extensions.code))).toEqual(new Set(['TOO_MANY_REQUESTS']));
    expect((await holder.look()).recoveryCodesLeft).toBe(10);
    bed.advance(minute);
    expect(await holder.enter({ recoveryCode: right })).toHaveProperty('userErrors', []);
  });

  it('counts with a password only: beside a code to the mobile it makes no second factor', async () => {
    const { session } = await openAccountOf(bed);
    const { codes } = await sendHeld(bed, 'makeRecoveryCodes', { idempotencyKey: key() }, session);
    const proven = await payloadOf(bed, 'prove', { recoveryCode: codes[0], delivery: 'BEARER' }, { session });
    expect(await sessionOf(bed, proven.session)).toMatchObject({ level: 'ONE_FACTOR' });
  });
});
