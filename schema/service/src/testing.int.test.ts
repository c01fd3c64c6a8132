import { Client } from 'pg';
import { expect, it } from 'vitest';
import { createTestDatabase } from './testing.ts';

const query = async (url: string, sql: string) => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
};

it('copies the template that the first file migrated, with an application role that owns nothing', async () => {
  let migrations = 0;
  const migrate = async (ownerUrl: string, appRole: string) => {
    migrations += 1;
    await query(ownerUrl, `create table notes (text text); grant select, insert on notes to ${appRole}`);
  };
  const [first, second] = await Promise.all([
    createTestDatabase('example', migrate),
    createTestDatabase('example', migrate),
  ]);
  expect(migrations).toBe(1);
  await query(first.appUrl, `insert into notes values ('here')`);
  expect(await query(first.appUrl, 'select * from notes')).toEqual([{ text: 'here' }]);
  expect(await query(second.appUrl, 'select * from notes')).toEqual([]);
  await expect(query(first.appUrl, 'drop table notes')).rejects.toThrow('must be owner');
  await Promise.all([first.drop(), second.drop()]);
});
