import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { trusts } from '@crosstrust/contract';
import { Client } from 'pg';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { issuesOf, type Resource } from './testing/fhir-validator.ts';
import { openActor } from './testing/actor.ts';
import { openSystem, type System } from './testing/system.ts';

// each look of the staff's and each verification is a program of its own
vi.setConfig({ testTimeout: 120_000 });

const trust = 'derby-burton';
const patientKey = 'eighty-one';

let system: System;
let session: string;
beforeAll(async () => {
  system = await openSystem();
  session = await system.signIn(patientKey);
});

interface Entry {
  at: string;
  action: string;
  by: string;
  share: string | null;
  kinds: string[];
  change: string | null;
  outcome: string;
  code: string | null;
}
interface Log {
  trust: { key: string };
  accessLog: { totalCount: number; nodes: Entry[] } | null;
}

/** The rows of each of the patient's trusts, newest first. */
async function readLogs(args = ''): Promise<Map<string, Entry[]>> {
  const { data, errors } = await system.portal.ask(
    `{ me { records { trust { key } accessLog${args} { totalCount nodes { at action by share kinds change outcome code } } } } }`,
    { session },
  );
  expect(errors).toBeUndefined();
  const { records } = (data as { me: { records: Log[] } }).me;
  return new Map(records.map(({ trust: { key }, accessLog }) => [key, accessLog?.nodes ?? []]));
}
const ask = async (query: string, by = session, variables: object = {}) => {
  const { data, errors } = await system.portal.ask(query, { session: by, variables });
  expect(errors).toBeUndefined();
  return data;
};
const plain = { share: null, change: null, outcome: 'DONE', code: null };

describe('who looked at my record', () => {
  it('is told by each trust of its own part: one query over all of them is a row at each', async () => {
    await ask('{ me { records { letters(first: 1) { nodes { id } } } } }');
    const logs = await readLogs();
    expect([...logs.keys()]).toEqual(system.person(patientKey).trusts);
    for (const rows of logs.values()) {
      expect(rows[0]).toMatchObject({ ...plain, action: 'LOOKED', by: 'YOU' });
      expect(rows[0]?.kinds).toEqual(expect.arrayContaining(['CLINIC_LETTERS']));
    }
  });

  it('D4 D12 W4 tells of a carer by the share of hers, and of the trust that let her see nothing', async () => {
    const { email } = system.person('carer');
    const input = {
      name: 'My daughter',
      email,
      relationship: 'PARENT',
      trusts: [{ trust, sections: ['CLINIC_LETTERS'], may: 'READ' }],
      idempotencyKey: randomUUID(),
    };
    const shared = await ask(
      'mutation ($input: ShareRecordInput!) { shareRecord(input: $input) { share { id } userErrors { code field } } }',
      session,
      { input },
    );
    const made = (shared as { shareRecord: { share: { id: string } | null; userErrors: object[] } }).shareRecord;
    expect(made).toEqual({ share: { id: expect.any(String) }, userErrors: [] });
    const share = made.share?.id;
    const carer = await system.signIn('carer');
    await ask(
      'mutation ($input: AcceptShareInput!) { acceptShare(input: $input) { shared { id } userErrors { code } } }',
      carer,
      { input: { secret: await secretFor(email), idempotencyKey: randomUUID() } },
    );
    const looked = await system.portal.ask(
      '{ sharedWithMe { records { letters(first: 1) { nodes { id } } appointments(first: 1) { nodes { id } } } } }',
      { session: carer },
    );
    expect(looked.errors?.map(({ extensions }) => extensions.code)).toEqual(['SECTION_NOT_SHARED']);

    const logs = await readLogs('(by: [CARER])');
    expect(logs.get(trust)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ ...plain, by: 'CARER', share, kinds: ['CLINIC_LETTERS'] }),
        expect.objectContaining({ ...plain, by: 'CARER', share, outcome: 'REFUSED', code: 'SECTION_NOT_SHARED' }),
      ]),
    );
    for (const [key, rows] of logs) if (key !== trust) expect(rows.filter((row) => row.share === share)).toEqual([]);
    // she reads her own record's log, and nothing of this one
    const hers = await system.portal.ask('{ sharedWithMe { records { accessLog { totalCount } } } }', {
      session: carer,
    });
    expect(hers.errors?.map(({ extensions }) => extensions.code)).toEqual(['SECTION_NOT_SHARED']);
    // one live share for each two people: the next test of theirs makes its own
    await ask('mutation ($input: EndShareInput!) { endShare(input: $input) { userErrors { code } } }', session, {
      input: { share, idempotencyKey: randomUUID() },
    });
  });

  it('K15 tells what the patient changed, and that the staff looked at it', async () => {
    const patient = await openActor(system, patientKey, trust);
    const before = (await readLogs('(by: [STAFF])')).get(trust) ?? [];
    const mistake = { about: 'NOT_URGENT', words: 'The street has another name by now.' };
    const made = await patient.act<{ report: { number: string } }>('reportMistake', mistake, 'report { number }');
    await system.tool('staff', ['--trust', trust, 'show', made.report.number]);
    const [staff, ...rest] = (await readLogs('(by: [STAFF])')).get(trust) ?? [];
    expect(rest).toEqual(before);
    const staffLook = { ...plain, action: 'LOOKED', by: 'STAFF', kinds: ['DETAILS', 'REPORTS'], change: 'staff-show' };
    expect(staff).toMatchObject(staffLook);
    const own = (await readLogs('(by: [YOU])')).get(trust) ?? [];
    expect(own).toContainEqual(expect.objectContaining({ ...plain, action: 'CHANGED', change: 'report-mistake' }));
  });

  it('is kept as AuditEvents of FHIR R4 that an independent validator accepts, and names nobody', async () => {
    const rows = (await system.dump())[databaseOf(trust)]?.filter(({ table }) => table === 'access_log') ?? [];
    const resources = rows.map(({ row }) => (JSON.parse(row) as { event: Resource }).event);
    expect(resources.length).toBeGreaterThan(5);
    const entry = resources.map((resource) => ({ fullUrl: `urn:uuid:${resource.id}`, resource }));
    expect(issuesOf({ resourceType: 'Bundle', type: 'collection', entry })).toEqual([]);
    const { given, family, nhsNumber } = system.person(patientKey);
    for (const { row } of rows) for (const text of [given, family, nhsNumber]) expect(row).not.toContain(text);
  });
});

describe('npm run audit:verify', () => {
  it('finds every trust’s ledger sound, and anchored at accounts', async () => {
    await untilAnchored();
    const lines = (await verify()).printed.trim().split('\n');
    expect(lines).toEqual(
      trusts.map(({ key }) => expect.stringMatching(new RegExp(`^${key}: \\d+ rows, head \\d+, .*: sound$`))),
    );
    expect(lines.find((line) => line.startsWith(trust))).toMatch(/anchored up to \d+: sound$/);
  });

  it('finds a row that was changed', async () => {
    await tamper(
      'create table kept as select * from access_log',
      `update access_log set event = replace(event::text, '"YOU"', '"STAFF"')::json where seq = 1`,
    );
    const { code, printed } = await verify('--trust', trust);
    await tamper('delete from access_log', 'insert into access_log select * from kept', 'drop table kept');
    expect(printed).toMatch(/ 1 fault\n {2}row 1 was changed: its hash is not that of what it says\n$/);
    expect(code).toBe(1);
    expect(await verify('--trust', trust)).toEqual({ code: 0, printed: expect.stringMatching(/: sound\n$/) });
  });

  it('finds an end that was cut off together with the head, by the anchor', async () => {
    await untilAnchored();
    await tamper(
      'create table kept as select * from access_log',
      'create table kept_head as select * from ledger_head',
      'delete from access_log where seq > (select max(seq) from access_log) - 2',
      'update ledger_head set (seq, hash) = (select seq, hash from access_log order by seq desc limit 1)',
    );
    const { code, printed } = await verify('--trust', trust);
    await tamper(
      'delete from access_log; insert into access_log select * from kept; drop table kept',
      'delete from ledger_head; insert into ledger_head select * from kept_head; drop table kept_head',
    );
    expect(code).toBe(1);
    expect(printed).toMatch(/the end is cut off: row \d+ was anchored at .*, and the last row is \d+/);
  });
});

const databaseOf = (key: string) => key.replaceAll('-', '_');

async function secretFor(email: string): Promise<string> {
  for (let tries = 0; tries < 100; tries += 1) {
    for (const { to, text } of await system.inbox.read()) {
      const secret = to === email ? /code: ([A-Za-z0-9_-]{43}) /.exec(text)?.[1] : undefined;
      if (secret) return secret;
    }
    await pause(50);
  }
  throw new Error('no invitation came');
}

/** As somebody who has taken the trust's database server over. */
async function tamper(...statements: string[]): Promise<void> {
  const client = new Client({ connectionString: system.databases[databaseOf(trust)] });
  await client.connect();
  for (const sql of statements) await client.query(sql);
  await client.end();
}

/** Until accounts has the head of the ledger: the trust sends it every ten seconds. */
async function untilAnchored(): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    const { printed } = await verify('--trust', trust);
    const [, head, anchored] = /head (\d+), anchored up to (\d+)/.exec(printed) ?? [];
    if (head !== undefined && head === anchored) return;
    await pause(500);
  }
  throw new Error('the ledger was not anchored');
}

async function verify(...args: string[]): Promise<{ code: number; printed: string }> {
  return system.tool('audit-verify', args).then(
    (printed) => ({ code: 0, printed }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
      code,
      printed: stdout + stderr,
    }),
  );
}
