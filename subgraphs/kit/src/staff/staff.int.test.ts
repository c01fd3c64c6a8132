import { PassThrough, Readable } from 'node:stream';
import { type Grant, linkScope } from '@crosstrust/contract';
import type { RunningService } from '@crosstrust/service';
import { createTestDatabase, type TestDatabase } from '@crosstrust/service/testing';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { clinicOf } from '../appointments/clinic.ts';
import { runTrust } from '../run-trust.ts';
import type { AppointmentContent } from '../storage/content.ts';
import { migrate } from '../storage/migrate.ts';
import { ask } from '../testing/ask.ts';
import { aPolicy } from '../testing/builders.ts';
import { startIssuer } from '../testing/issuer.ts';
import { ids, lives } from '../testing/lives.ts';
import { readRows } from '../testing/rows.ts';
import { seed, testKeys, testVault } from '../testing/seed.ts';
import { startTrust } from '../testing/start-trust.ts';
import { fileTask, type Task } from '../verbs/task.ts';
import { harmless } from './print.ts';
import { runStaff } from './run-staff.ts';

const now = new Date('2026-06-15T12:00:00.000Z');
const later = new Date('2026-06-16T09:30:00.000Z');
const policy = aPolicy();
const own: Grant = { record: ids.adult, relation: 'self', sections: 'all' };
const keys = testKeys.map(({ id, key }) => `${id}:${key.toString('base64')}`).join(',');
const slotId = '00000000-0000-4000-8000-000000000077';

let database: TestDatabase;
let issuer: Awaited<ReturnType<typeof startIssuer>>;
let trust: RunningService;
let owner: string;

beforeAll(async () => {
  database = await createTestDatabase('trust', migrate);
  issuer = await startIssuer();
  trust = await startTrust({ policy, databaseUrl: database.appUrl, issuerUrl: issuer.url, clock: () => now });
  owner = await issuer.mint({ audience: 'example', grants: [own], now });
});
afterAll(async () => {
  await Promise.all([trust?.close(), issuer?.close()]);
  await database?.drop();
});
beforeEach(async () => {
  await rows('delete from task; delete from set_aside; delete from slot; delete from record');
  await seed(database.ownerUrl, lives);
});

const rows = (sql: string, values: readonly unknown[] = []) => readRows(database.adminUrl, sql, values);
const env = () => ({ MIGRATION_DATABASE_URL: database.ownerUrl, DATA_KEYS: keys, LOOKUP_KEYS: keys });

/** What the command prints. */
async function staff(args: readonly string[], input = ''): Promise<string> {
  const out = new PassThrough();
  await runStaff(args, { policy, env: env(), clock: () => later, out, input: Readable.from([input]) });
  out.end();
  return (await out.toArray()).join('');
}
const staffJson = async (...args: string[]): Promise<unknown> => JSON.parse(await staff([...args, '--json']));

/** Files a task as the verbs do; the adult's unless the record is said to be null. */
async function file(task: Task, recordId: string | null = ids.adult): Promise<string> {
  const client = new Client({ connectionString: database.adminUrl });
  await client.connect();
  const query = async (text: string, values: readonly unknown[] = []) => (await client.query(text, [...values])).rows;
  return fileTask({ query } as never, { vault: testVault, now, recordId, actor: 'actor' }, task)
    .then(({ number }) => number)
    .finally(() => client.end());
}
/** An appointment that waits for the staff, with its place in the clinic. */
async function waiting(kind: 'rebooking' | 'cancellation'): Promise<string> {
  const status = kind === 'rebooking' ? 'pending-reschedule' : 'pending-cancellation';
  await rows('update item set status = $2 where id = $1', [ids.appointment, status]);
  const content = lives[0]?.items?.[0]?.content as AppointmentContent;
  await rows(
    'insert into slot (id, clinic, source, starts_at, ends_at, capacity, taken) values ($1, $2, $3, $4, $5, 3, 2)',
    [slotId, clinicOf('example', content), 'example', content.startsAt, content.endsAt],
  );
  return file({ kind, item: ids.appointment, content: { words: 'After 2 pm, please.' } });
}
const stateOf = async () => ({
  item: (await rows('select status from item where id = $1', [ids.appointment]))[0]?.['status'],
  taken: (await rows('select taken from slot'))[0]?.['taken'],
  audit: (await rows('select actor, verb, record_id, item_id from audit')).map(({ verb }) => verb),
  owed: (await rows('select kind from outbox order by kind')).map(({ kind }) => kind),
});
const shown = async (selection: string) =>
  (
    (await ask(trust.url, `{ exampleRecord(id: "${ids.adult}") { ${selection} } }`, { token: owner })) as {
      data: { exampleRecord: object };
    }
  ).data.exampleRecord;

describe('staff list', () => {
  it('K15 prints what waits, the oldest first, and nothing of what patients wrote', async () => {
    const mistake = await file({
      kind: 'mistake',
      item: ids.letter,
      content: { topic: 'IMPORTANT', words: 'Wrong dose.' },
    });
    const support = await file({ kind: 'support', content: { words: 'Help.', replyTo: 'a@example.org' } }, null);
    await rows("update task set created_at = created_at + interval '1 minute' where number = $1", [support]);
    const printed = await staff(['list']);
    expect(printed).toBe(
      `number       kind     since              state  item                                  record\n` +
        `${mistake}  mistake  2026-06-15 12:00Z  open   ${ids.letter}  ${ids.adult}\n` +
        `${support}  support  2026-06-15 12:01Z  open   -                                     -\n`,
    );
    expect(await staffJson('list', '--kind', 'support')).toEqual([
      { number: support, kind: 'support', since: '2026-06-15T12:01:00.000Z', state: 'open', item: null, record: null },
    ]);
  });

  it('leaves out what was answered, unless all is asked for', async () => {
    const number = await file({ kind: 'mistake', content: { words: 'Wrong.' } });
    await staff(['resolve', number]);
    expect(await staff(['list'])).toBe('nothing waits\n');
    expect(await staffJson('list', '--all')).toMatchObject([{ number, state: 'answered' }]);
  });
});

describe('staff show', () => {
  it('K15 prints what the patient wrote and whose record it is, and leaves a line in the audit', async () => {
    const number = await file({
      kind: 'mistake',
      item: ids.letter,
      content: { topic: 'IMPORTANT', source: 'example', words: 'The dose\nis wrong.' },
    });
    expect(await staff(['show', number.toLowerCase().replaceAll('-', ' ')])).toBe(
      `number      ${number}
kind        mistake
about       IMPORTANT
since       2026-06-15 12:00Z
state       open
NHS number  999 000 0018
record      ${ids.adult}
item        ${ids.letter} (CLINIC_LETTERS of 2026-05-02 00:00Z, final)
source      example
words       The dose
            is wrong.
`,
    );
    expect(await rows('select actor, verb, record_id, item_id from audit')).toEqual([
      { actor: 'staff', verb: 'staff-show', record_id: ids.adult, item_id: ids.letter },
    ]);
    expect(
      await rows("select record_id, event #>> '{agent,0,role,0,coding,0,code}' as by from access_log"),
    ).toContainEqual({
      record_id: ids.adult,
      by: 'STAFF',
    });
  });

  it('prints where to answer who is not signed in', async () => {
    const number = await file({ kind: 'support', content: { words: 'Help.', replyTo: 'a@example.org' } }, null);
    expect(await staffJson('show', number)).toMatchObject({ replyTo: 'a@example.org', nhsNumber: null, record: null });
  });

  it('prints no order to a terminal that a patient could have written', () => {
    expect(harmless('a\u001b[2J\u009b2J\u0000b\r\nc\u202ed')).toBe('a[2J2Jb\ncd');
  });
});

describe('staff resolve', () => {
  it('K15 answers a report, once: the patient reads it', async () => {
    const number = await file({ kind: 'mistake', content: { topic: 'IMPORTANT', words: 'Wrong dose.' } });
    expect(await staff(['resolve', number, '--reply', '-'], 'Corrected, thank you.\n')).toBe(
      `${number} resolved: the patient reads the answer\n`,
    );
    expect(await shown('reports { nodes { number state answeredAt reply } }')).toEqual({
      reports: {
        nodes: [{ number, state: 'ANSWERED', answeredAt: later.toISOString(), reply: 'Corrected, thank you.' }],
      },
    });
    expect(await stateOf()).toMatchObject({ audit: ['staff-resolve-mistake'], owed: ['staff-answered'] });
    const [{ reply } = {}] = await rows('select reply from task');
    expect((reply as Buffer).includes('Corrected')).toBe(false);
  });

  it('U2 U9 cancels what a patient asked to cancel, and gives the place back', async () => {
    const number = await waiting('cancellation');
    expect(await staffJson('resolve', number, '--reply', 'Done.')).toEqual({
      number,
      kind: 'cancellation',
      decision: 'resolved',
      outcome: 'its appointment is cancelled, and its place is free',
    });
    expect(await stateOf()).toEqual({
      item: 'cancelled',
      taken: 1,
      audit: ['staff-resolve-cancellation'],
      owed: ['appointment-cancelled', 'staff-answered'],
    });
    expect(await shown('appointments { nodes { status } } reports { nodes { kind state reply } }')).toEqual({
      appointments: { nodes: [{ status: 'CANCELLED' }] },
      reports: { nodes: [{ kind: 'CANCELLATION', state: 'ANSWERED', reply: 'Done.' }] },
    });
  });

  it.each([
    ['cancellation', ['--decline'], 'staff-decline-cancellation'],
    ['rebooking', [], 'staff-resolve-rebooking'],
    ['rebooking', ['--decline'], 'staff-decline-rebooking'],
  ] as const)('U2 U9 a %s with %j leaves the appointment booked, and its place taken', async (kind, flags, verb) => {
    const number = await waiting(kind);
    await staff(['resolve', number, ...flags]);
    expect(await stateOf()).toEqual({ item: 'booked', taken: 2, audit: [verb], owed: ['staff-answered'] });
  });

  it('U2 leaves an appointment alone that an import has changed since', async () => {
    const number = await waiting('cancellation');
    await rows("update item set status = 'fulfilled' where id = $1", [ids.appointment]);
    expect(await staff(['resolve', number])).toBe(
      `${number} resolved: its appointment is fulfilled by now, and stays so\n`,
    );
    expect(await stateOf()).toMatchObject({ item: 'fulfilled', taken: 2, owed: ['staff-answered'] });
  });

  it.each([
    [[], 'the item stays withheld', 0],
    [['--decline'], 'the item shows in the record again', 1],
  ] as const)('what was reported as not mine, with %j: %s', async (flags, outcome, totalCount) => {
    const verb = `mutation { example { reportItemNotMine(input: { record: "${ids.adult}", item: "${ids.letter}", idempotencyKey: "staff-test-key" }) { report { number } } } }`;
    const answer = (await ask(trust.url, verb, { token: owner })) as {
      data: { example: { reportItemNotMine: { report: { number: string } } } };
    };
    const { number } = answer.data.example.reportItemNotMine.report;
    expect(await staff(['show', number])).toContain('(CLINIC_LETTERS of 2026-05-02 00:00Z, final, withheld)');
    expect(await shown('letters { totalCount }')).toEqual({ letters: { totalCount: 0 } });
    expect(await staff(['resolve', number, ...flags])).toContain(outcome);
    expect(await shown('letters { totalCount }')).toEqual({ letters: { totalCount } });
  });

  it('answers who asked without signing in', async () => {
    const number = await file({ kind: 'support', content: { words: 'Help.', replyTo: 'a@example.org' } }, null);
    await staff(['resolve', number, '--reply', 'Try again.']);
    expect(await staffJson('show', number)).toMatchObject({ state: 'answered', reply: 'Try again.' });
  });

  it('of two answers at once takes one', async () => {
    const number = await waiting('cancellation');
    const answers = await Promise.allSettled([staff(['resolve', number]), staff(['resolve', number, '--decline'])]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await stateOf()).audit).toHaveLength(1);
  });

  it('changes nothing at all when a part of it fails', async () => {
    const number = await waiting('cancellation');
    await rows("create function fail() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$");
    await rows('create trigger fail before insert on outbox for each row execute function fail()');
    await expect(staff(['resolve', number])).rejects.toThrow('no');
    await rows('drop trigger fail on outbox');
    expect(await stateOf()).toEqual({ item: 'pending-cancellation', taken: 2, audit: [], owed: [] });
    expect(await staffJson('list')).toMatchObject([{ number, state: 'open' }]);
  });
});

describe('an item that was reported as not mine', () => {
  it('shows again with all that was part of it, and nothing else, when the staff find that it is the patient’s', async () => {
    const withhold = 'insert into withheld (record_id, item_id, at, split_from) values ($1, $2, now(), $3)';
    await rows(withhold, [ids.adult, ids.letter, null]);
    await rows(withhold, [ids.adult, ids.appointment, ids.letter]);
    await rows(withhold, [ids.adult, ids.unknown, null]);
    await staff(['resolve', await file({ kind: 'not-mine', item: ids.letter, content: {} }), '--decline']);
    expect(await rows('select item_id from withheld')).toEqual([{ item_id: ids.unknown }]);
  });
});

describe('the record that was reported as not mine', () => {
  const details = {
    proof: { kind: 'details' },
    nhsNumber: '9990000018',
    birthDate: '1992-03-04',
    mobile: '+447700900123',
    email: 'ada@example.org',
  };
  const post = async (path: string, scope: string, body: object) => {
    const token = await issuer.mint({ audience: 'example', grants: [], scope, now });
    return fetch(`${trust.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
  };
  const link = async (nhsNumber = details.nhsNumber, birthDate = details.birthDate) =>
    (await post('/link', linkScope, { nonce: 'n'.repeat(16), ...details, nhsNumber, birthDate })).json();

  it('K6 can be linked again once the staff have seen to it', async () => {
    expect(await link()).toEqual({ assertion: expect.any(String) });
    const report = { id: ids.unknown, record: ids.adult, subject: 'actor', reportedAt: now.toISOString() };
    expect((await post('/reports', 'report', report)).status).toBe(204);
    expect(await link()).toEqual({ refused: 'RECORD_DISPUTED' });
    expect(await link(undefined, '1992-03-05')).toEqual({ refused: 'DETAILS_DO_NOT_MATCH' });
    expect(await link('9990000034', '1961-12-24')).toEqual({ assertion: expect.any(String) });
    const [{ number } = {}] = await rows('select number from task');
    expect(await staff(['resolve', String(number)])).toBe(
      `${String(number)} resolved: the record can be linked again\n`,
    );
    expect(await link()).toEqual({ assertion: expect.any(String) });
  });
});

describe('staff set-aside', () => {
  it('prints what the import set aside, with the reason and where it stands', async () => {
    await rows(
      `insert into set_aside (id, source_file, position, resource_type, resource_id, reason, at, record_id, section)
       values (gen_random_uuid(), 'a.json', 3, 'Appointment', 'x1', 'no start', $1, $2, 'OUTPATIENT_APPOINTMENTS')`,
      [now, ids.adult],
    );
    expect(await staff(['set-aside'])).toBe(
      `at                 reason    where     resource        section                  record
2026-06-15 12:00Z  no start  a.json:3  Appointment/x1  OUTPATIENT_APPOINTMENTS  ${ids.adult}
`,
    );
  });
});

describe('the command', () => {
  it.each([
    [['show', 'XXX-XXX-XXX'], 'no task has this number'],
    [['resolve', 'XXX-XXX-XXX'], 'no task has this number'],
    [['list', '--kind', 'letters'], 'no kind letters; there are rebooking'],
    [['resolve'], 'use: staff list'],
    [['list', 'more'], 'use: staff list'],
    [['delete', 'XXX-XXX-XXX'], 'use: staff list'],
    [['list', '--unknown'], 'use: staff list'],
    [[], 'use: staff list'],
  ] as const)('says why not, and ends with 1: %j', async (args, reason) => {
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    for (const [name, value] of Object.entries(env())) vi.stubEnv(name, value);
    const before = process.exitCode;
    try {
      await runTrust(policy, ['staff', ...args]);
      expect([process.exitCode, said.mock.calls.join('')]).toEqual([
        1,
        expect.stringContaining(`example staff: ${reason}`),
      ]);
    } finally {
      process.exitCode = before;
      vi.unstubAllEnvs();
      said.mockRestore();
    }
  });

  it('refuses to answer twice, and changes nothing', async () => {
    const number = await file({ kind: 'mistake', content: { words: 'Wrong.' } });
    await staff(['resolve', number, '--reply', 'First.']);
    await expect(staff(['resolve', number, '--reply', 'Second.'])).rejects.toThrow(
      `${number} was answered 2026-06-16 09:30Z already; nothing is changed`,
    );
    expect(await staffJson('show', number)).toMatchObject({ reply: 'First.' });
  });

  it.each([
    [['--decline'], 'a mistake cannot be declined'],
    [['--reply', ''], 'a reply has 1 to 2000 characters'],
    [['--reply', 'x'.repeat(2001)], 'a reply has 1 to 2000 characters'],
  ] as const)('refuses an answer that does not fit', async (flags, reason) => {
    const number = await file({ kind: 'mistake', content: { words: 'Wrong.' } });
    await expect(staff(['resolve', number, ...flags])).rejects.toThrow(reason);
    expect(await staffJson('list')).toMatchObject([{ number, state: 'open' }]);
  });
});
