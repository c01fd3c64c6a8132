import { createTestDatabase, type TestDatabase } from '@crosstrust/service/testing';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { moveItems } from '../import/move-items.ts';
import { withRecords } from '../import/records.ts';
import { migrate } from '../storage/migrate.ts';
import { ids, lives } from '../testing/lives.ts';
import { readRows } from '../testing/rows.ts';
import { seed, testVault } from '../testing/seed.ts';

let database: TestDatabase;
let owner: Client;

beforeAll(async () => {
  database = await createTestDatabase('trust', migrate);
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await database?.drop();
});
beforeEach(async () => {
  await rows('delete from task');
  await rows('delete from record');
  await seed(database.ownerUrl, lives);
  await rows('insert into withheld values ($1, $2, now())', [ids.adult, ids.letter]);
});

const rows = (sql: string, values: readonly unknown[] = []) => readRows(database.adminUrl, sql, values);
const asOwner = (sql: string) => withRecords(owner, [ids.adult, ids.other], () => owner.query(sql));
/** Whether the application, serving this patient, sees the letter. */
const isSeen = async (record: string) => {
  const app = new Client({ connectionString: database.appUrl });
  await app.connect();
  const seen = await withRecords(app, [record], () => app.query('select from item where id = $1', [ids.letter]));
  await app.end();
  return seen.rowCount === 1;
};
const upsert = `
  insert into item (record_id, id, section, source, at, status, digest, content, received_at, updated_at)
  select record_id, id, section, source, at, 'amended', digest, content, received_at, now() from kept
  on conflict (record_id, id) do update set status = excluded.status, updated_at = excluded.updated_at`;

it('an item stays withheld when an import changes it, takes it away and brings it back', async () => {
  await rows('create table kept as select * from item where id = $1', [ids.letter]);
  await rows(`grant select on kept to ${new URL(database.ownerUrl).username}`);
  expect((await asOwner(upsert)).rowCount).toBe(1);
  expect(await isSeen(ids.adult)).toBe(false);
  await asOwner(`delete from item where id = '${ids.letter}'`);
  expect((await asOwner(upsert)).rowCount).toBe(1);
  expect(await isSeen(ids.adult)).toBe(false);
  expect(await rows('select status from item where id = $1', [ids.letter])).toEqual([{ status: 'amended' }]);
  await rows('drop table kept');
});

it('what a patient said goes along when their record is merged into another', async () => {
  await rows('insert into preference values ($1, true, false, now())', [ids.adult]);
  await rows(
    "insert into task (id, record_id, number, kind, item_id, content, created_at) values (gen_random_uuid(), $1, 'N', 'not-mine', $2, '', now())",
    [ids.adult, ids.letter],
  );
  await withRecords(owner, [ids.adult, ids.other], () => moveItems(owner, testVault, ids.adult, ids.other));
  expect(await rows('select record_id from item where id = $1', [ids.letter])).toEqual([{ record_id: ids.other }]);
  expect(await isSeen(ids.other)).toBe(false);
  expect(await rows('select record_id, item_id from withheld')).toEqual([
    { record_id: ids.other, item_id: ids.letter },
  ]);
  expect(await rows('select record_id, item_id from task')).toEqual([{ record_id: ids.other, item_id: ids.letter }]);
  expect(await rows('select record_id, paperless, texts from preference')).toEqual([
    { record_id: ids.other, paperless: true, texts: false },
  ]);
});
