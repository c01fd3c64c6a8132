import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Handler } from '../testing/fake-service.ts';
import { liveSession, startWorld, type World } from '../testing/start-world.ts';

const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(1_000_000, 7)]);
const answers: Record<string, Handler> = {
  'faq.pdf': (_asked, response) =>
    void response
      .writeHead(200, {
        'content-type': 'application/pdf',
        'content-length': String(pdf.length),
        'content-disposition': 'attachment; filename="faq.pdf"',
        'cache-control': 'private',
        'set-cookie': 'a=b',
        server: 'north/1',
        'x-session': 'x'.repeat(30),
      })
      .end(pdf),
  'absent.pdf': (_asked, response) => void response.writeHead(404).end('nothing at http://10.0.0.7'),
  'broken.pdf': (_asked, response) => void response.writeHead(500).end('stack'),
  'hanging.pdf': () => {},
};

let world: World;
beforeAll(async () => {
  world = await startWorld({
    tuning: { documentMs: 400, breakerFailures: 1_000 },
    articles: (asked, response) => answers[asked.path.split('/')[2] ?? '']?.(asked, response),
  });
});
afterAll(() => world.close());

const get = (path: string, headers: Record<string, string> = {}) => world.send(`/articles/${path}`, { headers });

it('U11 streams a guide to anybody, to be kept five minutes, with only the headers that describe it', async () => {
  const response = await fetch(`${world.url}/articles/north/faq.pdf`);
  expect(Buffer.from(await response.arrayBuffer()).equals(pdf)).toBe(true);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/pdf',
    'content-length': String(pdf.length),
    'content-disposition': 'attachment; filename="faq.pdf"',
    'cache-control': 'public, max-age=300',
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringContaining('sandbox'),
  });
  for (const name of ['set-cookie', 'server', 'x-session']) expect(response.headers.get(name)).toBeNull();
});

it('sends no session and no token on, and does not ask accounts', async () => {
  world.trusts.north.asked.length = 0;
  world.accounts.asked.length = 0;
  const answer = await get('north/faq.pdf', {
    cookie: `crosstrust=${liveSession}`,
    authorization: `Bearer ${liveSession}`,
  });
  expect(answer.status).toBe(200);
  expect(world.trusts.north.asked.map(({ headers }) => [headers.authorization, headers.cookie])).toEqual([
    [undefined, undefined],
  ]);
  expect(world.accounts.asked).toEqual([]);
});

it('U11 streams it while accounts is down', async () => {
  await world.accounts.kill();
  const answer = await get('north/faq.pdf');
  await world.accounts.revive();
  expect(answer.status).toBe(200);
});

describe('is refused', () => {
  const refusal = (code: string, details = {}) => ({
    errors: [{ message: expect.any(String), extensions: { code, ...details } }],
  });
  it.each([
    ['at a trust that is not there', 'east/faq.pdf', 404, refusal('LINK_EXPIRED')],
    ['with a file that cannot be one', 'north/..%2Fgraphql', 404, refusal('LINK_EXPIRED')],
    ['with another kind of file', 'north/faq.html', 404, refusal('LINK_EXPIRED')],
    ['when there is none', 'north/absent.pdf', 404, refusal('LINK_EXPIRED', { trust: 'north' })],
    ['when the trust is broken', 'north/broken.pdf', 503, refusal('TRUST_UNAVAILABLE', { trust: 'north' })],
    ['when the trust hangs', 'north/hanging.pdf', 503, refusal('TRUST_TIMEOUT', { trust: 'north' })],
  ])('%s', async (_what, path, status, body) => {
    const answer = await get(path);
    expect([answer.status, answer.body, answer.headers.get('cache-control')]).toEqual([status, body, 'no-store']);
    expect(answer.ms).toBeLessThan(1_000);
  });
});

it('takes no other method', async () => {
  for (const method of ['POST', 'HEAD', 'DELETE'])
    expect((await world.send('/articles/north/faq.pdf', { method })).status).toBe(404);
});
