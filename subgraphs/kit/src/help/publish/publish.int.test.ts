import { createTestDatabase, type TestDatabase } from '@crosstrust/service/testing';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { migrate } from '../../storage/migrate.ts';
import { aPolicy } from '../../testing/builders.ts';
import { aNotice, anArticle, publishEntries } from '../../testing/help.ts';

const policy = aPolicy();
let database: TestDatabase;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase('trust', migrate);
  client = new Client({ connectionString: database.ownerUrl });
  await client.connect();
});
beforeEach(() => client.query('delete from article; delete from notice'));
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

const publish = (entries: readonly object[] | string, options: { replace?: boolean; name?: string } = {}) =>
  publishEntries(entries, { policy, ownerUrl: database.ownerUrl, ...options });
const stored = async () => [
  ...(await client.query('select id, title from article order by id')).rows.map(({ id, title }) => `${id}: ${title}`),
  ...(await client.query('select id, words from notice order by id')).rows.map(({ id }) => `notice ${id}`),
];

it('D3 W14 U11 K4 publishes articles and notices, changes what is newer, and leaves the rest', async () => {
  const first = await publish([anArticle(), anArticle({ id: 'other' }), aNotice()]);
  expect(first.told).toBe('example: 3 entries read, 3 new or changed, 0 removed\n');
  const second = await publish([anArticle({ title: 'Sleeping better' }), aNotice()]);
  expect(second.published).toEqual({ written: 1, removed: 0 });
  expect(await stored()).toEqual(['other: Sleeping well', 'sleep: Sleeping better', 'notice codes']);
});

it('removes what is gone when it is told to replace', async () => {
  await publish([anArticle(), anArticle({ id: 'other' }), aNotice()]);
  expect((await publish([anArticle()], { replace: true })).published).toEqual({ written: 0, removed: 2 });
  expect(await stored()).toEqual(['sleep: Sleeping well']);
});

it('reads JSON lines', async () => {
  await publish(`${JSON.stringify(anArticle())}\n\n${JSON.stringify(aNotice())}\n`, { name: 'all.jsonl' });
  expect(await stored()).toEqual(['sleep: Sleeping well', 'notice codes']);
});

it('makes the same guide of the same words, and no other kind a PDF', async () => {
  await publish([anArticle({ id: 'faq', kind: 'GUIDES' }), anArticle()]);
  expect((await publish([anArticle({ id: 'faq', kind: 'GUIDES' })])).published.written).toBe(0);
  expect((await client.query('select id from article where pdf is not null')).rows).toEqual([{ id: 'faq' }]);
});

it('says so when a kind does not show', async () => {
  const { LIBRARY, ...others } = policy.help.articles;
  const without = aPolicy({
    help: { ...policy.help, articles: { ...others, LIBRARY: { ...LIBRARY, state: 'NOT_YET' } } } as never,
  });
  const { told } = await publishEntries([anArticle()], { policy: without, ownerUrl: database.ownerUrl });
  expect(told).toContain('1 of them are of a kind that the policy does not offer');
});

it.each([
  ['a kind that there is not', [anArticle(), anArticle({ id: 'b', kind: 'NEWS' })], 'entries.json, entry 2: kind: '],
  ['an unknown key', [anArticle({ html: '<b>' })], 'entries.json, entry 1: Unrecognized key'],
  ['an id twice', [anArticle(), anArticle()], 'entry 2: id: the article sleep stands at entries.json, entry 1 already'],
  ['an id that is no part of an address', [anArticle({ id: '../x' })], 'entry 1: id: expected a name'],
  ['an empty text', [anArticle({ body: [] })], 'entry 1: body: '],
  ['a control character', [anArticle({ body: ['a\u0000b'] })], 'entry 1: body: 0: expected plain text'],
  ['a day for an instant', [anArticle({ publishedAt: '2026-01-01' })], 'entry 1: publishedAt: '],
  [
    'a notice that ends before it begins',
    [aNotice({ until: '2026-02-01T00:00:00Z' })],
    'entry 1: until: expected to be after',
  ],
  ['a notice without advice', [aNotice({ advice: [] })], 'entry 1: advice: '],
  [
    'a guide that cannot be set',
    [anArticle({ kind: 'GUIDES', body: ['睡眠'] })],
    'entry 1: body: its PDF cannot be set',
  ],
  ['neither', [{ type: 'page' }], 'entry 1: type: '],
  ['no list', '{}', 'entries.json: expected a JSON array'],
  ['nothing', '[]', 'there is nothing to publish at'],
  ['no JSON', '[', 'entries.json: this is not JSON'],
])('writes nothing of a publication with %s, and says where', async (_what, entries, told) => {
  await expect(publish(entries)).rejects.toThrow(told);
  expect(await stored()).toEqual([]);
});

it('writes nothing when the database refuses one of them', async () => {
  await client.query(`alter table article add constraint no_other check (id <> 'other') not valid`);
  await expect(publish([anArticle(), anArticle({ id: 'other' })])).rejects.toThrow('no_other');
  await client.query('alter table article drop constraint no_other');
  expect(await stored()).toEqual([]);
});
