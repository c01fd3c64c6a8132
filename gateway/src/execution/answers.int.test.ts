import { afterAll, beforeAll, expect, it } from 'vitest';
import { liveSession, startWorld, type World } from '../testing/start-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ environment: { NODE_ENV: 'development' } });
});
afterAll(() => world.close());

const page = 'query Page { me { name records { trust { name } appointments { nodes { startsAt } } } } }';
const correlation = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const bearer = { authorization: `Bearer ${liveSession}` };

it('asks the trusts side by side, each once', async () => {
  for (const service of [world.accounts, ...Object.values(world.trusts)]) service.asked.length = 0;
  await world.ask(page);
  const asked = Object.values(world.trusts).map(({ asked }) => asked.length);
  expect(asked).toEqual([1, 1, 1]);
  expect(world.accounts.asked.map(({ path }) => path)).toEqual(['/session', '/graphql']);
});

it('explains itself in development to who asks for it', async () => {
  const { body } = await world.ask(page, { ...bearer, 'x-explain': '1' });
  expect(body.extensions.explain.plan).toMatch(
    /^QueryPlan \{\n {2}Sequence \{\n {4}Fetch\(service: "accounts"\)[\s\S]*Parallel/,
  );
  expect(
    body.extensions.explain.fetches
      .map(({ trust, outcome }: { trust: string; outcome: string }) => [trust, outcome])
      .toSorted(),
  ).toEqual([
    ['accounts', 'ok'],
    ['north', 'ok'],
    ['south', 'ok'],
    ['west', 'ok'],
  ]);
  expect((await world.ask(page)).body.extensions).toBeUndefined();
});

it('writes one line about an operation: names and numbers, nothing about anybody', async () => {
  world.lines.length = 0;
  world.trusts.south.break((_asked, response) => void response.end('<html>'));
  const query = `query Page($secret: ID!) { northRecord(id: $secret) { id } ${page.slice(page.indexOf('{') + 1)}`;
  await world.ask({ query, variables: { secret: '9991234567' } }, { ...bearer, 'x-correlation-id': correlation });
  world.trusts.south.break(undefined);
  expect(world.lines).toEqual([
    {
      event: 'request',
      fields: {
        correlation,
        method: 'POST',
        route: '/graphql',
        status: 200,
        ms: expect.any(Number),
        operation: 'Page',
        kind: 'query',
        codes: ['NOT_YOURS', 'TRUST_UNAVAILABLE'],
        trusts: expect.arrayContaining([{ trust: 'south', outcome: 'unavailable', ms: expect.any(Number) }]),
      },
    },
  ]);
  expect(JSON.stringify(world.lines)).not.toMatch(/Ada|9991234567|live-session|token-for/);
});

it('keeps a name that cannot stand in a log out of it', async () => {
  world.lines.length = 0;
  await world.ask(`query ${'A'.repeat(65)} { trusts { key } }`);
  expect(world.lines.map(({ fields }) => fields.operation)).toEqual([undefined]);
});

it('logs no digits of a name, which comes from the client', async () => {
  world.lines.length = 0;
  await world.ask('query Page2_of_999_123_4567 { trusts { key } }');
  await world.ask('query _9991234567 { trusts { key } }');
  expect(world.lines.map(({ fields }) => fields.operation)).toEqual(['Page_of___', '_']);
});

it('takes no correlation id from outside that could be something else', async () => {
  world.lines.length = 0;
  world.accounts.asked.length = 0;
  const { headers } = await world.ask(page, { ...bearer, 'x-correlation-id': 'nhs-number-9991234567' });
  const given = headers.get('x-correlation-id');
  expect(given).toMatch(/^[0-9a-f-]{36}$/);
  expect(world.lines.map(({ fields }) => fields.correlation)).toEqual([given]);
  expect(world.accounts.asked.map(({ headers }) => headers['x-correlation-id'])).toEqual([given, given]);
});

it('logs a refusal with its code', async () => {
  world.lines.length = 0;
  await world.ask([{ query: page }]);
  expect(world.lines.map(({ fields }) => [fields.status, fields.codes])).toEqual([[400, ['BATCHING_REFUSED']]]);
});

it('sends security headers with everything', async () => {
  for (const path of ['/health', '/ready', '/graphql', '/', '/nothing', '/documents/north/x']) {
    const { headers } = await world.send(path);
    expect([
      path,
      headers.get('x-content-type-options'),
      headers.get('x-frame-options'),
      headers.get('referrer-policy'),
    ]).toEqual([path, 'nosniff', 'DENY', 'no-referrer']);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  }
});

it('reports to no vendor', () => {
  expect(process.env['APOLLO_TELEMETRY_DISABLED']).toBe('1');
});

it('is ready while trusts are dead', async () => {
  for (const trust of Object.values(world.trusts)) await trust.kill();
  const ready = await world.send('/ready');
  for (const trust of Object.values(world.trusts)) await trust.revive();
  expect([ready.status, ready.body]).toEqual([200, { ready: true }]);
});

it('finishes what is under way when it is told to stop', async () => {
  const other = await startWorld({ tuning: { drainMs: 2_000 } });
  other.trusts.west.break(
    (_asked, response) =>
      void setTimeout(
        () =>
          response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":{"westRecord":{"id":"late"}}}'),
        500,
      ),
  );
  const answer = other.ask('{ westRecord(id: "west-1") { id } }');
  await new Promise((resolve) => setTimeout(resolve, 150));
  const [{ body }] = await Promise.all([answer, other.close()]);
  expect(body).toEqual({ data: { westRecord: { id: 'late' } } });
});
