import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Handler } from '../testing/fake-service.ts';
import { endedSession, liveSession, startWorld, type World } from '../testing/start-world.ts';

const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(3_000_000, 7)]);
const answers: Record<string, Handler> = {
  letter: (_asked, response) =>
    void response
      .writeHead(200, {
        'content-type': 'application/pdf',
        'content-length': String(pdf.length),
        'content-disposition': 'inline; filename="letter.pdf"',
        'set-cookie': 'a=b',
        server: 'north/1',
        'x-session': 'x'.repeat(30),
        'cache-control': 'public',
      })
      .end(pdf),
  old: (_asked, response) =>
    void response.writeHead(410, { 'content-type': 'text/html' }).end('<html>expired at http://10.0.0.7'),
  absent: (_asked, response) => void response.writeHead(404).end(),
  refused: (_asked, response) => void response.writeHead(401).end(),
  broken: (_asked, response) => void response.writeHead(500).end('stack'),
  hanging: () => {},
  cut: (_asked, response) => {
    response.writeHead(200, { 'content-type': 'application/pdf', 'content-length': '1000' }).write('%PDF');
    setTimeout(() => response.socket?.resetAndDestroy(), 20);
  },
};

let world: World;
beforeAll(async () => {
  world = await startWorld({
    tuning: { documentMs: 400, breakerFailures: 1_000 },
    documents: (asked, response) => answers[asked.path.split('/')[2] ?? '']?.(asked, response),
  });
});
afterAll(() => world.close());

const bearer = { authorization: `Bearer ${liveSession}` };
const get = (path: string, headers: Record<string, string> = bearer) => world.send(`/documents/${path}`, { headers });
const refusal = (code: string, details = {}) => ({
  errors: [{ message: expect.any(String), extensions: { code, ...details } }],
});

it('streams a trust’s document with that trust’s token, and only the headers that describe it', async () => {
  world.trusts.north.asked.length = 0;
  const response = await fetch(`${world.url}/documents/north/letter`, { headers: bearer });
  expect(Buffer.from(await response.arrayBuffer()).equals(pdf)).toBe(true);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/pdf',
    'content-length': String(pdf.length),
    'content-disposition': 'inline; filename="letter.pdf"',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringContaining('sandbox'),
  });
  for (const name of ['set-cookie', 'server', 'x-session']) expect(response.headers.get(name)).toBeNull();
  expect(world.trusts.north.asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-for-north']);
});

it('takes the cookie as well', async () => {
  expect((await get('north/letter', { cookie: `crosstrust=${liveSession}` })).status).toBe(200);
});

describe('is refused', () => {
  it.each([
    ['without a session', 'north/letter', {}, 401, refusal('UNAUTHENTICATED')],
    [
      'with an ended session',
      'north/letter',
      { authorization: `Bearer ${endedSession}` },
      401,
      refusal('SESSION_ENDED'),
    ],
    ['at a trust that is not there', 'east/letter', bearer, 404, refusal('LINK_EXPIRED')],
    ['at accounts', 'accounts/x', bearer, 404, refusal('LINK_EXPIRED', { trust: 'accounts' })],
    ['with a link that is none', 'north/..%2Fgraphql', bearer, 404, refusal('LINK_EXPIRED')],
    ['with an old link', 'north/old', bearer, 404, refusal('LINK_EXPIRED', { trust: 'north' })],
    ['with a link to nothing', 'north/absent', bearer, 404, refusal('LINK_EXPIRED', { trust: 'north' })],
    ['when the trust refuses the token', 'north/refused', bearer, 401, refusal('TOKEN_INVALID', { trust: 'north' })],
    ['when the trust is broken', 'north/broken', bearer, 503, refusal('TRUST_UNAVAILABLE', { trust: 'north' })],
    ['when the trust hangs', 'north/hanging', bearer, 503, refusal('TRUST_TIMEOUT', { trust: 'north' })],
  ])('%s', async (_what, path, headers, status, body) => {
    const answer = await get(path, headers);
    expect(answer.body).toEqual(body);
    expect(answer.status).toBe(status);
    expect(answer.ms).toBeLessThan(1_000);
  });
});

it('is unavailable while accounts is down', async () => {
  await world.accounts.kill();
  const answer = await get('north/letter');
  await world.accounts.revive();
  expect([answer.status, answer.body]).toEqual([503, refusal('ACCOUNTS_UNAVAILABLE')]);
});

it('breaks off when the trust does, so that half a letter is not taken for a whole one', async () => {
  await expect(get('north/cut')).rejects.toThrow();
});

it('tells the log no link', async () => {
  await get('north/letter');
  const line = world.lines.at(-1);
  expect(line?.fields).toMatchObject({ route: '/documents/:trust/:token', status: 200 });
  expect(JSON.stringify(line)).not.toContain('letter');
});
