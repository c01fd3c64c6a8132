import { createTestDatabase, type TestDatabase } from '@crosstrust/service/testing';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { moveItems } from '../import/move-items.ts';
import { migrate } from '../storage/migrate.ts';
import { ids, lives } from '../testing/lives.ts';
import { readRows } from '../testing/rows.ts';
import { seed, testVault } from '../testing/seed.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase('trust', migrate);
  await seed(database.ownerUrl, lives);
});
afterAll(() => database?.drop());

it('K7 D2 a merged record’s letters stay read, and what the patient added moves along with its kind', async () => {
  const client = new Client({ connectionString: database.adminUrl });
  await client.connect();
  const times = ['2026-06-01T09:00:00.000Z', '2026-06-02T09:00:00.000Z'];
  await client.query('insert into letter_reading (record_id, item_id, seen_at, read_at) values ($1, $2, $3, $4)', [
    ids.adult,
    ids.letter,
    ...times,
  ]);
  await client.query("update item set kind = 'medication' where id = $1", [ids.entry]);
  await moveItems(client, testVault, ids.adult, ids.other);
  await client.end();
  const rows = (sql: string, id: string) => readRows(database.adminUrl, sql, [id]);
  expect(
    await rows(
      'select record_id, seen_at, read_at from letter_reading where item_id = $1 and record_id in (select record_id from item where id = $1)',
      ids.letter,
    ),
  ).toEqual([{ record_id: ids.other, seen_at: new Date(times[0] ?? ''), read_at: new Date(times[1] ?? '') }]);
  expect(await rows('select record_id, kind from item where id = $1', ids.entry)).toEqual([
    { record_id: ids.other, kind: 'medication' },
  ]);
});
