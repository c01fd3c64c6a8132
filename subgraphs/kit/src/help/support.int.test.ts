import { randomUUID } from 'node:crypto';
import { errorRegistry, type Grant, headers } from '@crosstrust/contract';
import { createVault, type RingKey, type RunningService } from '@crosstrust/service';
import { createTestDatabase, type TestDatabase } from '@crosstrust/service/testing';
import { Client, Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PolicyInput } from '../policy/policy.ts';
import { migrate } from '../storage/migrate.ts';
import { ask } from '../testing/ask.ts';
import { aPolicy } from '../testing/builders.ts';
import { startIssuer } from '../testing/issuer.ts';
import { ids, lives } from '../testing/lives.ts';
import { seed, testVault } from '../testing/seed.ts';
import { startTrust } from '../testing/start-trust.ts';
import { placeOfReply } from '../verbs/task.ts';
import { createAskUnsigned } from './ask-unsigned.ts';

const base = aPolicy();
const supplier = 'Problems go to the supplier by email, whose address the hospital has not given us.';
const policy = aPolicy({
  help: {
    ...base.help,
    routes: { ...base.help.routes, TECHNICAL: { to: 'FORM', words: supplier, rule: 'D19' } },
  } as PolicyInput['help'],
});
const own: Grant = { record: ids.adult, relation: 'self', sections: 'all' };
const start = new Date('2026-03-02T12:00:00Z');
let now = start;

let database: TestDatabase;
let client: Client;
let issuer: Awaited<ReturnType<typeof startIssuer>>;
let trust: RunningService;
const tokenOf = (grants: readonly Grant[], sub = 'ada') => issuer.mint({ audience: 'example', grants, sub, now });

beforeAll(async () => {
  database = await createTestDatabase('trust', migrate);
  await seed(database.ownerUrl, lives);
  client = new Client({ connectionString: database.adminUrl });
  await client.connect();
  issuer = await startIssuer();
  trust = await startTrust({ policy, databaseUrl: database.appUrl, issuerUrl: issuer.url, clock: () => now });
});
beforeEach(async () => {
  now = start;
  await client.query('delete from task; delete from outbox; delete from audit; delete from idempotency');
});
afterAll(async () => {
  await client?.end();
  await Promise.all([trust?.close(), issuer?.close()]);
  await database?.drop();
});

const count = async (table: string) => Number((await client.query(`select count(*) from ${table}`)).rows[0].count);
const answerAs = async (number: string, reply: string) => {
  const { rows } = await client.query('select id from task where number = $1', [number]);
  const sealed = testVault.seal(reply, placeOfReply(rows[0].id));
  await client.query('update task set resolved_at = $2, reply = $3 where number = $1', [
    number,
    new Date('2026-03-03T09:00:00Z'),
    sealed,
  ]);
};
const number = expect.stringMatching(/^[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3}$/);

describe('K5 W14 D19 a request for support', () => {
  const mutation = `mutation ($input: RequestSupportInput!) { example { requestSupport(input: $input) {
    request { number topic words state createdAt answeredAt reply }
    route { to words rule } userErrors { code field } } } }`;
  const input = (given: object = {}) => ({
    record: ids.adult,
    topic: 'TECHNICAL',
    words: ' The code does not arrive. ',
    idempotencyKey: randomUUID(),
    ...given,
  });
  // biome-ignore lint/suspicious/noExplicitAny: answers are compared whole
  const request = async (given: object, token?: string): Promise<any> =>
    ask(trust.url, mutation, { variables: { input: given }, token: token ?? (await tokenOf([own])) });
  const list = async (token: string, args = '') =>
    ask(
      trust.url,
      `{ exampleRecord(id: "${ids.adult}") { supportRequests${args} { totalCount nodes { number words state reply answeredAt } pageInfo { hasNextPage endCursor } } } }`,
      { token },
      // biome-ignore lint/suspicious/noExplicitAny: answers are compared whole
    ) as Promise<any>;

  it('is filed with a number, owed to the staff, and told where it is answered fastest, without an address that nobody gave', async () => {
    expect(await request(input())).toEqual({
      data: {
        example: {
          requestSupport: {
            request: {
              number,
              topic: 'TECHNICAL',
              words: 'The code does not arrive.',
              state: 'OPEN',
              createdAt: start.toISOString(),
              answeredAt: null,
              reply: null,
            },
            route: { to: 'FORM', words: supplier, rule: 'D19' },
            userErrors: [],
          },
        },
      },
    });
    expect([await count('task'), await count('outbox'), await count('audit')]).toEqual([1, 1, 1]);
  });

  it('is done once for its key, also when asked twice at once', async () => {
    const same = input();
    const answers = await Promise.all([request(same), request(same), request(same)]);
    expect(new Set(answers.map(({ data }) => data.example.requestSupport.request.number)).size).toBe(1);
    expect(await count('task')).toBe(1);
    expect((await request({ ...same, words: 'Something else.' })).errors[0].extensions).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });

  it('is taken of every topic, the form’s or not', async () => {
    for (const topic of Object.keys(policy.help.routes))
      expect((await request(input({ topic }))).data.example.requestSupport).toMatchObject({
        request: { topic },
        route: { to: policy.help.routes[topic as 'RECORD'].to },
      });
  });

  it.each([
    ['', 'words'],
    ['   ', 'words'],
    ['a'.repeat(4_001), 'words'],
  ])('is refused without words, or with too many', async (words, field) => {
    expect((await request(input({ words }))).data.example.requestSupport).toMatchObject({
      request: null,
      userErrors: [{ code: 'BAD_INPUT', field }],
    });
    expect(await count('task')).toBe(0);
  });

  it.each([
    ['a stranger', [{ ...own, record: ids.other }], 'NOT_YOURS'],
    ['a carer', [{ ...own, relation: 'carer' }], 'READ_ONLY'],
    ['somebody too young', [{ ...own, record: ids.child }], 'AGE_BLOCKED'],
  ] as const)('is refused to %s', async (who, grants, code) => {
    const record = code === 'AGE_BLOCKED' ? ids.child : ids.adult;
    const answer = await request(input({ record }), await tokenOf(grants as unknown as Grant[]));
    expect(answer).toMatchObject({
      data: { example: { requestSupport: null } },
      errors: [{ path: ['example', 'requestSupport'], extensions: { code } }],
    });
    expect([who, await count('task')]).toEqual([who, 0]);
  });

  it('is followed by who asked, until and after it is answered, the latest first', async () => {
    const asked: string[] = [];
    for (const minute of [0, 1, 2]) {
      now = new Date(start.getTime() + minute * 60_000);
      asked.push((await request(input({ words: `Number ${minute}` }))).data.example.requestSupport.request.number);
    }
    await answerAs(asked[0] ?? '', 'Restart the device.');
    const token = await tokenOf([own]);
    const first = await list(token, '(first: 2)');
    expect(first.data.exampleRecord.supportRequests).toEqual({
      totalCount: 3,
      nodes: [
        { number: asked[2], words: 'Number 2', state: 'OPEN', reply: null, answeredAt: null },
        { number: asked[1], words: 'Number 1', state: 'OPEN', reply: null, answeredAt: null },
      ],
      pageInfo: { hasNextPage: true, endCursor: expect.any(String) },
    });
    const { endCursor } = first.data.exampleRecord.supportRequests.pageInfo;
    expect((await list(token, `(first: 2, after: "${endCursor}")`)).data.exampleRecord.supportRequests).toMatchObject({
      nodes: [
        {
          number: asked[0],
          words: 'Number 0',
          state: 'ANSWERED',
          reply: 'Restart the device.',
          answeredAt: '2026-03-03T09:00:00.000Z',
        },
      ],
      pageInfo: { hasNextPage: false },
    });
  });

  it('is shown to no carer, and not to who links the record later', async () => {
    await request(input());
    expect(await list(await tokenOf([{ ...own, relation: 'carer' }]))).toEqual({
      data: { exampleRecord: { supportRequests: null } },
      errors: [
        {
          message: errorRegistry.SECTION_NOT_SHARED.message,
          path: ['exampleRecord', 'supportRequests'],
          extensions: { code: 'SECTION_NOT_SHARED', trust: 'example' },
        },
      ],
    });
    expect((await list(await tokenOf([own], 'somebody-later'))).data.exampleRecord.supportRequests).toMatchObject({
      totalCount: 0,
      nodes: [],
    });
  });

  it('D6 stands sealed in the database', async () => {
    await request(input());
    const { rows } = await client.query("select encode(content, 'escape') as content from task");
    expect(rows[0].content).not.toContain('code does not arrive');
  });
});

describe('K4 K5 W14 D19 asking for help without signing in', () => {
  const mutation = `mutation ($input: AskForHelpInput!) { example { askForHelp(input: $input) {
    number followKey route { to words } userErrors { code field } } } }`;
  const input = (given: object = {}) => ({
    topic: 'TECHNICAL',
    words: 'The code does not arrive.',
    replyTo: 'Ada@Example.org',
    idempotencyKey: randomUUID(),
    ...given,
  });
  const askForHelp = async (given: object) => {
    // a gateway gives what changes something ten seconds; a hundred at once wait for each other
    const options = { variables: { input: given }, headers: { [headers.budget]: '10000' } };
    // biome-ignore lint/suspicious/noExplicitAny: answers are compared whole
    return ((await ask(trust.url, mutation, options)) as any).data?.example?.askForHelp;
  };
  const follow = (asked: object, selection = 'number topic words state createdAt answeredAt reply') =>
    ask(
      trust.url,
      `query ($number: ID!, $followKey: String!) { _entities(representations: [{ __typename: "ExampleHelp", key: "example" }]) { ... on ExampleHelp { supportRequest(number: $number, followKey: $followKey) { ${selection} } } } }`,
      { variables: asked },
    );

  it('gives a number and a key, told with where it is answered fastest', async () => {
    expect(await askForHelp(input())).toEqual({
      number,
      followKey: expect.stringMatching(/^[\w-]{43}$/),
      route: { to: 'FORM', words: supplier },
      userErrors: [],
    });
    const { rows } = await client.query('select record_id, actor, encode(content, $1) as content from task', [
      'escape',
    ]);
    expect(rows).toEqual([{ record_id: null, actor: null, content: expect.not.stringMatching(/code|ada@/i) }]);
  });

  it('is followed by number and key, until and after it is answered', async () => {
    const { number: given, followKey } = await askForHelp(input());
    const open = {
      number: given,
      topic: 'TECHNICAL',
      words: 'The code does not arrive.',
      state: 'OPEN',
      createdAt: start.toISOString(),
      answeredAt: null,
      reply: null,
    };
    const told = (supportRequest: object) => ({ data: { _entities: [{ supportRequest }] } });
    expect(await follow({ number: given, followKey })).toEqual(told(open));
    await answerAs(given, 'Call the desk.');
    expect(await follow({ number: given.toLowerCase().replaceAll('-', ''), followKey })).toEqual(
      told({ ...open, state: 'ANSWERED', answeredAt: '2026-03-03T09:00:00.000Z', reply: 'Call the desk.' }),
    );
  });

  it('is shown to nobody without its key', async () => {
    const one = await askForHelp(input());
    const other = await askForHelp(input());
    const refused = {
      data: { _entities: [{ supportRequest: null }] },
      errors: [
        {
          message: errorRegistry.REQUEST_NOT_FOUND.message,
          path: ['_entities', 0, 'supportRequest'],
          extensions: { code: 'REQUEST_NOT_FOUND', trust: 'example' },
        },
      ],
    };
    for (const asked of [
      { number: one.number, followKey: other.followKey },
      { number: one.number, followKey: '' },
      { number: 'AAA-AAA-AAA', followKey: one.followKey },
    ])
      expect(await follow(asked)).toEqual(refused);
  });

  it('is not mixed with a patient’s own: those have no key', async () => {
    const token = await tokenOf([own]);
    const answer = (await ask(
      trust.url,
      'mutation ($input: RequestSupportInput!) { example { requestSupport(input: $input) { request { number } } } }',
      {
        variables: {
          input: { record: ids.adult, topic: 'RECORD', words: 'Mine.', idempotencyKey: randomUUID() },
        },
        token,
      },
      // biome-ignore lint/suspicious/noExplicitAny: answers are compared whole
    )) as any;
    const { number: patients } = answer.data.example.requestSupport.request;
    expect(await follow({ number: patients, followKey: '' })).toMatchObject({
      errors: [{ extensions: { code: 'REQUEST_NOT_FOUND' } }],
    });
  });

  it('is done once for its key, also when asked ten times at once', async () => {
    const same = input();
    const answers = await Promise.all([...Array(10)].map(() => askForHelp(same)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await count('task')).toBe(1);
  });

  it('refuses a key that came with something else', async () => {
    const first = input();
    await askForHelp(first);
    for (const change of [{ words: 'Else.' }, { replyTo: 'ben@example.org' }, { topic: 'ACCOUNT' }])
      expect(await ask(trust.url, mutation, { variables: { input: { ...first, ...change } } })).toMatchObject({
        errors: [{ extensions: { code: 'IDEMPOTENCY_KEY_REUSED', field: 'idempotencyKey' } }],
      });
  });

  it.each([
    [{ words: '' }, 'words'],
    [{ words: 'a'.repeat(4_001) }, 'words'],
    [{ replyTo: 'nowhere' }, 'replyTo'],
    [{ replyTo: '+33 1 23 45 67 89' }, 'replyTo'],
  ])('asks to mend %o', async (change, field) => {
    expect(await askForHelp(input(change))).toMatchObject({
      number: null,
      followKey: null,
      userErrors: [{ code: 'BAD_INPUT', field }],
    });
    expect(await count('task')).toBe(0);
  });

  it('takes a hundred open ones an hour and no more, however many come at once', async () => {
    const answers = await Promise.all([...Array(110)].map(() => askForHelp(input())));
    const refused = answers.filter((answer) => answer?.userErrors[0]?.code === 'TOO_MANY_REQUESTS');
    expect([answers.filter((answer) => answer?.number).length, refused.length]).toEqual([100, 10]);
    now = new Date(start.getTime() + 3_600_000);
    expect((await askForHelp(input())).number).toEqual(number);
  });

  it('takes more once some are answered', async () => {
    await Promise.all([...Array(100)].map(() => askForHelp(input())));
    expect((await askForHelp(input())).userErrors).toEqual([{ code: 'TOO_MANY_REQUESTS', field: null }]);
    await client.query('update task set resolved_at = now() where number in (select number from task limit 1)');
    expect((await askForHelp(input())).number).toEqual(number);
  });

  it('is the same request, with the same key to follow it, after the keys were rotated', async () => {
    const [old, fresh] = ['k1', 'k2'].map((id, index) => ({ id, key: Buffer.alloc(32, index) })) as [RingKey, RingKey];
    const pool = new Pool({ connectionString: database.appUrl });
    const { idempotencyKey } = input();
    const askWith = (...ring: [RingKey, ...RingKey[]]) =>
      createAskUnsigned({
        pool,
        vault: createVault(ring, ring),
        clock: () => now,
        correlation: 'test',
        budgetMs: () => 5_000,
      })({ idempotencyKey, topic: 'TECHNICAL', words: 'No code.', replyTo: 'ada@example.org' });
    const before = await askWith(old);
    expect(await askWith(fresh, old)).toEqual(before);
    expect(await count('task')).toBe(1);
    await pool.end();
  });
});
