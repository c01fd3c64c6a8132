import { createLog } from '@crosstrust/service';
import { createTestDatabase, type TestDatabase } from '@crosstrust/service/testing';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate } from './migrate.ts';
import { type Database, openDatabase } from './open-database.ts';

let database: TestDatabase;
let opened: Database;
beforeAll(async () => {
  database = await createTestDatabase('accounts', migrate);
  opened = await openDatabase(database.appUrl, createLog('accounts', 'silent'));
});
afterAll(async () => {
  await opened.close();
  await database.drop();
});

const asApplication = async (sql: string) => {
  const client = new Client({ connectionString: database.appUrl });
  await client.connect();
  return client
    .query(sql)
    .then(
      () => 'allowed',
      () => 'refused',
    )
    .finally(() => client.end());
};

it('the application owns nothing, and neither reads nor changes the audit', async () => {
  for (const sql of [
    'drop table account',
    'create table more ()',
    'truncate session',
    'select * from audit',
    'delete from audit',
    "update audit set action = 'x'",
    'select * from migration',
    'update link set record_id = account_id',
  ]) {
    expect([sql, await asApplication(sql)]).toEqual([sql, 'refused']);
  }
});

it('the tables are as the entities have them', async () => {
  const columns = (
    await opened.read<{ column: string }>(
      'grants-test',
      "select table_name || '.' || column_name as column from information_schema.columns where table_schema = 'public' and table_name <> 'migration'",
      [],
    )
  ).map(({ column }) => column);
  const mapped = await opened.write(async (em) =>
    [...em.getMetadata().getAll().values()].flatMap(({ tableName, props }) =>
      props.flatMap(({ fieldNames }) => fieldNames.map((field) => `${tableName}.${field}`)),
    ),
  );
  // the limiter's own table, and the order of the inbox, are not the mapper's
  const others = ['address_try.key', 'address_try.points', 'address_try.expire', 'inbox.place'];
  expect(columns.sort()).toEqual([...mapped, ...others].sort());
});

it('a statement that goes on for too long is broken off, on both pools', async () => {
  const limit = "select current_setting('statement_timeout') as limit";
  expect(await opened.read('grants-test', limit, [])).toEqual([{ limit: '5s' }]);
  expect(await opened.write((em) => em.execute(limit))).toEqual([{ limit: '5s' }]);
});

it('can be migrated again', async () => {
  await migrate(database.ownerUrl, database.appRole);
  expect(await asApplication('select from account')).toBe('allowed');
});
