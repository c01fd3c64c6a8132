import { errorRegistry } from '@crosstrust/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import { openSystem, type System } from './testing/system.ts';

let system: System;
beforeAll(async () => {
  system = await openSystem();
});

const refusal = (code: keyof typeof errorRegistry, path: (string | number)[], details: object = {}) => ({
  message: errorRegistry[code].message,
  path,
  extensions: { code, ...details },
});

/** The id of a sample patient's record at a trust, as they see it themselves. */
async function recordOf(person: string, trust: string): Promise<string> {
  const { data } = await system.portal.ask('{ me { records { id trust { key } } } }', {
    session: await system.signIn(person),
  });
  const { records } = (data as { me: { records: { id: string; trust: { key: string } }[] } }).me;
  return records.find((record) => record.trust.key === trust)?.id ?? '';
}

/** Asks for a code by email, and reads it in the inbox. */
async function askForCode(person: string): Promise<{ challenge: string; code: string }> {
  const { email, birthDate } = system.person(person);
  const since = new Date();
  const { data } = await system.portal.ask(
    'mutation ($input: RequestCodeInput!) { requestCode(input: $input) { challenge } }',
    { variables: { input: { email, birthDate } } },
  );
  const { challenge } = (data as { requestCode: { challenge: string } }).requestCode;
  return { challenge, code: await system.inbox.waitForCode(email, since) };
}

async function letterLink(session: string): Promise<string> {
  const { data } = await system.portal.ask(
    '{ me { records { letters(first: 100) { nodes { document { url } } } } } }',
    { session },
  );
  const { records } = (data as { me: { records: { letters: { nodes: { document: { url: string } | null }[] } }[] } })
    .me;
  return records.flatMap(({ letters }) => letters.nodes).find(({ document }) => document)?.document?.url ?? '';
}

describe('another patient’s record', () => {
  it('is not there, by its id, at the root', async () => {
    const id = await recordOf('leap-day', 'kingston');
    const answer = await system.portal.ask(`{ kingstonRecord(id: "${id}") { id appointments { totalCount } } }`, {
      session: await system.signIn('four-trusts'),
    });
    expect(answer).toEqual({
      data: { kingstonRecord: null },
      errors: [refusal('NOT_YOURS', ['kingstonRecord'], { trust: 'kingston' })],
    });
  });

  it('looks the same as one that does not exist', async () => {
    const session = await system.signIn('four-trusts');
    const unknown = await system.portal.ask('{ kingstonRecord(id: "00000000-0000-4000-8000-000000000000") { id } }', {
      session,
    });
    const others = await system.portal.ask(
      `{ kingstonRecord(id: "${await recordOf('leap-day', 'kingston')}") { id } }`,
      { session },
    );
    expect(unknown).toEqual(others);
  });

  it('is not there for somebody who is linked to no record at that trust', async () => {
    const id = await recordOf('four-trusts', 'kingston');
    const answer = await system.portal.ask(`{ kingstonRecord(id: "${id}") { id } }`, {
      session: await system.signIn('nothing-yet'),
    });
    expect(answer).toEqual({
      data: { kingstonRecord: null },
      errors: [refusal('NOT_YOURS', ['kingstonRecord'], { trust: 'kingston' })],
    });
  });

  it('stays shut to nobody, and to a forged session', async () => {
    expect(await system.portal.ask('{ me { name } }')).toEqual({
      data: { me: null },
      errors: [refusal('UNAUTHENTICATED', ['me'])],
    });
    expect(await system.portal.ask('{ me { name } }', { session: 'x'.repeat(43) })).toEqual({
      data: { me: null },
      errors: [refusal('SESSION_ENDED', ['me'])],
    });
  });

  it('stays shut at the trust itself, past the gateway', async () => {
    const id = await recordOf('four-trusts', 'kingston');
    const query = `{ _entities(representations: [{ __typename: "KingstonRecord", id: "${id}" }]) { ... on KingstonRecord { letters { totalCount } } } }`;
    const ask = async (headers: Record<string, string>) => {
      const response = await fetch(`${system.urls.trusts['kingston']}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query }),
      });
      return response.json();
    };
    expect(await ask({})).toEqual({ data: null, errors: [refusal('UNAUTHENTICATED', ['_entities'])] });
    expect(await ask({ authorization: 'Bearer forged' })).toEqual({
      data: null,
      errors: [refusal('TOKEN_INVALID', ['_entities'])],
    });
    expect(await ask({ authorization: `Bearer ${await system.signIn('four-trusts')}` })).toEqual({
      data: null,
      errors: [refusal('TOKEN_INVALID', ['_entities'])],
    });
  });
});

describe('a hundred guesses in one request', () => {
  it('U6 are refused whole, and the owner’s code still works', async () => {
    const { challenge, code } = await askForCode('eighty-one');
    const guesses = [...Array(100).keys()].map(
      (n) =>
        `g${n}: signIn(input: { challenge: "${challenge}", code: "${String(n).padStart(6, '0')}", delivery: BEARER }) { session }`,
    );
    expect(await system.portal.ask(`mutation { ${guesses.join('\n')} }`)).toEqual({
      errors: [{ message: errorRegistry.QUERY_TOO_LARGE.message, extensions: { code: 'QUERY_TOO_LARGE' } }],
    });
    const input = { challenge, code, delivery: 'BEARER' };
    const signedIn = await system.portal.ask(
      'mutation ($input: SignInInput!) { signIn(input: $input) { session userErrors { code } } }',
      { variables: { input } },
    );
    expect(signedIn.data).toEqual({ signIn: { session: expect.any(String), userErrors: [] } });
    const again = await system.portal.ask(
      'mutation ($input: SignInInput!) { signIn(input: $input) { session userErrors { code } } }',
      { variables: { input } },
    );
    expect(again.data).toEqual({ signIn: { session: null, userErrors: [{ code: 'CODE_WRONG' }] } });
  });
});

describe('a client’s own nonsense', () => {
  it('shuts a service to nobody: variables named as the planner names its own', async () => {
    const { email, birthDate } = system.person('eighty-one');
    const query =
      'mutation ($representations: RequestCodeInput!) { requestCode(input: $representations) { challenge } }';
    for (let attempt = 0; attempt < 8; attempt += 1) {
      expect(await system.portal.ask(query, { variables: { representations: { email, birthDate } } })).toEqual({
        errors: [
          { message: expect.stringContaining('representations'), extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
        ],
      });
    }
    expect(await system.portal.ask('{ trusts { key } }')).toMatchObject({
      data: { trusts: expect.arrayContaining([{ key: 'kingston' }]) },
    });
  });

  it('is told as the client’s mistake, not as a fault of ours', async () => {
    const session = await system.signIn('four-trusts');
    const codes = async (query: string, variables = {}) => {
      const { errors } = await system.portal.ask(query, { session, variables });
      return [...new Set(errors?.map(({ extensions }) => extensions.code))];
    };
    const requestCode = 'mutation ($input: RequestCodeInput!) { requestCode(input: $input) { challenge } }';
    expect(await codes(requestCode, { input: { mobile: '07700 900101', birthDate: '31/12/1990' } })).toEqual([
      'BAD_INPUT',
    ]);
    expect(await codes('{ me { records { letters(from: "yesterday") { totalCount } } } }')).toEqual(['BAD_INPUT']);
    expect(await codes('{ me { records { letters(first: 1000000) { totalCount } } } }')).toEqual(['BAD_INPUT']);
    expect(await codes('{ me { records { letters(after: "x") { totalCount } } } }')).toEqual(['CURSOR_INVALID']);
  });
});

describe('a session', () => {
  it('ends at once when its owner signs out, documents included', async () => {
    const session = await system.signIn('four-trusts');
    const link = `${system.urls.gateway}${await letterLink(session)}`;
    const headers = { authorization: `Bearer ${session}` };
    const before = await fetch(link, { headers });
    expect([before.status, before.headers.get('cache-control'), (await before.arrayBuffer()).byteLength > 100]).toEqual(
      [200, 'no-store', true],
    );
    await system.portal.signOut(session);
    const after = await fetch(link, { headers });
    expect([after.status, await after.json()]).toEqual([
      401,
      { errors: [{ message: errorRegistry.SESSION_ENDED.message, extensions: { code: 'SESSION_ENDED' } }] },
    ]);
    expect(await system.portal.ask('{ me { name } }', { session })).toEqual({
      data: { me: null },
      errors: [refusal('SESSION_ENDED', ['me'])],
    });
  });

  it('does not open another patient’s document by its link', async () => {
    const link = await letterLink(await system.signIn('four-trusts'));
    const response = await fetch(`${system.urls.gateway}${link}`, {
      headers: { authorization: `Bearer ${await system.signIn('leap-day')}` },
    });
    expect([
      response.status,
      ((await response.json()) as { errors: { extensions: { code: string } }[] }).errors[0]?.extensions.code,
    ]).toEqual([404, 'LINK_EXPIRED']);
  });

  it('comes to a browser in a cookie that scripts cannot read and other sites cannot use', async () => {
    const { challenge, code } = await askForCode('mother');
    const post = (query: string, headers: Record<string, string>, variables = {}) =>
      fetch(`${system.urls.gateway}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      });
    const signedIn = await post(
      'mutation ($input: SignInInput!) { signIn(input: $input) { session userErrors { code } } }',
      {},
      { input: { challenge, code, delivery: 'COOKIE' } },
    );
    expect(await signedIn.json()).toEqual({ data: { signIn: { session: null, userErrors: [] } } });
    const cookie = signedIn.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^crosstrust=[\w-]{43};.*HttpOnly.*SameSite=(Strict|Lax)/i);
    const [pair = ''] = cookie.split(';');
    const me = '{ me { name } }';
    expect(await (await post(me, { cookie: pair })).json()).toEqual({ data: { me: { name: expect.any(String) } } });
    expect(await (await post(me, { cookie: pair, origin: 'https://elsewhere.example' })).json()).toEqual({
      errors: [{ message: errorRegistry.ORIGIN_REFUSED.message, extensions: { code: 'ORIGIN_REFUSED' } }],
    });
    expect((await post(me, { cookie: pair, 'content-type': 'text/plain' })).status).toBeGreaterThanOrEqual(400);
  });
});

it('K6 answers every mismatch alike, and opens nothing', async () => {
  const { nhsNumber, birthDate, mobile } = system.person('leap-day');
  const right = { nhsNumber, birthDate, mobile, email: 'not.known@example.org' };
  const wrong = [
    right,
    { ...right, birthDate: '1996-02-28' },
    { ...right, nhsNumber: '9990009996' },
    { ...right, mobile: '07700 900777' },
  ];
  const answers = await Promise.all(
    wrong.map((details) =>
      system.portal.openAccount('kingston', details, system.inbox).catch((error: Error) => error.message),
    ),
  );
  expect(answers).toEqual(wrong.map(() => 'DETAILS_DO_NOT_MATCH'));
});
