import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bed, openAccountOf, startBed } from '../testing/bed.ts';
import {
  challengeAfterPassword,
  codeAfterPassword,
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

const day = 24 * 60 * 60_000;
const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:139.0) Gecko/20100101 Firefox/139.0';

/** A person with a password and a device that was saved. */
async function openWithDevice() {
  const who = await openWithPassword(bed);
  const { session, savedDevice } = await signInWithBoth(bed, who, {
    saveDevice: true,
    agent: firefox,
    address: '203.0.113.77',
  });
  return { ...who, session, device: savedDevice ?? '' };
}

const enter = (email: string, password: string, from: Sender = {}) =>
  payloadOf(bed, 'signInWithPassword', { email, password, delivery: 'BEARER' }, from);
const isAskedForMore = (answer: { session: unknown; secondFactor: unknown }) =>
  answer.session === null && answer.secondFactor !== null;

describe('a saved device', () => {
  it('K12 needs the password and no code for 30 days, then a new code, and must be saved again', async () => {
    const { patient, password, device } = await openWithDevice();
    bed.advance(30 * day - 1);
    const first = await enter(patient.email, password, { device });
    expect(first).toEqual({
      session: expect.stringMatching(/^[\w-]{43}$/),
      me: { name: patient.name },
      secondFactor: null,
      userErrors: [],
    });
    expect(await sessionOf(bed, first.session)).toEqual({
      factors: ['PASSWORD', 'SAVED_DEVICE'],
      level: 'TWO_FACTORS',
    });
    bed.advance(1);
    expect(isAskedForMore(await enter(patient.email, password, { device }))).toBe(true);
    await signInWithBoth(bed, { patient, password }, { device });
    expect(isAskedForMore(await enter(patient.email, password, { device }))).toBe(true);
    const { savedDevice } = await signInWithBoth(bed, { patient, password }, { device, saveDevice: true });
    expect((await enter(patient.email, password, { device: savedDevice ?? '' })).session).toHaveLength(43);
  });

  it('K12 is that device and no other', async () => {
    const { patient, password, device } = await openWithDevice();
    for (const from of [{}, { device: 'x'.repeat(43) }, { device: device.slice(1) }])
      expect(isAskedForMore(await enter(patient.email, password, from))).toBe(true);
  });

  it('K12 is that account’s and no other’s', async () => {
    const { device } = await openWithDevice();
    const other = await openWithPassword(bed);
    expect(isAskedForMore(await enter(other.patient.email, other.password, { device }))).toBe(true);
  });

  it('K12 opens nothing without the password: a stolen token is worth nothing alone', async () => {
    const { patient, device } = await openWithDevice();
    expect(await enter(patient.email, 'not the password', { device })).toEqual({
      session: null,
      me: null,
      secondFactor: null,
      userErrors: [{ code: 'SIGN_IN_FAILED', field: null }],
    });
    expect(await bed.check(device)).toEqual({ code: 'SESSION_ENDED' });
    const input = { challenge: device, code: device, saveDevice: false, delivery: 'BEARER' };
    expect((await payloadOf(bed, 'completeSignIn', input, { device })).userErrors[0].code).toBe('SIGN_IN_EXPIRED');
  });

  it('K12 does not make guessing its password quicker', async () => {
    const { patient, password, device } = await openWithDevice();
    for (let wrong = 0; wrong < 5; wrong += 1) await enter(patient.email, `wrong ${wrong}`, { device });
    expect(await enter(patient.email, password, { device })).toBe('TOO_MANY_REQUESTS');
  });

  it('K12 is named by a program in the input, and by a browser in a cookie of its own', async () => {
    const { patient, password, device } = await openWithDevice();
    const input = { email: patient.email, password, savedDevice: device, delivery: 'BEARER' };
    expect((await payloadOf(bed, 'signInWithPassword', input)).session).toHaveLength(43);
    const challenge = await challengeAfterPassword(bed, { patient, password });
    const code = await codeAfterPassword(bed, challenge, patient.mobile);
    const answer = await send(bed, 'completeSignIn', { challenge, code, saveDevice: true, delivery: 'COOKIE' });
    expect(answer).toEqual({
      status: 200,
      handed: expect.stringMatching(/^[\w-]{43}$/),
      device: expect.stringMatching(/^[\w-]{43}$/),
      data: { completeSignIn: { session: null, savedDevice: null, me: { name: patient.name }, userErrors: [] } },
    });
    expect((await enter(patient.email, password, { device: answer.device })).session).toHaveLength(43);
  });

  it('K12 is not saved unless the patient wants it, and is told to them when it is', async () => {
    const who = await openWithPassword(bed);
    const notices = async () =>
      (await bed.inbox()).filter(({ to, text }) => to === who.patient.email && text.startsWith('A device was saved'));
    expect((await signInWithBoth(bed, who)).savedDevice).toBeNull();
    expect(await notices()).toHaveLength(0);
    await signInWithBoth(bed, who, { saveDevice: true });
    expect(await notices()).toHaveLength(1);
  });

  it('K12 is kept as a hash, and where it was is sealed', async () => {
    const { device } = await openWithDevice();
    const dump = JSON.stringify(await bed.sql('select saved_device::text from saved_device'));
    for (const secret of [
      device,
      Buffer.from(device, 'base64url').toString('hex'),
      Buffer.from('Firefox').toString('hex'),
    ])
      expect(dump).not.toContain(secret);
  });
});

describe('saved devices in the security settings', () => {
  const listed = async (session: string, device?: string) => {
    const { data } = await bed.ask(
      '{ me { security { savedDevices { id current savedAt expiresAt lastUsedAt agent network } } } }',
      {},
      await bed.tokenOf(session),
      device ? { 'x-saved-device': device } : {},
    );
    return data.me.security.savedDevices;
  };

  it('K12 are listed with when and where', async () => {
    const { session, device } = await openWithDevice();
    const now = bed.clock();
    expect(await listed(session, device)).toEqual([
      {
        id: expect.any(String),
        current: true,
        savedAt: now.toISOString(),
        expiresAt: new Date(now.getTime() + 30 * day).toISOString(),
        lastUsedAt: now.toISOString(),
        agent: 'Firefox on Windows',
        network: '203.0.113.*',
      },
    ]);
    expect((await listed(session))[0].current).toBe(false);
  });

  it('K12 are forgotten one by one, and then ask for a code', async () => {
    const { patient, password, session, device } = await openWithDevice();
    bed.advance(1_000);
    const second = await signInWithBoth(bed, { patient, password }, { saveDevice: true });
    const oldest = (await listed(session)).at(-1).id as string;
    const forget = (id: string, idempotencyKey = key()) =>
      payloadOf(bed, 'forgetDevice', { device: id, idempotencyKey }, { session });
    const once = key();
    expect(await forget(oldest, once)).toEqual({ me: { name: patient.name }, userErrors: [] });
    expect(await forget(oldest, once)).toEqual({ me: { name: patient.name }, userErrors: [] });
    expect(await forget(oldest)).toEqual({ me: null, userErrors: [{ code: 'NOT_FOUND', field: 'device' }] });
    expect(isAskedForMore(await enter(patient.email, password, { device }))).toBe(true);
    expect((await enter(patient.email, password, { device: second.savedDevice ?? '' })).session).toHaveLength(43);
  });

  it('K12 are forgotten by their owner alone', async () => {
    const { patient, password, session, device } = await openWithDevice();
    const [{ id }] = await listed(session);
    const stranger = await openAccountOf(bed);
    for (const wrong of [id, 'no id'])
      expect(
        await payloadOf(bed, 'forgetDevice', { device: wrong, idempotencyKey: key() }, { session: stranger.session }),
      ).toEqual({ me: null, userErrors: [{ code: 'NOT_FOUND', field: 'device' }] });
    expect((await enter(patient.email, password, { device })).session).toHaveLength(43);
  });

  it('K12 are forgotten when the password changes', async () => {
    const { patient, password, session, device } = await openWithDevice();
    const input = { password: 'purple ladder humming', currentPassword: password, idempotencyKey: key() };
    await payloadOf(bed, 'setPassword', input, { session });
    expect(await listed(session)).toEqual([]);
    expect(isAskedForMore(await enter(patient.email, input.password, { device }))).toBe(true);
  });
});
