import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aPolicy } from '../testing/builders.ts';
import { clearLedger, verified, withoutLedger } from '../testing/ledger.ts';
import { ids, lives } from '../testing/lives.ts';
import { people, type RecordBed, startRecordBed } from '../testing/record-bed.ts';

const record = people.patient;

let bed: RecordBed;
beforeAll(async () => {
  const { items = [], documents = [] } = lives[0] ?? {};
  const now = '2026-06-15T12:00:00.000Z';
  bed = await startRecordBed({ policies: { one: aPolicy(), two: aPolicy() }, items, documents, now });
});
afterAll(() => bed?.close());
beforeEach(() => clearLedger(bed.database));

const look = (selection: string) => `{ exampleRecord(id: "${record}") { ${selection} } }`;
const letters = look('letters { nodes { id } }');
const countRows = async () => (await bed.rows('select from access_log')).length;

describe('without the ledger', () => {
  const unavailable = { message: expect.any(String), extensions: { code: 'LEDGER_UNAVAILABLE' } };

  it('nothing of a record is answered, by any route, and everything again once it is back', async () => {
    const { data } = await bed.ask(look(`letter(id: "${ids.letter}") { ... on ExampleLetter { document { url } } }`));
    const { url } = data.exampleRecord.letter.document;
    await withoutLedger(bed.database, async () => {
      expect(await bed.ask(letters)).toEqual({ errors: [unavailable] });
      const document = await bed.open(url);
      expect([document.status, document.headers.get('content-disposition'), await document.json()]).toEqual([
        503,
        null,
        { errors: [unavailable] },
      ]);
      expect((await bed.ask(look('id sections { state }'))).errors).toBeUndefined();
    });
    expect((await bed.ask(letters)).errors).toBeUndefined();
    expect((await bed.open(url)).status).toBe(200);
    expect(await countRows()).toBe(3);
  });

  it('an answer waits for its row to be committed, and one whose writer is killed does not leave', async () => {
    const blocker = new Client({ connectionString: bed.database.adminUrl });
    await blocker.connect();
    const hold = () => blocker.query('begin; select from ledger_head for update');
    const writer = "select pid from pg_stat_activity where wait_event_type = 'Lock' and query like '%append_access%'";
    const untilItWaits = async () => {
      for (;;) if ((await blocker.query(writer)).rowCount) return;
    };
    try {
      await hold();
      let isAnswered = false;
      const answer = bed.ask(letters).finally(() => {
        isAnswered = true;
      });
      await untilItWaits();
      expect([isAnswered, await countRows()]).toEqual([false, 0]);
      await blocker.query('commit');
      expect((await answer).errors).toBeUndefined();
      expect(await countRows()).toBe(1);

      await hold();
      const lost = bed.ask(letters);
      await untilItWaits();
      await blocker.query(`select pg_terminate_backend(pid) from (${writer}) as writer`);
      await blocker.query('commit');
      expect(await lost).toEqual({ errors: [unavailable] });
      expect(await countRows()).toBe(1);
      expect((await bed.ask(letters)).errors).toBeUndefined();
    } finally {
      await blocker.end();
    }
    expect(await verified(bed.database)).toMatchObject({ rows: 2, faultCount: 0 });
  });
});

describe('the chain', () => {
  it('is on the disk once it is committed, also on a server that does not wait for that', async () => {
    const owner = new Client({ connectionString: bed.database.ownerUrl });
    await owner.connect();
    const setting = async () => (await owner.query('show synchronous_commit')).rows[0].synchronous_commit;
    const before = await setting();
    await owner.query('begin');
    await owner.query("select append_access('{}')");
    const within = await setting();
    await owner.query('commit');
    expect([before, within, await setting()]).toEqual(['off', 'on', 'off']);
    await owner.end();
  });

  it('is one and whole under fifty requests at once to two processes, with a change among them', async () => {
    const asks = Array.from({ length: 50 }, (_, n) => bed.ask(letters, { at: n % 2 ? 'one' : 'two' }));
    const note = `mutation { example { markLetters(input: { record: "${record}", idempotencyKey: "among-1234", letters: ["${ids.letter}"], as: SEEN }) { userErrors { code } } } }`;
    const answers = await Promise.all([...asks, bed.ask(note)]);
    expect(answers.flatMap(({ errors = [] }) => errors)).toEqual([]);
    expect(await verified(bed.database)).toEqual({
      rows: 52,
      head: 52,
      anchoredUpTo: null,
      faultCount: 0,
      faults: [],
    });
  });

  it.each([
    'update access_log set at = now()',
    'delete from access_log',
    'truncate access_log',
    'insert into access_log select * from access_log',
    'update ledger_head set seq = 0',
    'delete from ledger_head',
    'select * from access_log for update',
  ])('the application cannot: %s', async (sql) => {
    await bed.ask(letters);
    const application = new Client({ connectionString: bed.database.appUrl });
    await application.connect();
    await application.query("select set_config('app.records', $1, false)", [record]);
    await expect(application.query(sql)).rejects.toThrow('permission denied');
    await application.end();
  });

  it('its owner changes and removes nothing either, unless the policies go first', async () => {
    await bed.ask(letters);
    const owner = new Client({ connectionString: bed.database.ownerUrl });
    await owner.connect();
    expect((await owner.query('select from access_log')).rowCount).toBe(1);
    expect((await owner.query('update access_log set at = now()')).rowCount).toBe(0);
    expect((await owner.query('delete from access_log')).rowCount).toBe(0);
    await owner.end();
  });
});
