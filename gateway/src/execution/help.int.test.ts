import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { endedSession, liveSession, startWorld, type World } from '../testing/start-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({
    environment: { QUERY_MS: '600' },
    tuning: { reserveMs: 50, breakerFailures: 1_000 },
  });
});
afterEach(() => world.trusts.south.break(undefined));
afterAll(() => world.close());

const query = '{ help { trust { key } emergencies contacts { phone } } }';
const of = (key: string) => ({ trust: { key }, emergencies: '999', contacts: [{ phone: '+441632960000' }] });
const everywhere = { help: ['north', 'south', 'west'].map(of) };

it.each([
  ['nobody', {}],
  ['somebody whose session has ended', { authorization: `Bearer ${endedSession}` }],
  ['somebody signed in', { authorization: `Bearer ${liveSession}` }],
])('M11 K4 K5 W14 brings every trust’s help in one query to %s', async (_who, headers: Record<string, string>) => {
  const answer = await world.ask(query, headers);
  expect([answer.status, answer.body]).toEqual([200, { data: everywhere }]);
});

it('sends no token on for who is not signed in', async () => {
  for (const trust of Object.values(world.trusts)) trust.asked.length = 0;
  await world.ask(query, {});
  const sent = Object.values(world.trusts).flatMap(({ asked }) => asked.map(({ headers }) => headers.authorization));
  expect(sent).toEqual([undefined, undefined, undefined]);
});

it.each([
  ['is broken', 'TRUST_UNAVAILABLE', (_asked: unknown, response: { destroy(): void }) => response.destroy()],
  ['hangs', 'TRUST_TIMEOUT', () => {}],
])('nulls a trust’s own help only when it %s, and names it', async (_how, code, handler) => {
  world.trusts.south.break(handler as never);
  const answer = await world.ask(query, {});
  const [north, , west] = everywhere.help;
  expect(answer.body).toEqual({
    data: { help: [north, { trust: { key: 'south' }, emergencies: null, contacts: null }, west] },
    errors: [{ message: expect.any(String), path: ['help', 1], extensions: { code, trust: 'south' } }],
  });
  expect(answer.ms).toBeLessThan(1_000);
});

it('names the trust at its place among the records’ errors too', async () => {
  world.trusts.south.break((_asked, response) => void response.destroy());
  const answer = await world.ask('{ help { emergencies } me { records { appointments { nodes { id } } } } }');
  expect(answer.body.errors).toEqual(
    [
      ['help', 1],
      ['me', 'records', 1],
    ].map((path) => ({
      message: expect.any(String),
      path,
      extensions: { code: 'TRUST_UNAVAILABLE', trust: 'south' },
    })),
  );
});
