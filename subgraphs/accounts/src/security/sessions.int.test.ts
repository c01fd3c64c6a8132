import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bed, openAccountOf, startBed } from '../testing/bed.ts';
import { challengeAfterPassword, key, openWithPassword, payloadOf, signInWithBoth } from '../testing/passwords.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await startBed();
});
afterAll(() => bed.close());

const minute = 60_000;
const ended = { code: 'SESSION_ENDED' };
const isAlive = async (session: string) => 'version' in (await bed.check(session, { active: false }));
const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:139.0) Gecko/20100101 Firefox/139.0';
const securityOf = async (session: string, fields: string) =>
  (await bed.ask(`{ me { security { ${fields} } } }`, {}, await bed.tokenOf(session))).data.me.security;
const idOf = async (session: string): Promise<string> =>
  (await securityOf(session, 'sessions { id current }')).sessions.find(({ current }: { current: boolean }) => current)
    .id;

describe('the list of sessions', () => {
  it('M7 tells when, where, by what, and which one asks', async () => {
    const who = await openWithPassword(bed);
    const opened = bed.clock().toISOString();
    bed.advance(5 * minute);
    const { session } = await signInWithBoth(bed, who, { agent: firefox, address: '203.0.113.77' });
    const now = bed.clock().toISOString();
    expect(
      await securityOf(
        session,
        'changesNeed hasPassword sessions { id current openedAt lastSeenAt factors level agent network }',
      ),
    ).toEqual({
      changesNeed: 'TWO_FACTORS',
      hasPassword: true,
      sessions: [
        {
          id: expect.any(String),
          current: true,
          openedAt: now,
          lastSeenAt: now,
          factors: ['PASSWORD', 'CODE_TO_MOBILE'],
          level: 'TWO_FACTORS',
          agent: 'Firefox on Windows',
          network: '203.0.113.*',
        },
        {
          id: expect.any(String),
          current: false,
          openedAt: opened,
          lastSeenAt: opened,
          factors: ['CODE_TO_MOBILE'],
          level: 'ONE_FACTOR',
          agent: null,
          network: expect.stringMatching(/\*$/),
        },
      ],
    });
  });

  it('holds no session that has ended, and nobody else’s', async () => {
    const who = await openWithPassword(bed);
    await openAccountOf(bed);
    bed.advance(10 * minute);
    const { session } = await signInWithBoth(bed, who);
    expect((await securityOf(session, 'sessions { id }')).sessions).toHaveLength(1);
  });

  it('says that one factor is enough to add the first password', async () => {
    const { session } = await openAccountOf(bed);
    expect(await securityOf(session, 'changesNeed hasPassword savedDevices { id }')).toEqual({
      changesNeed: 'ONE_FACTOR',
      hasPassword: false,
      savedDevices: [],
    });
  });
});

describe('ending sessions', () => {
  it('ends one, at once, and leaves the others', async () => {
    const who = await openWithPassword(bed);
    const { session } = await signInWithBoth(bed, who);
    const input = { session: await idOf(who.session), idempotencyKey: key() };
    const done = { me: { name: who.patient.name }, userErrors: [] };
    expect(await payloadOf(bed, 'endSession', input, { session })).toEqual(done);
    expect([await bed.check(who.session), await isAlive(session)]).toEqual([ended, true]);
    expect(await payloadOf(bed, 'endSession', input, { session })).toEqual(done);
    expect(await payloadOf(bed, 'endSession', { ...input, idempotencyKey: key() }, { session })).toEqual({
      me: null,
      userErrors: [{ code: 'NOT_FOUND', field: 'session' }],
    });
  });

  it('ends the one that asks as signing out does', async () => {
    const { session } = await openAccountOf(bed);
    const answer = await bed.ask(
      'mutation ($input: EndSessionInput!) { endSession(input: $input) { me { name } userErrors { code } } }',
      { input: { session: await idOf(session), idempotencyKey: key() } },
      await bed.tokenOf(session),
    );
    expect(answer).toEqual({ status: 200, handed: 'none', data: { endSession: { me: null, userErrors: [] } } });
    expect(await bed.check(session)).toEqual(ended);
  });

  it('ends nobody else’s', async () => {
    const { session } = await openAccountOf(bed);
    const stranger = await openAccountOf(bed);
    for (const wrong of [await idOf(session), 'no id'])
      expect(
        await payloadOf(bed, 'endSession', { session: wrong, idempotencyKey: key() }, { session: stranger.session }),
      ).toEqual({ me: null, userErrors: [{ code: 'NOT_FOUND', field: 'session' }] });
    expect(await isAlive(session)).toBe(true);
  });

  it('signs out everywhere but here, half-way sign-ins too, and nobody else; once for its key', async () => {
    const who = await openWithPassword(bed);
    const other = await openAccountOf(bed);
    const elsewhere = await signInWithBoth(bed, who);
    const challenge = await challengeAfterPassword(bed, who);
    const { session } = await signInWithBoth(bed, who);
    const input = { idempotencyKey: key() };
    expect(await payloadOf(bed, 'endOtherSessions', input, { session })).toEqual({
      me: { name: who.patient.name },
      userErrors: [],
    });
    expect([await bed.check(who.session), await bed.check(elsewhere.session)]).toEqual([ended, ended]);
    expect([await isAlive(session), await isAlive(other.session)]).toEqual([true, true]);
    expect((await payloadOf(bed, 'requestSecondFactorCode', { challenge })).userErrors[0].code).toBe('SIGN_IN_EXPIRED');
    const later = await signInWithBoth(bed, who);
    await payloadOf(bed, 'endOtherSessions', input, { session });
    expect(await isAlive(later.session)).toBe(true);
  });

  it('needs somebody who is signed in', async () => {
    expect(await payloadOf(bed, 'endOtherSessions', { idempotencyKey: key() })).toBe('UNAUTHENTICATED');
    expect(await payloadOf(bed, 'endSession', { session: key(), idempotencyKey: key() })).toBe('UNAUTHENTICATED');
    expect(await payloadOf(bed, 'forgetDevice', { device: key(), idempotencyKey: key() })).toBe('UNAUTHENTICATED');
  });
});
