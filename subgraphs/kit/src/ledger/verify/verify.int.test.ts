import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { AnchorLine } from '@crosstrust/contract';
import { createTestDatabase, type TestDatabase } from '@crosstrust/service/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../../storage/migrate.ts';
import { exampleTrusts } from '../../testing/builders.ts';
import { asSuperuser, clearLedger, verified } from '../../testing/ledger.ts';
import { readRows } from '../../testing/rows.ts';
import { appendSql } from '../append-access.ts';
import { writeAuditEvent } from '../audit-event.ts';
import { runVerify } from './run-verify.ts';

const trust = exampleTrusts[0];
if (!trust) throw new Error('no trust');
const anchoredAt = '2026-06-15T12:00:10.000Z';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase('trust', migrate);
});
afterAll(() => database?.drop());
beforeEach(async () => {
  await clearLedger(database);
  const events = Array.from({ length: 10 }, (_, n) =>
    writeAuditEvent(trust, {
      recordId: 'aaaaaaaa-0000-4000-8000-000000000001',
      at: new Date(Date.UTC(2026, 5, 15, 12, 0, n)),
      action: 'R',
      kinds: ['TEST_RESULTS'],
      correlation: 'correlation',
      by: 'YOU',
      actor: 'actor',
    }),
  );
  await readRows(database.ownerUrl, appendSql, [events]);
});

/** An anchor of a row as it is now. */
async function anchor(seq: number): Promise<AnchorLine> {
  const [row] = await readRows(database.adminUrl, 'select hash from access_log where seq = $1', [seq]);
  const hash = row?.['hash'] as Buffer;
  return { seq, hash: hash.toString('base64url'), readAt: anchoredAt, verdict: 'kept' };
}
const tamper = (...sql: string[]) => asSuperuser(database, ...sql);
/** What somebody does who knows how the chain is made: new hashes from a row on to the end, and the head's. */
const recomputeFrom = (seq: number) => `
  do $$ declare row record; last bytea; begin
    select hash into last from access_log where seq = ${seq - 1};
    for row in select seq, event from access_log where seq >= ${seq} order by seq loop
      update access_log set previous = last, hash = sha256(last || convert_to(row.seq || E'\\n' || row.event::text, 'UTF8'))
      where seq = row.seq returning hash into last;
    end loop;
    update ledger_head set seq = (select max(seq) from access_log), hash = last;
  end $$`;

it('finds nothing in a chain that nobody touched, with anchors in the middle and at the end', async () => {
  expect(await verified(database, [await anchor(4), await anchor(10)])).toEqual({
    rows: 10,
    head: 10,
    anchoredUpTo: 10,
    faultCount: 0,
    faults: [],
  });
});

it('walks a chain of more rows than it holds at once', async () => {
  const [{ event } = {}] = await readRows(database.adminUrl, 'select event::text as event from access_log limit 1');
  const more = Array.from({ length: 2_500 }, (_, n) =>
    (event as string).replace(/"id":"[^"]+"/, `"id":"bbbbbbbb-0000-4000-8000-${String(n).padStart(12, '0')}"`),
  );
  await readRows(database.ownerUrl, appendSql, [more]);
  expect(await verified(database, [await anchor(2_510)])).toMatchObject({
    rows: 2_510,
    anchoredUpTo: 2_510,
    faultCount: 0,
  });
});

describe('it finds', () => {
  const changed = (seq: number) => `row ${seq} was changed: its hash is not that of what it says`;
  const columns = (seq: number) => `row ${seq} was changed: its columns are not what its event says`;
  const other = (seq: number) => `row ${seq} is not the row that was anchored at ${anchoredAt}`;
  const cut = (seq: number, last: number) =>
    `the end is cut off: row ${seq} was anchored at ${anchoredAt}, and the last row is ${last}`;
  const kinds = (of: string) =>
    `update access_log set event = replace(event::text, 'TEST_RESULTS', 'DETAILS')::json where seq ${of}`;

  it.each([
    ['a row whose event was changed', [kinds('= 5')], [changed(5)]],
    [
      'a row that was given to another record',
      ['update access_log set record_id = gen_random_uuid() where seq = 5'],
      [columns(5)],
    ],
    ['a row whose time was changed', ["update access_log set at = at - interval '1 day' where seq = 5"], [columns(5)]],
    [
      'a row that was changed with its hash',
      [
        kinds('= 5'),
        `update access_log set hash = sha256(previous || convert_to(seq || E'\\n' || event::text, 'UTF8')) where seq = 5`,
      ],
      ['row 6 does not follow row 5'],
    ],
    ['a row that is missing', ['delete from access_log where seq = 5'], ['row 5 is missing']],
    ['rows that are missing', ['delete from access_log where seq between 3 and 6'], ['rows 3 to 6 are missing']],
    ['the first row missing', ['delete from access_log where seq = 1'], ['row 1 is missing']],
    [
      'rows in each other’s place',
      [
        'update access_log set seq = case seq when 5 then -6 else -5 end where seq in (5, 6)',
        'update access_log set seq = -seq where seq < 0',
      ],
      [
        'row 5 does not follow row 4',
        changed(5),
        'row 6 does not follow row 5',
        changed(6),
        'row 7 does not follow row 6',
      ],
    ],
    [
      'a row that was put in between',
      [
        'update access_log set seq = -seq where seq > 5',
        'update access_log set seq = 1 - seq where seq < 0',
        'insert into access_log select 6, record_id, gen_random_uuid(), at, event, hash, hash from access_log where seq = 5',
      ],
      expect.arrayContaining([
        changed(6),
        changed(7),
        changed(11),
        'the head says that the last row is 10, and it is 11',
      ]),
    ],
    [
      'a row at the end that the head does not know',
      [
        "insert into access_log select 11, record_id, gen_random_uuid(), at, event, hash, sha256(hash || convert_to(11 || E'\\n' || event::text, 'UTF8')) from access_log where seq = 10",
      ],
      [
        'row 11 was changed: its columns are not what its event says',
        'the head says that the last row is 10, and it is 11',
      ],
    ],
    [
      'a row taken out and the chain closed behind it',
      ['delete from access_log where seq = 5', 'update access_log set seq = seq - 1 where seq > 5', recomputeFrom(5)],
      [other(8), cut(10, 9)],
    ],
    ['a chain made anew from a row on', [kinds('= 5'), recomputeFrom(5)], [other(8), other(10)]],
    [
      'an end that was cut off, without the head',
      ['delete from access_log where seq > 7'],
      [cut(10, 7), 'the head says that the last row is 10, and it is 7'],
    ],
    [
      'an end that was cut off, with the head',
      ['delete from access_log where seq > 7', recomputeFrom(7)],
      [cut(10, 7)],
    ],
    [
      'everything gone',
      ['truncate access_log', "update ledger_head set seq = 0, hash = decode(repeat('00', 32), 'hex')"],
      [cut(10, 0)],
    ],
    ['the head gone', ['delete from ledger_head'], ['the chain’s head is gone']],
    ['another head', ["update ledger_head set hash = sha256('')"], ['the head’s hash is not that of row 10']],
  ] satisfies [string, string[], unknown][])('%s', async (_what, sql, faults) => {
    const anchors = [await anchor(8), await anchor(10)];
    await tamper(...sql);
    expect((await verified(database, anchors)).faults).toEqual(faults);
  });

  it('what accounts refused, with its evidence', async () => {
    const refused: AnchorLine = { ...(await anchor(8)), hash: 'x'.repeat(43), verdict: 'conflict' };
    expect((await verified(database, [await anchor(8), refused, await anchor(10)])).faults).toEqual([
      `at ${anchoredAt} accounts was told of another row 8, and refused it`,
    ]);
  });
});

describe('verify-ledger', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'crosstrust-verify-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function run(...args: string[]): Promise<{ sound: boolean; printed: string }> {
    const out = new PassThrough();
    const env = { NODE_ENV: 'test', MIGRATION_DATABASE_URL: database.ownerUrl };
    const sound = await runVerify(args, { trust: 'example', env, out });
    return { sound, printed: String(out.read()) };
  }
  const fileOf = async (...anchors: AnchorLine[]) => {
    const file = join(folder, 'anchors');
    await writeFile(file, anchors.map((line) => `${JSON.stringify(line)}\n`).join(''));
    return file;
  };

  it('says in one line that all is well', async () => {
    expect(await run()).toEqual({
      sound: true,
      printed: 'example: 10 rows, head 10, compared with no anchor: sound\n',
    });
    expect(await run('--anchors', await fileOf())).toEqual({
      sound: true,
      printed: 'example: 10 rows, head 10, not anchored yet: sound\n',
    });
    expect(await run('--anchors', await fileOf(await anchor(9)))).toEqual({
      sound: true,
      printed: 'example: 10 rows, head 10, anchored up to 9: sound\n',
    });
  });

  it('names each fault, the first twenty of many, and for a program as JSON', async () => {
    const file = await fileOf(await anchor(10));
    await tamper('delete from access_log where seq > 7', 'update access_log set event = \'{"id":"x"}\' where seq < 3');
    expect(await run('--anchors', file)).toEqual({
      sound: false,
      printed: `example: 7 rows, head 10, anchored up to 10: 4 faults
  row 1 was changed: its hash is not that of what it says
  row 2 was changed: its hash is not that of what it says
  the end is cut off: row 10 was anchored at ${anchoredAt}, and the last row is 7
  the head says that the last row is 10, and it is 7
`,
    });
    const { printed } = await run('--json', '--anchors', file);
    expect(JSON.parse(printed)).toMatchObject({ trust: 'example', rows: 7, faultCount: 4 });
  });

  it('refuses what it does not know', async () => {
    await expect(run('--anchor', 'x')).rejects.toThrow('use: verify-ledger');
  });
});
