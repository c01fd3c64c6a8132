import { headers, nhsLoginBeginSchema, nhsLoginFinishSchema } from '@crosstrust/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Handler, sendJson } from '../testing/fake-service.ts';
import { liveSession, startWorld, type World } from '../testing/start-world.ts';

const provider = 'https://nhs-login.example/authorize?state=s';
const browser = 'b'.repeat(43);
const newSession = 'new-session-0123456789abcdef';
const state = 's'.repeat(43);

let begin: Handler;
let finish: Handler;
let world: World;
beforeEach(async () => {
  begin = (_asked, response) => sendJson(response, { url: provider, browser });
  finish = (_asked, response) => sendJson(response, { to: '/my/records' }, 200, { [headers.session]: newSession });
  world = await startWorld({
    accountsRoutes: {
      '/nhs-login/begin': (asked, response) => begin(asked, response),
      '/nhs-login/finish': (asked, response) => finish(asked, response),
    },
  });
});
afterEach(() => world.close());

const go = (path: string, requestHeaders: Record<string, string> = {}) => world.send(path, { headers: requestHeaders });
const comeBack = (query = `code=a-code&state=${state}`, cookie = `crosstrust-nhs-login=${browser}`) =>
  go(`/nhs-login/return?${query}`, { cookie });
const asked = (path: string) => world.accounts.asked.filter((question) => question.path === path);
const went = (answer: { status: number; headers: Headers }) => [answer.status, answer.headers.get('location')];

describe('GET /nhs-login', () => {
  it('sends the browser to NHS login, with a cookie of its own for ten minutes', async () => {
    const answer = await go('/nhs-login?to=/my/records');
    expect(went(answer)).toEqual([303, provider]);
    expect(answer.headers.getSetCookie()).toEqual([
      `crosstrust-nhs-login=${browser}; Max-Age=600; Path=/; HttpOnly; SameSite=Lax`,
    ]);
    expect([answer.headers.get('cache-control'), answer.headers.get('referrer-policy')]).toEqual([
      'no-store',
      'no-referrer',
    ]);
    expect(asked('/nhs-login/begin').map(({ body }) => body)).toEqual([{ link: false, to: '/my/records' }]);
  });

  it('on https takes the prefix that binds a cookie to this host', async () => {
    await world.close();
    world = await startWorld({
      environment: { PUBLIC_URL: 'https://crosstrust.example' },
      accountsRoutes: { '/nhs-login/begin': (question, response) => begin(question, response) },
    });
    expect((await go('/nhs-login')).headers.getSetCookie()).toEqual([
      `__Host-crosstrust-nhs-login=${browser}; Max-Age=600; Path=/; HttpOnly; Secure; SameSite=Lax`,
    ]);
  });

  it('tells accounts who is signed in, at what address, and what the browser holds; and nothing else of its cookies', async () => {
    await go('/nhs-login?link=1', {
      cookie: `crosstrust=${liveSession}; crosstrust-nhs-login=${browser}; crosstrust-device=saved-device-0123456789`,
      'user-agent': 'A browser',
    });
    const [question] = asked('/nhs-login/begin');
    expect(nhsLoginBeginSchema.parse(question?.body)).toEqual({ link: true, to: '/', browser });
    expect(question?.headers).toMatchObject({
      authorization: 'Bearer token-for-accounts',
      [headers.clientAddress]: '127.0.0.1',
      'user-agent': 'A browser',
    });
    expect(question?.headers.cookie).toBeUndefined();
  });

  it.each(['//elsewhere.example', 'https://elsewhere.example', '/%5Celsewhere.example', '/a?b=c', '/a&to=/b'])(
    'goes afterwards to no page but our own: %s',
    async (to) => {
      await go(`/nhs-login?to=${to}`);
      expect(asked('/nhs-login/begin')[0]?.body['to']).toMatch(/^\/(a)?$/);
    },
  );

  it('is for our own pages: another site cannot send a browser through it', async () => {
    const answer = await go('/nhs-login?link=1', { 'sec-fetch-site': 'cross-site' });
    expect([answer.status, answer.body.errors[0].extensions.code]).toEqual([403, 'ORIGIN_REFUSED']);
    expect(asked('/nhs-login/begin')).toEqual([]);
  });

  it('tells the sign-in page why it cannot', async () => {
    begin = (_asked, response) => sendJson(response, { refused: 'NHS_LOGIN_UNAVAILABLE' });
    expect(went(await go('/nhs-login'))).toEqual([303, '/?signIn=NHS_LOGIN_UNAVAILABLE']);
    begin = (_asked, response) => sendJson(response, { refused: 'UNAUTHENTICATED' });
    expect(went(await go('/nhs-login?link=1'))).toEqual([303, '/?signIn=UNAUTHENTICATED']);
    expect(went(await go('/nhs-login?link=1', { cookie: 'crosstrust=ended-session-0123456789abcdef' }))).toEqual([
      303,
      '/?signIn=SESSION_ENDED',
    ]);
  });
});

describe('GET /nhs-login/return', () => {
  it('signs the browser in, though another site sent it, and goes on to an address without the code', async () => {
    const answer = await go(`/nhs-login/return?code=a-code&state=${state}&iss=https://nhs-login.example`, {
      cookie: `crosstrust=${liveSession}; crosstrust-nhs-login=${browser}`,
      'sec-fetch-site': 'cross-site',
    });
    expect(went(answer)).toEqual([303, '/my/records']);
    expect(answer.headers.getSetCookie()).toEqual([`crosstrust=${newSession}; Path=/; HttpOnly; SameSite=Lax`]);
    const [question] = asked('/nhs-login/finish');
    expect(nhsLoginFinishSchema.parse(question?.body)).toEqual({
      browser,
      state,
      code: 'a-code',
      iss: 'https://nhs-login.example',
    });
    expect(question?.headers.authorization).toBe('Bearer token-for-accounts');
  });

  it('passes an error of NHS login on, and the refusal that comes of it', async () => {
    finish = (_asked, response) => sendJson(response, { refused: 'NHS_LOGIN_NOT_SHARED' });
    const answer = await comeBack(`error=access_denied&error_description=words&state=${state}`);
    expect(went(answer)).toEqual([303, '/?signIn=NHS_LOGIN_NOT_SHARED']);
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(asked('/nhs-login/finish')[0]?.body).toEqual({ browser, state, error: 'access_denied' });
  });

  it('lets accounts judge a browser without the cookie', async () => {
    finish = (_asked, response) => sendJson(response, { refused: 'NHS_LOGIN_FAILED' });
    expect(went(await comeBack(undefined, ''))).toEqual([303, '/?signIn=NHS_LOGIN_FAILED']);
    expect(asked('/nhs-login/finish')[0]?.body).toEqual({ state, code: 'a-code' });
  });

  it.each(['', 'code=a-code', `code=a&code=b&state=${state}`, 'code=a-code&state=short', `code=&state=${state}`])(
    'asks nobody about what cannot be an answer: %s',
    async (query) => {
      expect(went(await comeBack(query))).toEqual([303, '/?signIn=NHS_LOGIN_FAILED']);
      expect(asked('/nhs-login/finish')).toEqual([]);
    },
  );
});

it.each<[string, Handler]>([
  ['is dead', (_asked, response) => void response.destroy()],
  ['fails', (_asked, response) => sendJson(response, {}, 500)],
  ['answers nonsense', (_asked, response) => sendJson(response, { url: 7 })],
  ['would send the browser elsewhere', (_asked, response) => sendJson(response, { to: '//elsewhere.example' })],
])('answers 503 when accounts %s', async (_what, handler) => {
  begin = handler;
  finish = handler;
  for (const answer of [await go('/nhs-login'), await comeBack()])
    expect([answer.status, answer.body.errors[0].extensions.code]).toEqual([503, 'ACCOUNTS_UNAVAILABLE']);
});

it('opens accounts’ own routes to nobody', async () => {
  for (const path of ['/nhs-login/begin', '/nhs-login/finish'])
    expect((await world.send(path, { method: 'POST', body: '{}' })).status).toBe(404);
  expect((await world.send('/nhs-login', { method: 'POST', body: '{}' })).status).toBe(404);
});

it('writes nothing that came back into a log', async () => {
  await comeBack();
  await comeBack(`code=a-code&state=${state}&code=a-code`);
  const log = JSON.stringify(world.lines);
  expect(log).toContain('"/nhs-login/return"');
  for (const secret of ['a-code', state, browser, newSession]) expect(log.includes(secret)).toBe(false);
});
