import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { liveSession, publicUrl, startWorld, type World } from '../testing/start-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ environment: { NODE_ENV: 'production' } });
});
afterAll(() => world.close());

const query = '{ trusts { key } }';
const post = (body: string, headers: Record<string, string> = {}) =>
  world.send('/graphql', { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
const refusal = (code: string) => ({ errors: [{ message: expect.stringMatching(/\.$/), extensions: { code } }] });

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('one request is refused', () => {
  it.each([
    ['a list of operations', JSON.stringify([{ query }, { query }]), 400, 'BATCHING_REFUSED'],
    ['a list of one', JSON.stringify([{ query }]), 400, 'BATCHING_REFUSED'],
    ['no JSON', '{"query":', 400, 'GRAPHQL_PARSE_FAILED'],
    ['nothing', '', 400, 'GRAPHQL_PARSE_FAILED'],
    ['a text', '"query"', 400, 'GRAPHQL_PARSE_FAILED'],
    ['no query', '{}', 400, 'GRAPHQL_PARSE_FAILED'],
    ['a query that is none', '{"query":{"kind":"Document"}}', 400, 'GRAPHQL_PARSE_FAILED'],
    ['variables as a text', JSON.stringify({ query, variables: '{}' }), 400, 'GRAPHQL_PARSE_FAILED'],
    ['a prototype', '{"query":"{ trusts { key } }","__proto__":{"a":1}}', 400, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown operation name', JSON.stringify({ query, operationName: 'Other' }), 400, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'two operations and no name',
      JSON.stringify({ query: 'query A { trusts { key } } query B { trusts { key } }' }),
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'a body of more than 100 kB',
      JSON.stringify({ query, variables: { text: 'x'.repeat(100_000) } }),
      413,
      'QUERY_TOO_LARGE',
    ],
    [
      'a hundred guesses in one',
      JSON.stringify({
        query: `mutation { ${Array.from({ length: 100 }, (_, index) => `a${index}: signIn(code: "${index}") { signedIn }`).join(' ')} }`,
      }),
      400,
      'QUERY_TOO_LARGE',
    ],
    [
      'variables nested without end',
      `{"query":"{ trusts { key } }","variables":{"a":${nested(49_000)}}}`,
      400,
      'QUERY_TOO_LARGE',
    ],
    [
      'variables nested too deep',
      `{"query":"{ trusts { key } }","variables":{"a":${nested(20)}}}`,
      400,
      'QUERY_TOO_LARGE',
    ],
    ['introspection', JSON.stringify({ query: getIntrospectionQuery() }), 400, 'INTROSPECTION_REFUSED'],
    [
      'a persisted query without its text',
      JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } }),
      400,
      'GRAPHQL_PARSE_FAILED',
    ],
  ])('%s', async (_what, body, status, code) => {
    const before = world.accounts.asked.length;
    const answer = await post(body, { authorization: `Bearer ${liveSession}` });
    expect(answer.body).toEqual(refusal(code));
    expect(answer.status).toBe(status);
    expect(world.accounts.asked.length).toBe(before);
  });

  it.each(['GET', 'PUT', 'PATCH', 'DELETE'])('by %s', async (method) => {
    const answer = await world.send(`/graphql?query=${encodeURIComponent(query)}`, { method });
    expect(answer.body).toEqual(refusal('METHOD_NOT_ALLOWED'));
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('with the parser’s words for a document that is none', async () => {
    expect((await post(JSON.stringify({ query: '{ trusts ' }))).body).toEqual({
      errors: [
        {
          message: 'Syntax Error: Expected Name, found <EOF>.',
          locations: [{ line: 1, column: 10 }],
          extensions: { code: 'GRAPHQL_PARSE_FAILED' },
        },
      ],
    });
  });

  // five failures in a row would shut accounts for everybody
  it.each([
    'mutation ($representations: String!) { signIn(code: $representations) { signedIn } }',
    'query ($representations: Int) { me { records { appointments(first: $representations) { nodes { id } } } } }',
  ])('without harm to anybody else when its variable has the name of the planner’s own: %s', async (text) => {
    const before = world.accounts.asked.length;
    for (const code of ['1', '2', '3', '4', '5']) {
      const { status, body } = await post(JSON.stringify({ query: text, variables: { representations: code } }));
      expect([status, body]).toEqual([
        400,
        {
          errors: [
            {
              message: 'A variable may not be called "representations": the plan of the query uses this name.',
              extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
            },
          ],
        },
      ]);
    }
    expect(world.accounts.asked.length).toBe(before);
    expect((await post(JSON.stringify({ query }))).body).toEqual({
      data: { trusts: [{ key: 'north' }, { key: 'south' }, { key: 'west' }] },
    });
  });

  it('without a hint at what the schema holds', async () => {
    const { body } = await post(JSON.stringify({ query: '{ trustz { key } }' }));
    expect(body.errors).toEqual([
      {
        message: 'Cannot query field "trustz" on type "Query".',
        locations: [{ line: 1, column: 3 }],
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      },
    ]);
    expect((await post(JSON.stringify({ query: '{ me { records { ... on Nurth { id } } } }' }))).text).not.toContain(
      'Did you mean',
    );
  });
});

it('variables may be as deep as an input ever is', async () => {
  const { body } = await post(`{"query":"{ trusts { key } }","variables":{"a":${nested(19)}}}`);
  expect(body.errors).toBeUndefined();
});

describe('where a request comes from', () => {
  it.each<[string, Record<string, string>, number, string]>([
    ['another site', { origin: 'https://evil.example' }, 403, 'ORIGIN_REFUSED'],
    ['another port', { origin: 'http://localhost:4001' }, 403, 'ORIGIN_REFUSED'],
    ['a sandbox', { origin: 'null' }, 403, 'ORIGIN_REFUSED'],
    ['another site without an Origin', { 'sec-fetch-site': 'cross-site' }, 403, 'ORIGIN_REFUSED'],
    ['a form', { 'content-type': 'text/plain' }, 415, 'ORIGIN_REFUSED'],
    ['a form with fields', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'ORIGIN_REFUSED'],
  ])('%s is refused', async (_what, headers, status, code) => {
    const answer = await post(JSON.stringify({ query }), { cookie: `crosstrust=${liveSession}`, ...headers });
    expect(answer.body).toEqual(refusal(code));
    expect(answer.status).toBe(status);
  });
  it.each<[string, Record<string, string>]>([
    ['our own page', { origin: publicUrl, 'sec-fetch-site': 'same-origin' }],
    ['a program', {}],
    ['a program with a charset', { 'content-type': 'application/json; charset=utf-8' }],
  ])('%s is welcome', async (_what, headers) => {
    expect((await post(JSON.stringify({ query }), headers)).status).toBe(200);
  });
});

describe('in development', () => {
  it('the playground’s introspection passes', async () => {
    const development = await startWorld({ environment: { NODE_ENV: 'development' } });
    const whole = await development.ask(
      getIntrospectionQuery({
        descriptions: true,
        specifiedByUrl: true,
        directiveIsRepeatable: true,
        schemaDescription: true,
        inputValueDeprecation: true,
      }),
    );
    const hint = await development.ask('{ trustz { key } }');
    const root = await development.send('/');
    await development.close();
    expect(whole.body.errors).toBeUndefined();
    expect(whole.body.data.__schema.queryType).toEqual({ name: 'Query', kind: 'OBJECT' });
    expect(hint.text).toContain('Did you mean');
    expect([root.status, root.headers.get('location')]).toEqual([302, '/playground/']);
  });
  it('is not now: no playground and no explanation', async () => {
    expect((await world.send('/playground')).status).toBe(404);
    expect((await world.send('/playground/')).status).toBe(404);
    expect((await world.send('/')).status).toBe(200);
    expect((await world.ask(query, { 'x-explain': '1', 'apollo-query-plan-experimental': '1' })).body).toEqual({
      data: expect.anything(),
    });
  });
});
