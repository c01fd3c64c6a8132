import { type AccountPart, unpackMyData } from '@crosstrust/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Handler, sendJson } from '../testing/fake-service.ts';
import { endedSession, liveSession, publicUrl, startWorld, type World } from '../testing/start-world.ts';

const record = (n: number) => `aaaaaaaa-0000-4000-8000-00000000000${n}`;
const account: AccountPart = {
  id: record(0),
  name: 'Ada Test',
  nhsNumber: '9990000018',
  birthDate: '1980-05-01',
  emailVerified: true,
  createdAt: '2026-01-01T00:00:00.000Z',
  links: ['north', 'south', 'west'].map((trust, index) => ({
    trust,
    record: record(index + 1),
    linkedAt: '2026-01-01T00:00:00.000Z',
  })),
  shares: [],
};
const whole: Handler = ({ path }, response) => sendJson(response, { record: path.split('/').at(-1) });
const writeFile: Handler = ({ path }, response) =>
  void response.writeHead(200, { 'content-type': 'text/html', 'set-cookie': 'a=b' }).end(`file ${path}`);

let world: World;
let answers: { account: Handler; part: Handler; file: Handler };
beforeAll(async () => {
  world = await startWorld({
    tuning: { myDataMs: 900, myDataMergeMs: 300, myDataBytes: 2_000, myDataAtOnce: 2, breakerFailures: 1_000 },
    accountsRoutes: { '/my-data': (asked, response) => answers.account(asked, response) },
    myData: {
      part: (asked, response) => answers.part(asked, response),
      file: (asked, response) => answers.file(asked, response),
    },
  });
});
afterAll(() => world.close());
beforeEach(() => {
  answers = { account: (_asked, response) => sendJson(response, account), part: whole, file: writeFile };
  for (const service of [world.accounts, world.timeline, ...Object.values(world.trusts)]) service.asked.length = 0;
});

const bearer = { authorization: `Bearer ${liveSession}` };
const get = (path = '/my-data.json', headers: Record<string, string> = bearer) => world.send(path, { headers });
const refusal = (code: string, details = {}) => ({
  errors: [{ message: expect.any(String), extensions: { code, ...details } }],
});
/** What the service over all trusts was sent. */
const packed = () => {
  const { parts } = unpackMyData(world.timeline.asked.at(-1)?.bytes ?? Buffer.alloc(0));
  return parts.map((part) =>
    'missing' in part ? [part.trust, part.missing] : [part.trust, JSON.parse(`${part.answer}`)],
  );
};
const onlyAt =
  (trust: number, fault: Handler): Handler =>
  (asked, response) =>
    (asked.path.endsWith(record(trust)) ? fault : whole)(asked, response);

describe('my data', () => {
  it.each([
    ['/my-data.json', 'application/fhir+json; charset=utf-8', 'my-hospital-data.json'],
    ['/my-data.pdf', 'application/pdf', 'my-hospital-data.pdf'],
  ])('at %s is a file to keep, which no page can show within itself', async (path, type, name) => {
    const { status, text, headers } = await get(path);
    expect([status, text]).toEqual([200, `file ${path}`]);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': type,
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      'x-frame-options': 'DENY',
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    });
    expect(headers.get('set-cookie')).toBeNull();
  });

  it('asks each linked trust for its own record with its own token, and passes on what came', async () => {
    await get();
    expect(packed()).toEqual([
      ['north', { record: record(1) }],
      ['south', { record: record(2) }],
      ['west', { record: record(3) }],
    ]);
    expect(
      Object.entries(world.trusts).map(([trust, { asked }]) => [
        trust,
        asked.map(({ path, headers }) => [path, headers.authorization]),
      ]),
    ).toEqual([
      ['north', [[`/export/${record(1)}`, 'Bearer token-for-north']]],
      ['south', [[`/export/${record(2)}`, 'Bearer token-for-south']]],
      ['west', [[`/export/${record(3)}`, 'Bearer token-for-west']]],
    ]);
    expect(world.timeline.asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-for-timeline']);
  });

  it('takes the cookie', async () => {
    expect((await get('/my-data.json', { cookie: `crosstrust=${liveSession}` })).status).toBe(200);
  });

  it.each<[string, Handler, string]>([
    ['is broken', (_asked, response) => void response.writeHead(500).end(), 'TRUST_UNAVAILABLE'],
    ['breaks off', (_asked, response) => void response.socket?.destroy(), 'TRUST_UNAVAILABLE'],
    ['hangs', () => {}, 'TRUST_TIMEOUT'],
    ['never ends', (_asked, response) => void response.writeHead(200).write('{'), 'TRUST_TIMEOUT'],
    ['says too much', (_asked, response) => void response.writeHead(200).end('x'.repeat(3_000)), 'TRUST_UNAVAILABLE'],
    [
      'refuses',
      (_asked, response) => sendJson(response, { errors: [{ extensions: { code: 'AGE_BLOCKED' } }] }, 403),
      'AGE_BLOCKED',
    ],
    ['refuses with nonsense', (_asked, response) => void response.writeHead(403).end('no'), 'TRUST_UNAVAILABLE'],
  ])('loses only the part of a trust that %s, and says why', async (_what, fault, code) => {
    answers.part = onlyAt(2, fault);
    const { status, ms } = await get();
    expect([status, packed()]).toEqual([
      200,
      [
        ['north', { record: record(1) }],
        ['south', code],
        ['west', { record: record(3) }],
      ],
    ]);
    expect(ms).toBeLessThan(900);
  });

  it('names a trust that is linked and not served here', async () => {
    answers.account = (_asked, response) =>
      sendJson(response, { ...account, links: [{ ...account.links[0], trust: 'east' }] });
    await get();
    expect(packed()).toEqual([['east', 'TRUST_UNAVAILABLE']]);
  });

  it('does not let one answer pass for another trust’s', async () => {
    const forged = Buffer.from('{}\n{"trust":"south"}');
    answers.part = onlyAt(1, (_asked, response) => void response.writeHead(200).end(forged));
    await get();
    const { parts } = unpackMyData(world.timeline.asked.at(-1)?.bytes ?? Buffer.alloc(0));
    expect(parts[0]).toEqual({ trust: 'north', answer: forged });
    expect(parts.map(({ trust }) => trust)).toEqual(['north', 'south', 'west']);
  });
});

describe('is refused', () => {
  it.each([
    ['without a session', {}, 401, refusal('UNAUTHENTICATED')],
    ['with an ended session', { authorization: `Bearer ${endedSession}` }, 401, refusal('SESSION_ENDED')],
    ['to another site’s page', { ...bearer, 'sec-fetch-site': 'cross-site' }, 403, refusal('ORIGIN_REFUSED')],
    ['to a frame', { ...bearer, 'sec-fetch-dest': 'iframe' }, 403, refusal('ORIGIN_REFUSED')],
    ['to an image', { ...bearer, 'sec-fetch-dest': 'image' }, 403, refusal('ORIGIN_REFUSED')],
  ])('%s, and no trust is asked', async (_what, headers, status, body) => {
    const answer = await get('/my-data.json', headers as Record<string, string>);
    expect([answer.status, answer.body]).toEqual([status, body]);
    expect(Object.values(world.trusts).flatMap(({ asked }) => asked)).toEqual([]);
  });

  it('and not to our own pages, the address line and programs', async () => {
    for (const headers of [
      { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'document', origin: publicUrl },
      { 'sec-fetch-site': 'none', 'sec-fetch-dest': 'document' },
      { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'empty' },
    ])
      expect((await get('/my-data.json', { ...bearer, ...headers } as Record<string, string>)).status).toBe(200);
  });

  it.each<[string, () => void, number, string]>([
    ['to a guest', () => (answers.account = (_asked, response) => sendJson(response, {}, 403)), 403, 'NOT_YOURS'],
    [
      'while accounts talks nonsense',
      () => (answers.account = (_asked, response) => sendJson(response, {})),
      503,
      'ACCOUNTS_UNAVAILABLE',
    ],
    [
      'while nobody can put it together',
      () => (answers.file = (_asked, response) => void response.writeHead(500).end()),
      503,
      'TIMELINE_UNAVAILABLE',
    ],
    ['while that hangs', () => (answers.file = () => {}), 503, 'TIMELINE_UNAVAILABLE'],
  ])('%s', async (_what, arrange, status, code) => {
    arrange();
    const answer = await get();
    expect([answer.status, answer.body]).toEqual([status, refusal(code)]);
    expect(answer.headers.get('content-disposition')).toBeNull();
  });

  it('a second time while the first is under way', async () => {
    let arrived = () => {};
    const asked = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    answers.file = async (question, response) => {
      arrived();
      await new Promise((resolve) => setTimeout(resolve, 200));
      await writeFile(question, response);
    };
    const first = get();
    await asked;
    const second = await get();
    expect([second.status, second.headers.get('retry-after')]).toEqual([429, '30']);
    expect(second.body).toEqual(refusal('TOO_MANY_REQUESTS', { retryAfterSeconds: 30 }));
    expect((await first).status).toBe(200);
    expect((await get()).status).toBe(200);
  });

  it('by any other method', async () => {
    for (const method of ['POST', 'HEAD', 'DELETE'])
      expect((await world.send('/my-data.json', { method, headers: bearer })).status).toBe(404);
  });
});

it('tells the log of no record and nobody', async () => {
  await get('/my-data.pdf');
  const line = world.lines.at(-1);
  expect(line?.fields).toMatchObject({ route: '/my-data.pdf', status: 200 });
  expect(JSON.stringify(line)).not.toMatch(/aaaaaaaa|Ada/);
});
