import { errorRegistry } from '@crosstrust/contract';
import type { RunningService } from '@crosstrust/service';
import { createTestDatabase, type TestDatabase } from '@crosstrust/service/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PolicyInput } from '../policy/policy.ts';
import { migrate } from '../storage/migrate.ts';
import { ask } from '../testing/ask.ts';
import { aPolicy } from '../testing/builders.ts';
import { anArticle, publishEntries } from '../testing/help.ts';
import { startIssuer } from '../testing/issuer.ts';
import { startTrust } from '../testing/start-trust.ts';

const policy = aPolicy();
const withholding = aPolicy({
  help: {
    ...policy.help,
    articles: {
      ...policy.help.articles,
      LIBRARY: { state: 'NOT_OFFERED', words: 'There is no library here.', rule: 'assumed' },
      GUIDES: { state: 'NOT_YET', words: 'Guides come later.', rule: 'assumed' },
    },
  } as PolicyInput['help'],
});

const entries = [
  anArticle({ id: 'sleep', position: 2 }),
  anArticle({
    id: 'inhalers',
    topic: 'Asthma',
    title: 'Using an inhaler',
    body: ['Breathe out.', 'Then breathe in slowly.'],
    position: 1,
  }),
  anArticle({
    id: 'asthma',
    topic: 'Asthma',
    title: 'Living with asthma',
    body: ['Sleep upright if you cough.'],
    position: 1,
  }),
  anArticle({ id: 'not-yet', title: 'Sleep, announced', publishedAt: '2026-03-02T12:00:01Z' }),
  anArticle({ id: 'forgotten', kind: 'HELP_CENTRE', topic: 'Signing in', title: 'I forgot my password' }),
  anArticle({ id: 'faq', kind: 'GUIDES', topic: 'Questions', title: 'Frequently asked questions' }),
];

let database: TestDatabase;
let issuer: Awaited<ReturnType<typeof startIssuer>>;
let trust: RunningService;
let closed: RunningService;

beforeAll(async () => {
  database = await createTestDatabase('trust', migrate);
  await publishEntries(entries, { policy, ownerUrl: database.ownerUrl });
  issuer = await startIssuer();
  const clock = () => new Date('2026-03-02T12:00:00Z');
  const common = { databaseUrl: database.appUrl, issuerUrl: issuer.url, clock };
  trust = await startTrust({ ...common, policy });
  closed = await startTrust({ ...common, policy: withholding });
});
afterAll(async () => {
  await Promise.all([trust?.close(), closed?.close(), issuer?.close()]);
  await database?.drop();
});

const read = async (selection: string, service = trust) => {
  const answer = (await ask(
    service.url,
    `{ _entities(representations: [{ __typename: "ExampleHelp", key: "example" }]) { ... on ExampleHelp { ${selection} } } }`,
    // biome-ignore lint/suspicious/noExplicitAny: answers are compared whole
  )) as any;
  return answer.errors ? answer : answer.data._entities[0];
};
const list = async (args: string) => {
  const { articles } = await read(`articles${args} { totalCount nodes { id } }`);
  return { total: articles.totalCount, ids: articles.nodes.map(({ id }: { id: string }) => id) };
};

const cursor = (place: readonly unknown[]) => Buffer.from(JSON.stringify(place)).toString('base64url');

describe('D3 W14 the library and the help centre', () => {
  it('answers an article whole, to anybody', async () => {
    expect(
      await read('article(id: "inhalers") { id kind topic title body language publishedAt document { url } }'),
    ).toEqual({
      article: {
        id: 'inhalers',
        kind: 'LIBRARY',
        topic: 'Asthma',
        title: 'Using an inhaler',
        body: ['Breathe out.', 'Then breathe in slowly.'],
        language: 'en-GB',
        publishedAt: '2026-01-01T00:00:00.000Z',
        document: null,
      },
    });
  });

  it.each([
    ['lists a kind in the trust’s order', '(kind: LIBRARY)', ['asthma', 'inhalers', 'sleep']],
    ['lists every kind', '', ['faq', 'forgotten', 'asthma', 'inhalers', 'sleep']],
    ['lists a topic', '(topic: "asthma")', ['asthma', 'inhalers']],
    ['finds a word in the title before one in the text', '(search: "sleep")', ['sleep', 'asthma']],
    ['finds other forms of a word', '(search: "breathes")', ['inhalers']],
    ['wants every word', '(search: "sleep breathing")', []],
    ['finds any of two words', '(search: "password OR inhalers")', ['forgotten', 'inhalers']],
    ['finds words in quotes together', '(search: "\\"breathe in\\"")', ['inhalers']],
    ['leaves out what is not wanted', '(search: "sleep -asthma")', ['sleep']],
    ['takes odd signs', '(search: "\' & | ! <-> :* \\\\ (")', []],
    ['takes a blank search for none', '(search: "  ", kind: HELP_CENTRE)', ['forgotten']],
    ['shows none before it is published', '(search: "announced")', []],
  ])('%s', async (_what, args, ids) => {
    const found = await list(args);
    expect([...found.ids].sort(), args).toEqual([...ids].sort());
    expect(found.total).toBe(ids.length);
    if (!args.includes(' OR ')) expect(found.ids).toEqual(ids);
  });

  it.each(['', 'search: "breathe OR sleep OR asthma OR password", '])('pages with a cursor: %s', async (search) => {
    const ids: string[] = [];
    let after = '';
    do {
      const { articles } = await read(
        `articles(${search}first: 2${after}) { nodes { id } edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage endCursor } }`,
      );
      expect(articles.pageInfo.hasPreviousPage).toBe(after !== '');
      ids.push(...articles.nodes.map(({ id }: { id: string }) => id));
      after = articles.pageInfo.hasNextPage ? `, after: "${articles.pageInfo.endCursor}"` : '';
    } while (after);
    expect(ids).toEqual((await list(`(${search}first: 100)`)).ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each([
    ['first: 0', 'BAD_INPUT', 'first'],
    ['first: 101', 'BAD_INPUT', 'first'],
    [`search: "${'a'.repeat(201)}"`, 'BAD_INPUT', 'search'],
    ['after: "nonsense"', 'CURSOR_INVALID', 'after'],
    [`after: "${Buffer.from('[0,1]').toString('base64url')}"`, 'CURSOR_INVALID', 'after'],
  ] as const)('refuses %s', async (args, code, field) => {
    expect(await read(`articles(${args}) { totalCount }`)).toEqual({
      data: { _entities: [{ articles: null }] },
      errors: [
        {
          message: errorRegistry[code].message,
          path: ['_entities', 0, 'articles'],
          extensions: { code, field },
        },
      ],
    });
  });

  it.each([
    ['articles(search: "a\\u0000") { totalCount }', 'BAD_INPUT'],
    ['articles(topic: "\\u0000") { totalCount }', 'BAD_INPUT'],
    [`articles(after: "${cursor([0, 1e12, 'a'])}") { nodes { id } }`, 'CURSOR_INVALID'],
    [`articles(after: "${cursor([1e300, 1, 'a'])}") { nodes { id } }`, 'CURSOR_INVALID'],
    [`articles(after: "${cursor([0, 1, '\u0000'])}") { nodes { id } }`, 'CURSOR_INVALID'],
  ])('takes %s for a mistake of whoever asks, and not for a fault', async (selection, code) => {
    expect((await read(selection)).errors).toMatchObject([{ extensions: { code } }]);
  });

  it('has no article of an id that can be none', async () => {
    expect(await read('article(id: "\\u0000") { id }')).toEqual({ article: null });
  });

  it('tells of each kind whether it is there, with its topics', async () => {
    expect(await read('articleKinds { kind state words rule topics }')).toEqual({
      articleKinds: [
        { kind: 'LIBRARY', state: 'OFFERED', words: 'Words.', rule: 'assumed', topics: ['Asthma', 'Wellbeing'] },
        { kind: 'HELP_CENTRE', state: 'OFFERED', words: 'Words.', rule: 'assumed', topics: ['Signing in'] },
        { kind: 'GUIDES', state: 'OFFERED', words: 'Words.', rule: 'assumed', topics: ['Questions'] },
      ],
    });
  });

  it('answers nothing of a kind that the policy does not offer, and says why', async () => {
    expect(
      await read(
        'library: articles(kind: LIBRARY) { totalCount } guides: articles(kind: GUIDES) { totalCount } all: articles { nodes { id } } article(id: "sleep") { id } articleKinds { kind state words topics }',
        closed,
      ),
    ).toEqual({
      library: null,
      guides: null,
      all: { nodes: [{ id: 'forgotten' }] },
      article: null,
      articleKinds: [
        { kind: 'LIBRARY', state: 'NOT_OFFERED', words: 'There is no library here.', topics: null },
        { kind: 'HELP_CENTRE', state: 'OFFERED', words: 'Words.', topics: ['Signing in'] },
        { kind: 'GUIDES', state: 'NOT_YET', words: 'Guides come later.', topics: null },
      ],
    });
  });
});

describe('U11 a guide', () => {
  const get = (file: string, service = trust) => fetch(`${service.url}/articles/${file}`);

  it('has a document, at the address that it tells', async () => {
    expect(await read('article(id: "faq") { document { url contentType } }')).toEqual({
      article: { document: { url: '/articles/example/faq.pdf', contentType: 'application/pdf' } },
    });
    const response = await get('faq.pdf');
    const body = Buffer.from(await response.arrayBuffer());
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': 'attachment; filename="faq.pdf"',
      'cache-control': 'public, max-age=300',
      'x-content-type-options': 'nosniff',
    });
    expect(body.subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('is tagged for screen readers, in its language', async () => {
    const text = Buffer.from(await (await get('faq.pdf')).arrayBuffer()).toString('latin1');
    for (const mark of ['/MarkInfo', '/Marked true', '/StructTreeRoot', '/Lang (en-GB)']) expect(text).toContain(mark);
  });

  it.each(['sleep.pdf', 'faq', 'faq.txt', 'none.pdf', '..%2F..%2Fetc', 'FAQ.pdf', '%00.pdf'])(
    'is not found at %s',
    async (file) => {
      const response = await get(file);
      expect([response.status, await response.json()]).toEqual([
        404,
        { errors: [{ message: errorRegistry.LINK_EXPIRED.message, extensions: { code: 'LINK_EXPIRED' } }] },
      ]);
    },
  );

  it('is not found where the policy does not offer guides', async () => {
    expect((await get('faq.pdf', closed)).status).toBe(404);
  });
});
