import { accessClaimsSchema, accountsIssuer, type SessionAnswer } from '@crosstrust/contract';
import { verifyToken } from '@crosstrust/service';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bed, challengeFor, openAccountOf, signInMutation, startBed } from '../testing/bed.ts';
import { makeSigningKey } from '../testing/keys.ts';
import { statementsOf } from '../testing/statements.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await startBed();
});
afterAll(() => bed.close());

const minutes = 60_000;
const ended = { code: 'SESSION_ENDED' };
const isAlive = async (session: string) => 'version' in (await bed.check(session, { active: false }));
const fresh = async (session: string, knownVersion?: string) =>
  (await bed.check(session, { active: false, ...(knownVersion ? { knownVersion } : {}) })) as SessionAnswer;

describe('a session', () => {
  it('ends ten minutes after the person’s last request', async () => {
    const { session } = await openAccountOf(bed);
    bed.advance(9 * minutes);
    expect(await bed.check(session)).toHaveProperty('version');
    bed.advance(10 * minutes - 1);
    expect(await isAlive(session)).toBe(true);
    bed.advance(1);
    expect(await bed.check(session)).toEqual(ended);
  });

  it('is not kept alive by a retry in the background', async () => {
    const { session } = await openAccountOf(bed);
    bed.advance(9 * minutes);
    expect(await bed.check(session, { active: false })).toHaveProperty('version');
    bed.advance(1 * minutes);
    expect(await bed.check(session)).toEqual(ended);
  });

  it('ends twelve hours after signing in, however busy', async () => {
    const { session } = await openAccountOf(bed);
    for (let passed = 0; passed < 12 * 60 - 9; passed += 9) {
      bed.advance(9 * minutes);
      await bed.check(session);
    }
    expect(await isAlive(session)).toBe(true);
    bed.advance(9 * minutes);
    expect(await bed.check(session)).toEqual(ended);
  });

  it('that was signed out of is refused at once, and the gateway is told to clear its cookie', async () => {
    const { session } = await openAccountOf(bed);
    const token = await bed.tokenOf(session);
    const answer = await bed.ask('mutation { signOut { userErrors { code } } }', {}, token);
    expect(answer).toEqual({ status: 200, handed: 'none', data: { signOut: { userErrors: [] } } });
    expect(await bed.check(session)).toEqual(ended);
    expect((await bed.ask('{ session { level } }', {}, token)).data).toEqual({ session: null });
  });

  it('that comes with a sign-in gives way to the new one, and the person’s other sessions go on', async () => {
    const { patient, session: elsewhere } = await openAccountOf(bed);
    const signIn = async (token?: string) => {
      const challenge = await challengeFor(bed, { mobile: patient.mobile, birthDate: patient.birthDate });
      const code = await bed.codeFor(patient.mobile);
      const answer = await bed.ask(signInMutation, { input: { challenge, code, delivery: 'BEARER' } }, token);
      return answer.data.signIn.session as string;
    };
    const first = await signIn();
    const second = await signIn(await bed.tokenOf(first));
    expect(await bed.check(first)).toEqual(ended);
    expect([await isAlive(second), await isAlive(elsewhere)]).toEqual([true, true]);
  });

  it('of another device of the same person goes on', async () => {
    const { session } = await openAccountOf(bed);
    const other = await openAccountOf(bed);
    await bed.ask('mutation { signOut { userErrors { code } } }', {}, await bed.tokenOf(session));
    expect(await isAlive(other.session)).toBe(true);
  });

  it('that nobody opened is refused, and a question that is none', async () => {
    expect(await bed.check('x'.repeat(43))).toEqual(ended);
    expect(await bed.check('short')).toEqual({ code: 'BAD_INPUT' });
  });

  it('is stored as a hash only', async () => {
    const { session } = await openAccountOf(bed);
    const rows = await bed.sql('select row_to_json(session)::text as row from session');
    expect(
      rows.filter(
        ({ row }) => String(row).includes(session) || String(row).includes(Buffer.from(session).toString('hex')),
      ),
    ).toEqual([]);
  });

  it('is checked by one statement', async () => {
    const { session } = await openAccountOf(bed);
    bed.advance(2_000);
    expect(await statementsOf(bed, () => bed.check(session))).toHaveLength(1);
  });

  it('tells when it ends', async () => {
    const { session } = await openAccountOf(bed);
    const opened = bed.clock().getTime();
    bed.advance(5 * minutes);
    await bed.check(session);
    const { data } = await bed.ask('{ session { level expiresAt idleExpiresAt } }', {}, await bed.tokenOf(session));
    expect(data.session).toEqual({
      level: 'ONE_FACTOR',
      expiresAt: new Date(opened + 720 * minutes).toISOString(),
      idleExpiresAt: new Date(opened + 15 * minutes).toISOString(),
    });
  });
});

describe('the tokens of a session', () => {
  it('are one for accounts, one for the timeline and one for each linked trust, each for one minute and with nothing about the others', async () => {
    const { patient, session } = await openAccountOf(bed);
    const { tokens, tokensExpireAt } = (await fresh(session)).fresh ?? { tokens: {}, tokensExpireAt: 0 };
    expect(Object.keys(tokens).sort()).toEqual(['accounts', 'kingston', 'timeline']);
    const keys = createRemoteJWKSet(new URL(`${bed.accounts.url}/.well-known/jwks.json`));
    const claims = await verifyToken(tokens['kingston'] ?? '', {
      keys,
      issuer: accountsIssuer,
      audience: 'kingston',
      now: bed.clock(),
      schema: accessClaimsSchema,
    });
    expect(claims).toEqual({
      iss: accountsIssuer,
      aud: 'kingston',
      sub: expect.any(String),
      jti: expect.any(String),
      level: 'one-factor',
      iat: tokensExpireAt - 60,
      exp: tokensExpireAt,
      grants: [
        { record: patient.record, relation: 'self', sections: 'all', since: Math.floor(bed.clock().getTime() / 1000) },
      ],
    });
    const [own, timeline] = [decodeJwt(tokens['accounts'] ?? ''), decodeJwt(tokens['timeline'] ?? '')];
    expect([own['grants'], timeline['grants']]).toEqual([[], []]);
    expect([own.sub, timeline.aud]).toEqual([timeline.sub, 'timeline']);
    expect(own.sub).not.toBe(claims.sub);
  });

  it('come only when the version is new, and never with under 20 seconds left', async () => {
    const { session } = await openAccountOf(bed);
    let known = await fresh(session);
    let renewed = 0;
    for (let second = 0; second < 200; second += 1) {
      bed.advance(1_000);
      const answer = await fresh(session, known.version);
      if (answer.fresh) renewed += 1;
      else expect(answer).toEqual({ version: known.version });
      known = answer.fresh ? answer : known;
      expect((known.fresh?.tokensExpireAt ?? 0) - bed.clock().getTime() / 1000).toBeGreaterThanOrEqual(20);
    }
    expect(renewed).toBe(5);
  });

  it('change at once when a trust is linked or unlinked', async () => {
    const { patient, session } = await openAccountOf(bed);
    bed.westHerts.hold(patient);
    const before = await fresh(session);
    const link = (verb: string) => async () =>
      bed.ask(
        `mutation ($input: ${verb === 'linkTrust' ? 'LinkTrustInput' : 'UnlinkTrustInput'}!) { ${verb}(input: $input) { userErrors { code } } }`,
        { input: { trust: 'west-herts-royal-free', idempotencyKey: crypto.randomUUID() } },
        await bed.tokenOf(session),
      );
    await link('linkTrust')();
    const linked = await fresh(session, before.version);
    expect(Object.keys(linked.fresh?.tokens ?? {}).sort()).toEqual([
      'accounts',
      'kingston',
      'timeline',
      'west-herts-royal-free',
    ]);
    await link('unlinkTrust')();
    const unlinked = await fresh(session, linked.version);
    expect(Object.keys(unlinked.fresh?.tokens ?? {}).sort()).toEqual(['accounts', 'kingston', 'timeline']);
  });

  it('are signed with a new key after it was rotated in, without signing anybody out', async () => {
    const oldKey = makeSigningKey('old');
    const newKey = makeSigningKey('new');
    await bed.restart({ SIGNING_KEYS: JSON.stringify({ keys: [oldKey] }) });
    const { session } = await openAccountOf(bed);
    const oldToken = await bed.tokenOf(session);
    await bed.restart({ SIGNING_KEYS: JSON.stringify({ keys: [newKey, oldKey] }) });
    const newToken = await bed.tokenOf(session);
    expect(decodeProtectedHeader(oldToken).kid).toBe('old');
    expect(decodeProtectedHeader(newToken).kid).toBe('new');
    for (const token of [oldToken, newToken])
      expect((await bed.ask('{ session { level } }', {}, token)).data.session).toEqual({ level: 'ONE_FACTOR' });
    const { keys } = (await (await fetch(`${bed.accounts.url}/.well-known/jwks.json`)).json()) as { keys: object[] };
    expect(keys.map((key) => Object.keys(key).includes('d'))).toEqual([false, false]);
  });
});
