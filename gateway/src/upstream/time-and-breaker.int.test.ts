import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Handler, sendJson } from '../testing/fake-service.ts';
import { page, wholePage, pageWithoutSouth, southIs, raw, resetting } from '../testing/page-of-trusts.ts';
import { startWorld, type World } from '../testing/start-world.ts';
import type { Tuning } from '../tuning.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ tuning: { breakerFailures: 1_000 } });
});
afterAll(() => world.close());
afterEach(() => {
  for (const trust of Object.values(world.trusts)) trust.break(undefined);
  world.accounts.break(undefined);
  world.answerSessions(undefined);
});

describe('the time of an operation', () => {
  it('is handed down as what is left of it', async () => {
    world.accounts.asked.length = 0;
    world.trusts.north.asked.length = 0;
    world.answerSessions(async (_asked, response) => {
      await sleep(300);
      sendJson(response, {
        version: 'v3',
        fresh: { tokens: { accounts: 'a', north: 'token-for-north' }, tokensExpireAt: 9e9 },
      });
    });
    await world.ask(page, { authorization: 'Bearer slow-session-0123456789' });
    const budgets = [...world.accounts.asked, ...world.trusts.north.asked].map(({ headers }) =>
      Number(headers['x-budget-ms']),
    );
    expect(budgets).toHaveLength(3);
    expect(budgets[0]).toBeGreaterThan(1_300);
    expect(budgets[1]).toBeLessThan(1_151);
    expect(budgets[2]).toBeLessThanOrEqual(budgets[1] ?? 0);
    expect(budgets[2]).toBeGreaterThan(500);
  });

  it('is 1.5 seconds even when accounts has spent most of it', async () => {
    world.answerSessions(async (_asked, response) => {
      await sleep(900);
      sendJson(response, {
        version: 'v4',
        fresh: { tokens: { accounts: 'a', north: 'token-for-north', west: 'token-for-west' }, tokensExpireAt: 9e9 },
      });
    });
    world.trusts.south.break(() => {});
    const answer = await world.ask(page, { authorization: 'Bearer slower-session-0123456789' });
    expect(answer.body.errors).toEqual([southIs('TRUST_TIMEOUT')]);
    expect(answer.ms).toBeLessThan(1_700);
  });

  it('is longer for a mutation, whose outcome is unknown when it runs out', async () => {
    const short = await startWorld({ environment: { QUERY_MS: '300', MUTATION_MS: '900' } });
    short.trusts.south.break(() => {});
    const answer = await short.ask('mutation { south { cancel(appointment: "a1") { id } } }');
    await short.close();
    expect(answer.ms).toBeGreaterThan(700);
    expect(answer.body).toEqual({
      errors: [
        {
          message: 'We could not tell whether your change was made. Send it again with the same key to find out.',
          path: ['south'],
          extensions: { code: 'OUTCOME_UNKNOWN', trust: 'south' },
        },
      ],
      data: { south: null },
    });
  });

  it('does not matter for a mutation that never left', async () => {
    await world.trusts.south.kill();
    const { body } = await world.ask('mutation { south { cancel(appointment: "a1") { id } } }');
    await world.trusts.south.revive();
    expect(body.errors).toEqual([
      expect.objectContaining({ path: ['south'], extensions: { code: 'TRUST_UNAVAILABLE', trust: 'south' } }),
    ]);
  });

  it('a mutation whose connection broke has an unknown outcome too', async () => {
    world.trusts.south.break(resetting);
    const { body } = await world.ask('mutation { south { cancel(appointment: "a1") { id } } }');
    expect(body.errors).toEqual([
      expect.objectContaining({ path: ['south'], extensions: { code: 'OUTCOME_UNKNOWN', trust: 'south' } }),
    ]);
  });
});

describe('the breaker of a trust', () => {
  it('opens after failures in a row, answers at once, and recovers by one probe', async () => {
    const other = await startWorld({
      tuning: { breakerFailures: 2, breakerOpenMs: 400 },
      environment: { QUERY_MS: '1000' },
    });
    other.trusts.south.break(() => {});
    const first = [await other.ask(page), await other.ask(page)];
    expect(first.map(({ body }) => body.errors[0].extensions.code)).toEqual(['TRUST_TIMEOUT', 'TRUST_TIMEOUT']);

    const before = other.trusts.south.asked.length;
    const open = await other.ask(page);
    expect(open.body).toEqual({ errors: [southIs('TRUST_UNAVAILABLE')], data: pageWithoutSouth });
    expect(open.ms).toBeLessThan(300);
    expect(other.trusts.south.asked.length).toBe(before);

    other.trusts.south.break(undefined);
    await sleep(450);
    expect((await other.ask(page)).body).toEqual({ data: wholePage });
    await other.close();
  });

  it.each<[string, Handler, Partial<Tuning>, number]>([
    ['had too little of the operation’s time', () => {}, {}, 500],
    ['answered more than fits', raw(`{"data":"${'x'.repeat(2_000)}"}`), { answerBytes: 1_000 }, 0],
  ])('stays closed when it %s, which one client’s query can cause', async (_what, handler, tuning, accountsMs) => {
    const other = await startWorld({ tuning: { breakerFailures: 2, ...tuning } });
    other.answerSessions(async (_asked, response) => {
      await sleep(accountsMs);
      const tokens = { accounts: 'a', north: 'token-for-north', south: 'token-for-south', west: 'token-for-west' };
      sendJson(response, { version: 'v1', fresh: { tokens, tokensExpireAt: 9e9 } });
    });
    other.trusts.south.break(handler);
    for (let count = 0; count < 3; count += 1) await other.ask(page);
    other.trusts.south.break(undefined);
    const { body } = await other.ask(page);
    await other.close();
    expect(body).toEqual({ data: wholePage });
  });
});

it('the breaker of accounts stays closed when one client asks for several changes, made one after the other', async () => {
  const other = await startWorld({ tuning: { breakerFailures: 2 }, environment: { MUTATION_MS: '300' } });
  other.accounts.break(() => {});
  const guesses = 'mutation { a: signIn(code: "1") { signedIn } b: signIn(code: "2") { signedIn } }';
  for (let count = 0; count < 3; count += 1) await other.ask(guesses, {});
  other.accounts.break(undefined);
  const { body } = await other.ask('{ trusts { key } }', {});
  await other.close();
  expect(body).toEqual({ data: { trusts: [{ key: 'north' }, { key: 'south' }, { key: 'west' }] } });
});
