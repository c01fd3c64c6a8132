import { createLog, createPool } from '@crosstrust/service';
import { createTestDatabase, type TestDatabase } from '@crosstrust/service/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ids, lives } from '../testing/lives.ts';
import { seed } from '../testing/seed.ts';
import { migrate } from './migrate.ts';
import { scopeQueries } from './scoped-queries.ts';

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase('trust', migrate);
  await seed(database.ownerUrl, lives);
  pool = createPool(database.appUrl, createLog('test', 'silent'), { max: 1, pipeline: true } as object);
});

afterAll(async () => {
  await pool?.end();
  await database?.drop();
});

const queriesOf = (correlation: string, budgetMs = 1_000) =>
  scopeQueries(pool, [ids.adult], correlation, () => budgetMs);

it('carries the correlation id in the comment of each statement', async () => {
  expect(await queriesOf('from-the-browser-1').query('select current_query() as sql', [])).toEqual([
    { sql: 'select current_query() as sql /* from-the-browser-1 */' },
  ]);
});

it('sends the queries of one tick in one transaction', async () => {
  const queries = queriesOf('one-tick-1');
  const [[first], [second]] = (await Promise.all(
    [1, 2].map(() => queries.query('select pg_current_xact_id_if_assigned(), now() as began', [])),
  )) as [{ began: Date }[], { began: Date }[]];
  expect(first?.began).toEqual(second?.began);
  const [third] = await queries.query<{ began: Date }>('select now() as began', []);
  expect(third?.began).not.toEqual(first?.began);
});

it('gives up when the operation’s time is over, and the connection serves the next patient', async () => {
  const began = performance.now();
  await expect(queriesOf('too-slow-1', 80).query('select pg_sleep(3)', [])).rejects.toThrow(
    'canceling statement due to statement timeout',
  );
  expect(performance.now() - began).toBeLessThan(1_500);
  expect(await queriesOf('the-next-1').query('select count(*)::int as count from item', [])).toEqual([{ count: 5 }]);
});

it('tells each query its own fault, and the connection serves on', async () => {
  const queries = queriesOf('one-bad-1');
  const answers = await Promise.allSettled([
    queries.query('select 1 as one', []),
    queries.query('select * from nothing', []),
    queries.query('select 2 as two', []),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  expect(await queriesOf('the-next-2').query('select count(*)::int as count from record', [])).toEqual([{ count: 1 }]);
});
