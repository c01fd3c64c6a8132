import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Handler, sendJson } from '../testing/fake-service.ts';
import { newSession } from '../testing/graph.ts';
import { endedSession, liveSession, publicUrl, startWorld, type World } from '../testing/start-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ tuning: { breakerFailures: 1_000 } });
});
afterAll(() => world.close());
afterEach(() => {
  world.answerSessions(undefined);
  world.accounts.break(undefined);
});

const cookie = (session: string) => ({ cookie: `crosstrust=${session}`, origin: publicUrl });
const me = '{ me { name } }';
const correlation = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const signIn = 'mutation SignIn { signIn(code: "123456") { signedIn } }';
const sessionQuestions = () => world.accounts.asked.filter(({ path }) => path === '/session').map(({ body }) => body);
const unauthenticated = { message: 'Sign in to see this.', path: ['me'], extensions: { code: 'UNAUTHENTICATED' } };
const sessionEnded = {
  message: 'You have been signed out. Sign in again.',
  path: ['me'],
  extensions: { code: 'SESSION_ENDED' },
};

describe('a request', () => {
  it('with a bearer is signed in', async () => {
    expect((await world.ask(me)).body).toEqual({ data: { me: { name: 'Ada Test' } } });
  });
  it('with a cookie is signed in', async () => {
    expect((await world.ask(me, cookie(liveSession))).body).toEqual({ data: { me: { name: 'Ada Test' } } });
  });
  it('with neither sees the public fields, and accounts is not asked about a session', async () => {
    world.accounts.asked.length = 0;
    expect((await world.ask('{ trusts { key } me { name } }', {})).body).toEqual({
      errors: [unauthenticated],
      data: { trusts: [{ key: 'north' }, { key: 'south' }, { key: 'west' }], me: null },
    });
    expect(sessionQuestions()).toEqual([]);
  });
  it('with something that cannot be a session counts as ended, and it is not sent on', async () => {
    world.accounts.asked.length = 0;
    expect((await world.ask(me, { authorization: 'Bearer short' })).body.errors).toEqual([sessionEnded]);
    expect(sessionQuestions()).toEqual([]);
  });
});

describe('an ended session', () => {
  it('is told as such, and its cookie is cleared', async () => {
    const answer = await world.ask(me, cookie(endedSession));
    expect(answer.body).toEqual({ errors: [sessionEnded], data: { me: null } });
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^crosstrust=; .*Path=\/.*Expires=Thu, 01 Jan 1970/),
    ]);
  });
  it('does not hide the public fields', async () => {
    expect((await world.ask('{ trusts { key } }', cookie(endedSession))).body.errors).toBeUndefined();
  });
  it('does not keep anybody from signing in', async () => {
    const answer = await world.ask(signIn, cookie(endedSession));
    expect(answer.body).toEqual({ data: { signIn: { signedIn: true } } });
    expect(answer.headers.getSetCookie()).toEqual([`crosstrust=${newSession}; Path=/; HttpOnly; SameSite=Lax`]);
  });
});

describe('what accounts hands out', () => {
  it('becomes a cookie', async () => {
    const answer = await world.ask(signIn, {});
    expect(answer.headers.getSetCookie()).toEqual([`crosstrust=${newSession}; Path=/; HttpOnly; SameSite=Lax`]);
    expect(answer.headers.get('x-session')).toBeNull();
    expect(answer.text).not.toContain(newSession);
  });
  it('is taken back when somebody signs out', async () => {
    const answer = await world.ask('mutation { signOut }', cookie(liveSession));
    expect(answer.headers.getSetCookie()).toEqual([expect.stringMatching(/^crosstrust=; .*Expires=Thu, 01 Jan 1970/)]);
  });
  it('is not set by a failed sign-in', async () => {
    expect((await world.ask('mutation { signIn(code: "0") { signedIn } }', {})).headers.getSetCookie()).toEqual([]);
  });
  it('is taken from accounts alone', async () => {
    world.trusts.north.break((_asked, response) =>
      sendJson(response, { data: { northRecord: { id: 'n' } } }, 200, {
        'x-session': newSession,
        'set-cookie': `crosstrust=${newSession}`,
      }),
    );
    const answer = await world.ask('{ northRecord(id: "n") { id } }', {});
    world.trusts.north.break(undefined);
    expect(answer.body.data).toEqual({ northRecord: { id: 'n' } });
    expect(answer.headers.getSetCookie()).toEqual([]);
  });
  it('is not set when it cannot be a session', async () => {
    world.accounts.break((_asked, response) =>
      sendJson(response, { data: { signOut: true } }, 200, { 'x-session': 'a; Domain=evil' }),
    );
    expect((await world.ask('mutation { signOut }', {})).headers.getSetCookie()).toEqual([]);
  });
});

describe('the cookie on https', () => {
  it('is Secure and bound to the host by its name', async () => {
    const secure = await startWorld({ environment: { PUBLIC_URL: 'https://portal.example', NODE_ENV: 'production' } });
    const set = (await secure.ask(signIn, {})).headers.getSetCookie();
    const read = await secure.ask(me, { cookie: `__Host-crosstrust=${liveSession}`, origin: 'https://portal.example' });
    const otherName = await secure.ask(me, { cookie: `crosstrust=${liveSession}` });
    await secure.close();
    expect(set).toEqual([`__Host-crosstrust=${newSession}; Path=/; HttpOnly; Secure; SameSite=Lax`]);
    expect(read.body.data).toEqual({ me: { name: 'Ada Test' } });
    expect(read.headers.get('strict-transport-security')).toContain('max-age=');
    expect(otherName.body.errors).toEqual([unauthenticated]);
  });
});

describe('accounts', () => {
  it('is asked once a request, and names its version from the second on', async () => {
    world.accounts.asked.length = 0;
    const bearer = { authorization: 'Bearer counted-session-0123456789' };
    await world.ask(me, bearer);
    await world.ask(me, bearer);
    expect(sessionQuestions()).toEqual([
      { session: 'counted-session-0123456789', active: true },
      { session: 'counted-session-0123456789', active: true, knownVersion: 'v1' },
    ]);
  });
  it('learns that a retry in the background keeps no session alive', async () => {
    world.accounts.asked.length = 0;
    await world.ask(me, { authorization: `Bearer ${liveSession}`, 'x-background': '1' });
    expect(sessionQuestions()).toEqual([expect.objectContaining({ active: false })]);
  });
  it('gets each service its own token and the one correlation id', async () => {
    world.trusts.north.asked.length = 0;
    const answer = await world.ask('{ me { records { id appointments { nodes { id } } } } }', {
      authorization: `Bearer ${liveSession}`,
      'x-correlation-id': correlation,
    });
    expect(answer.headers.get('x-correlation-id')).toBe(correlation);
    expect(
      world.trusts.north.asked.map(({ headers }) => [
        headers.authorization,
        headers['x-correlation-id'],
        headers.cookie,
      ]),
    ).toEqual([['Bearer token-for-north', correlation, undefined]]);
    expect(world.accounts.asked.at(-1)?.headers).toMatchObject({
      authorization: 'Bearer token-for-accounts',
      'x-correlation-id': correlation,
    });
  });
  it.each<[string, Handler]>([
    ['hangs', () => {}],
    ['answers nonsense', (_asked, response) => void response.end('<html>')],
    ['answers 500', (_asked, response) => void response.writeHead(500).end()],
    ['breaks off', (_asked, response) => void response.socket?.resetAndDestroy()],
    ['forgets the tokens', (_asked, response) => sendJson(response, { version: 'v9' })],
  ])('that %s is one clear error', async (_what, handler) => {
    world.answerSessions(handler);
    const answer = await world.ask(me, { authorization: 'Bearer unknown-session-0123456789' });
    expect(answer.status).toBe(503);
    expect(answer.body).toEqual({
      errors: [{ message: expect.any(String), extensions: { code: 'ACCOUNTS_UNAVAILABLE' } }],
    });
    expect(answer.ms).toBeLessThan(1_700);
  });
  it('that is down is one clear error, and the gateway is not ready', async () => {
    await world.accounts.kill();
    const [signedIn, signedOut, ready, health] = [
      await world.ask(me),
      await world.ask('{ trusts { key } }', {}),
      await world.send('/ready'),
      await world.send('/health'),
    ];
    await world.accounts.revive();
    const unavailable = { message: expect.any(String), extensions: { code: 'ACCOUNTS_UNAVAILABLE' } };
    expect(signedIn.body).toEqual({ errors: [unavailable] });
    expect(signedOut.body).toEqual({
      errors: [{ ...unavailable, path: ['trusts'], extensions: { ...unavailable.extensions, trust: 'accounts' } }],
      data: null,
    });
    expect([ready.status, ready.body, health.status]).toEqual([503, { ready: false }, 200]);
  });
});
