import { accountsIssuer, errorRegistry, type Grant, linkScope } from '@crosstrust/contract';
import type { RunningService } from '@crosstrust/service';
import { createTestDatabase, type TestDatabase } from '@crosstrust/service/testing';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from './storage/migrate.ts';
import { ask } from './testing/ask.ts';
import { aPolicy } from './testing/builders.ts';
import { aSigningKey, startIssuer } from './testing/issuer.ts';
import { ids, lives } from './testing/lives.ts';
import { readRows } from './testing/rows.ts';
import { type SeedRecord, seed } from './testing/seed.ts';
import { startTrust } from './testing/start-trust.ts';

const own: Grant = { record: ids.adult, relation: 'self', sections: 'all' };
const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const fading: SeedRecord = {
  id: uuid(5),
  patient: { nhsNumber: '9990000042', name: 'Dot Many', birthDate: '1950-01-01' },
  items: [...Array(7).keys()].map((n) => ({
    id: uuid(50 + n),
    section: 'OUTPATIENT_APPOINTMENTS' as const,
    source: 'example',
    status: n === 6 ? ('superseded' as const) : ('fulfilled' as const),
    at: `2026-03-0${Math.floor(n / 2) + 1}T09:00:00Z`,
    content: {
      kind: 'outpatient' as const,
      mode: 'telephone' as const,
      startsAt: `2026-03-0${Math.floor(n / 2) + 1}T09:00:00.000Z`,
    },
  })),
};

const cursorOf = (text: string) => Buffer.from(text).toString('base64url');

let database: TestDatabase;
let issuer: Awaited<ReturnType<typeof startIssuer>>;
let trust: RunningService;
let owner: string;

beforeAll(async () => {
  database = await createTestDatabase('trust', migrate);
  await seed(database.ownerUrl, [...lives, fading]);
  issuer = await startIssuer();
  trust = await startTrust({ policy: aPolicy(), databaseUrl: database.appUrl, issuerUrl: issuer.url });
  owner = await issuer.mint({ audience: 'example', grants: [own] });
});

afterAll(async () => {
  await Promise.all([trust?.close(), issuer?.close()]);
  await database?.drop();
});

const query = `{ exampleRecord(id: "${ids.adult}") { id } }`;
const refused = (code: keyof typeof errorRegistry, details: object = {}) => ({
  data: { exampleRecord: null },
  errors: [{ message: errorRegistry[code].message, path: ['exampleRecord'], extensions: { code, ...details } }],
});

describe('access tokens', () => {
  it.each([
    ['of another trust', { audience: 'elsewhere' }],
    ['that has expired', { now: new Date(Date.now() - 120_000) }],
    ['of another issuer', { iss: 'somebody' }],
    ['with an unknown relation', { grants: [{ ...own, relation: 'friend' }] }],
    ['with an unknown key in a grant', { grants: [{ ...own, all: true }] }],
  ])('are refused %s', async (_case, change) => {
    const token = await issuer.mint({ audience: 'example', grants: [own], ...(change as object) });
    expect(await ask(trust.url, query, { token })).toEqual(refused('TOKEN_INVALID'));
  });

  it('are refused when forged, unsigned or changed', async () => {
    const [header, body, signature] = owner.split('.');
    const stranger = await startIssuer();
    const forged = await stranger.mint({ audience: 'example', grants: [own] });
    await stranger.close();
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`;
    const changed = `${header}.${Buffer.from(JSON.stringify({ iss: accountsIssuer, aud: 'example' })).toString('base64url')}.${signature}`;
    for (const token of [forged, unsigned, changed, 'nonsense'])
      expect(await ask(trust.url, query, { token })).toEqual(refused('TOKEN_INVALID'));
  });

  it('are not called wrong when their issuer’s keys cannot be had', async () => {
    const gone = await startIssuer();
    const token = await gone.mint({ audience: 'example', grants: [own] });
    await gone.close();
    const service = await startTrust({ policy: aPolicy(), databaseUrl: database.appUrl, issuerUrl: gone.url });
    expect(await ask(service.url, query, { token })).toEqual(refused('ACCOUNTS_UNAVAILABLE'));
    await service.close();
  });

  it('stay good while the issuer puts a new key first', async () => {
    const other = await startIssuer();
    const service = await startTrust({ policy: aPolicy(), databaseUrl: database.appUrl, issuerUrl: other.url });
    const [oldKey, newKey] = [await aSigningKey('old'), await aSigningKey('new')];
    await other.replaceKeys([oldKey]);
    const before = await other.mint({ audience: 'example', grants: [own] });
    expect(await ask(service.url, query, { token: before })).toEqual({ data: { exampleRecord: { id: ids.adult } } });
    await other.replaceKeys([newKey, oldKey]);
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    const after = await other.mint({ audience: 'example', grants: [own] });
    for (const token of [before, after])
      expect(await ask(service.url, query, { token })).toEqual({ data: { exampleRecord: { id: ids.adult } } });
    await Promise.all([service.close(), other.close()]);
  });
});

describe('lists', () => {
  const page = (args: string) =>
    `{ exampleRecord(id: "${fading.id}") { appointments(${args}) { totalCount nodes { id } pageInfo { hasNextPage hasPreviousPage endCursor } } } }`;
  const list = async (args: string) => {
    const token = await issuer.mint({ audience: 'example', grants: [{ ...own, record: fading.id }] });
    const answer = (await ask(trust.url, page(args), { token })) as {
      data: { exampleRecord: { appointments: Connection } };
    };
    return answer.data.exampleRecord.appointments;
  };
  interface Connection {
    totalCount: number;
    nodes: { id: string }[];
    pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string };
  }

  it.each(['NEWEST_FIRST', 'OLDEST_FIRST'])(
    'pages through equal times without losing or repeating one, %s',
    async (order) => {
      const pages: Connection[] = [];
      let after = '';
      do {
        pages.push(await list(`first: 4, order: ${order}${after && `, after: "${after}"`}`));
        after = pages.at(-1)?.pageInfo.hasNextPage ? (pages.at(-1)?.pageInfo.endCursor ?? '') : '';
      } while (after);
      const expected = [50, 51, 52, 53, 54, 55].map(uuid);
      expect(pages.flatMap(({ nodes }) => nodes.map(({ id }) => id))).toEqual(
        order === 'OLDEST_FIRST' ? expected : expected.toReversed(),
      );
      expect(
        pages.map(({ totalCount, pageInfo: { hasNextPage, hasPreviousPage } }) => ({
          totalCount,
          hasNextPage,
          hasPreviousPage,
        })),
      ).toEqual([
        { totalCount: 6, hasNextPage: true, hasPreviousPage: false },
        { totalCount: 6, hasNextPage: false, hasPreviousPage: true },
      ]);
    },
  );

  it('filters by time, kind of content and state', async () => {
    expect((await list('from: "2026-03-02T00:00:00Z", to: "2026-03-03T09:00:00Z"')).nodes).toEqual(
      [53, 52].map((n) => ({ id: uuid(n) })),
    );
    expect(await list('sections: [ADMISSIONS]')).toMatchObject({ totalCount: 0, nodes: [] });
    expect(await list('statuses: [BOOKED]')).toMatchObject({ totalCount: 0, nodes: [] });
  });

  it.each([
    ['first: 0', 'BAD_INPUT', { field: 'first' }],
    ['first: 101', 'BAD_INPUT', { field: 'first' }],
    ['after: "nonsense"', 'CURSOR_INVALID', { field: 'after' }],
    ['after: ""', 'CURSOR_INVALID', { field: 'after' }],
    [
      `after: "${cursorOf('0000-01-01T00:00:00.000Z|00000000-0000-4000-8000-000000000050')}"`,
      'CURSOR_INVALID',
      { field: 'after' },
    ],
    [`after: "${cursorOf(`2026-03-01T09:00:00.000Z|${'-'.repeat(36)}`)}"`, 'CURSOR_INVALID', { field: 'after' }],
  ] as const)('refuse %s', async (args, code, details) => {
    const token = await issuer.mint({ audience: 'example', grants: [{ ...own, record: fading.id }] });
    expect(
      await ask(trust.url, `{ exampleRecord(id: "${fading.id}") { appointments(${args}) { totalCount } } }`, { token }),
    ).toEqual({
      data: { exampleRecord: { appointments: null } },
      errors: [
        {
          message: errorRegistry[code].message,
          path: ['exampleRecord', 'appointments'],
          extensions: { code, ...details },
        },
      ],
    });
  });

  it.each([
    ['a literal', '{ exampleRecord(id: "ID") { appointments(from: "31/12/1990") { totalCount } } }', {}],
    [
      'a variable',
      'query ($from: DateTime) { exampleRecord(id: "ID") { appointments(from: $from) { totalCount } } }',
      { from: '31/12/1990' },
    ],
  ])('refuse a time that is none, in %s, as bad input and not as a fault of ours', async (_where, query, variables) => {
    const answer = await ask(trust.url, query.replace('ID', fading.id), { token: owner, variables });
    expect(answer).toMatchObject({
      errors: [{ message: errorRegistry.BAD_INPUT.message, extensions: { code: 'BAD_INPUT' } }],
    });
  });

  it('take null for an argument as if it were not given', async () => {
    const all = { totalCount: 6 };
    expect(await list('statuses: null, sections: null, from: null, to: null, after: null')).toMatchObject(all);
  });

  it('hold only the sections that were shared', async () => {
    const token = await issuer.mint({
      audience: 'example',
      grants: [{ ...own, relation: 'carer', sections: ['CLINIC_LETTERS'] }],
    });
    const all = `{ exampleRecord(id: "${ids.adult}") { letters { totalCount } appointments { totalCount nodes { id } } testResults { totalCount } appointment(id: "${ids.appointment}") { id } } }`;
    const refused = {
      message: errorRegistry.SECTION_NOT_SHARED.message,
      extensions: { code: 'SECTION_NOT_SHARED', trust: 'example' },
    };
    expect(await ask(trust.url, all, { token })).toEqual({
      data: { exampleRecord: { letters: { totalCount: 1 }, appointments: null, testResults: null, appointment: null } },
      errors: ['appointments', 'testResults', 'appointment'].map((field) => ({
        ...refused,
        path: ['exampleRecord', field],
      })),
    });
  });

  it('are null where the trust does not offer the section, and sections says so', async () => {
    const sections = {
      ...aPolicy().sections,
      TEST_RESULTS: { state: 'NOT_YET' as const, rule: 'D18', words: 'In the coming months.' },
      ADMISSIONS: { state: 'NOT_YET' as const, rule: 'K8', words: 'Not yet.' },
    };
    const service = await startTrust({
      policy: aPolicy({ sections }),
      databaseUrl: database.appUrl,
      issuerUrl: issuer.url,
    });
    const answer = await ask(
      service.url,
      `{ exampleRecord(id: "${ids.adult}") {
        testResults { totalCount } testResult(id: "${ids.result}") { id } admissions: appointments(sections: [ADMISSIONS]) { totalCount }
        sections { section state words }
      } }`,
      { token: owner },
    );
    await service.close();
    expect(answer).toMatchObject({
      data: { exampleRecord: { testResults: null, testResult: null, admissions: null } },
    });
    expect((answer as { data: { exampleRecord: { sections: object[] } } }).data.exampleRecord.sections).toContainEqual({
      section: 'TEST_RESULTS',
      state: 'NOT_YET',
      words: 'In the coming months.',
    });
  });
});

describe('documents', () => {
  const linkOf = async (token: string) => {
    const answer = (await ask(
      trust.url,
      `{ exampleRecord(id: "${ids.adult}") { letter(id: "${ids.letter}") { document { url contentType size } } } }`,
      { token },
    )) as {
      data: { exampleRecord: { letter: { document: { url: string } } } };
    };
    return answer.data.exampleRecord.letter.document.url;
  };
  const fetchDocument = (url: string, token?: string) =>
    fetch(
      `${trust.url}${url.replace('/documents/example/', '/documents/')}`,
      token ? { headers: { authorization: `Bearer ${token}` } } : {},
    );

  it('open behind their link, for their owner', async () => {
    const url = await linkOf(owner);
    expect(url).toMatch(/^\/documents\/example\/[\w-]+\.[\w-]+\.[\w-]+$/);
    const response = await fetchDocument(url, owner);
    expect([
      response.status,
      response.headers.get('content-type'),
      response.headers.get('cache-control'),
      await response.text(),
    ]).toEqual([200, 'text/plain', 'no-store', 'You are well.']);
  });

  it('stay shut without a token, for a stranger with the link, and behind a changed link', async () => {
    const url = await linkOf(owner);
    const stranger = await issuer.mint({ audience: 'example', grants: [{ ...own, record: ids.other }] });
    const answers = await Promise.all([
      fetchDocument(url),
      fetchDocument(url, stranger),
      fetchDocument(`${url.slice(0, -2)}xx`, owner),
      fetchDocument('/documents/example/x', owner),
      fetchDocument(url, await issuer.mint({ audience: 'example', grants: [{ ...own, sections: ['ADMISSIONS'] }] })),
      fetchDocument(url, await issuer.mint({ audience: 'example', grants: [{ ...own, until: 1_700_000_000 }] })),
    ]);
    const codes = await Promise.all(
      answers.map(async (response) => [
        response.status,
        ((await response.json()) as { errors: { extensions: { code: string } }[] }).errors[0]?.extensions.code,
      ]),
    );
    expect(codes).toEqual([
      [401, 'UNAUTHENTICATED'],
      [404, 'NOT_YOURS'],
      [404, 'LINK_EXPIRED'],
      [404, 'LINK_EXPIRED'],
      [404, 'SECTION_NOT_SHARED'],
      [404, 'GRANT_EXPIRED'],
    ]);
  });
});

describe('POST /link', () => {
  const details = {
    proof: { kind: 'details' },
    nhsNumber: '9990000018',
    birthDate: '1992-03-04',
    mobile: '+447700900123',
    email: 'ada@example.org',
  };
  const link = async (body: object, claims: object = {}) => {
    const token = await issuer.mint({ audience: 'example', grants: [], scope: linkScope, ...claims });
    const response = await fetch(`${trust.url}/link`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as { assertion?: string } };
  };

  it('vouches with an assertion that the trust’s published key verifies', async () => {
    const { status, body } = await link({ nonce: 'n'.repeat(16), ...details });
    const { payload } = await jwtVerify(
      body.assertion ?? '',
      createRemoteJWKSet(new URL(`${trust.url}/.well-known/jwks.json`)),
      { issuer: 'example', audience: accountsIssuer },
    );
    expect([
      status,
      payload['sub'],
      payload['nonce'],
      payload['name'],
      Number(payload.exp) - Number(payload.iat),
    ]).toEqual([200, ids.adult, 'n'.repeat(16), 'Ada Okafor', 120]);
  });

  it('leaves a row in the patient’s ledger when it has vouched, and none when it has not', async () => {
    const vouched = () =>
      readRows(database.adminUrl, 'select record_id from access_log where event::text like \'%"vouch"%\'');
    const before = (await vouched()).length;
    await link({ nonce: 'n'.repeat(16), ...details, birthDate: '1992-03-05' });
    expect(await vouched()).toHaveLength(before);
    await link({ nonce: 'n'.repeat(16), ...details });
    expect((await vouched()).slice(before)).toEqual([{ record_id: ids.adult }]);
  });

  it('answers the same to an unknown number and to a wrong detail', async () => {
    const wrong = { status: 200, body: { refused: 'DETAILS_DO_NOT_MATCH' } };
    expect(await link({ nonce: 'n'.repeat(16), ...details, nhsNumber: '9990000050' })).toEqual(wrong);
    expect(await link({ nonce: 'n'.repeat(16), ...details, birthDate: '1992-03-05' })).toEqual(wrong);
    expect(await link({ nonce: 'n'.repeat(16), ...details, nhsNumber: 'nonsense' })).toEqual(wrong);
  });

  it('is for accounts alone, and for this purpose', async () => {
    expect(await link({ nonce: 'n'.repeat(16), ...details }, { scope: undefined })).toEqual({
      status: 401,
      body: { code: 'TOKEN_INVALID' },
    });
    expect(await link({ nonce: 'n'.repeat(16), ...details }, { audience: 'elsewhere' })).toEqual({
      status: 401,
      body: { code: 'TOKEN_INVALID' },
    });
    expect(await link({ nonce: 'short', ...details })).toEqual({ status: 400, body: { code: 'BAD_INPUT' } });
  });
});
