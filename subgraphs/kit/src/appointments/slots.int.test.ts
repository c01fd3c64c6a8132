import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aPolicy } from '../testing/builders.ts';
import { type AppointmentsBed, type BedPatient, startAppointmentsBed } from '../testing/appointments-bed.ts';

let bed: AppointmentsBed;

beforeAll(async () => {
  bed = await startAppointmentsBed({ example: aPolicy() });
});

afterAll(() => bed?.close());

interface Moved {
  readonly appointment: { startsAt: string } | null;
  readonly userErrors: readonly { code: string }[];
  readonly nextFree: readonly { id: string }[] | null;
}

const inTheClinic = (specialty: string, startsAt = '2026-06-22T09:00:00.000Z') =>
  bed.addPatient({ specialty, startsAt, endsAt: startsAt.replace(':00:00', ':20:00') });

async function tokenOf({ record, appointment, token }: BedPatient, slot: string): Promise<string> {
  const query = `{ exampleRecord(id: "${record}") { appointment(id: "${appointment}") { ... on Reschedulable { reschedulePreview(slot: "${slot}") { token } } } } }`;
  const answer = (await bed.ask(query, token)).data as {
    exampleRecord: { appointment: { reschedulePreview: { token: string } } };
  };
  return answer.exampleRecord.appointment.reschedulePreview.token;
}

async function take({ record, appointment, token }: BedPatient, slot: string, preview: string, key = `key-${record}`) {
  const input = `record: "${record}", appointment: "${appointment}", slot: "${slot}", preview: "${preview}", idempotencyKey: "${key}"`;
  return bed.ask(
    `mutation { example { rescheduleAppointment(input: { ${input} }) { appointment { startsAt } userErrors { code } nextFree { id } } } }`,
    token,
  );
}
const movedOf = (answer: Awaited<ReturnType<typeof take>>) =>
  (answer.data as { example: { rescheduleAppointment: Moved } }).example.rescheduleAppointment;

const startOf = async ({ appointment }: BedPatient): Promise<string | undefined> => {
  const { rows } = await bed.admin.query<{ at: Date }>('select at from item where id = $1', [appointment]);
  return rows[0]?.at.toISOString();
};

/** Some at a time, so that the preparation of a race is not one itself. */
async function inTurns<Item, Value>(items: readonly Item[], work: (item: Item) => Promise<Value>): Promise<Value[]> {
  const made: Value[] = [];
  for (let begun = 0; begun < items.length; begun += 10)
    made.push(...(await Promise.all(items.slice(begun, begun + 10).map(work))));
  return made;
}

it.each([1, 7])(
  'W8 of 200 patients at once as many get a slot as it has places: %i',
  async (capacity) => {
    const clinic = `Race ${capacity}`;
    const held = await bed.addSlot('2026-06-22T09:00:00.000Z', { specialty: clinic, capacity: 200, taken: 200 });
    const wanted = await bed.addSlot('2026-07-01T10:00:00.000Z', { specialty: clinic, capacity });
    const others: string[] = [];
    for (const day of [2, 3, 4, 5, 6, 7])
      others.push(await bed.addSlot(`2026-07-0${day}T10:00:00.000Z`, { specialty: clinic }));
    const patients = await inTurns([...Array(200)], () => inTheClinic(clinic));
    const tokens = await inTurns(patients, (patient) => tokenOf(patient, wanted));

    const moves = (await Promise.all(patients.map((patient, at) => take(patient, wanted, tokens[at] ?? '')))).map(
      movedOf,
    );

    const winners = patients.filter((_patient, at) => moves[at]?.userErrors.length === 0);
    expect(winners).toHaveLength(capacity);
    expect(await bed.taken(wanted, held)).toEqual([capacity, 200 - capacity]);
    for (const [at, patient] of patients.entries()) {
      const won = winners.includes(patient);
      const startsAt = won ? '2026-07-01T10:00:00.000Z' : '2026-06-22T09:00:00.000Z';
      expect([moves[at], await startOf(patient)]).toEqual([
        won
          ? { appointment: { startsAt }, userErrors: [], nextFree: null }
          : {
              appointment: { startsAt },
              userErrors: [{ code: 'SLOT_TAKEN' }],
              nextFree: others.slice(0, 5).map((id) => ({ id })),
            },
        startsAt,
      ]);
      const { audit, outbox, keys } = await bed.traces(patient);
      expect([audit.length, outbox.map(({ kind }) => kind), keys]).toEqual(
        won ? [1, ['appointment-moved'], 1] : [0, [], 0],
      );
    }
  },
  60_000,
);

it('W8 a connection that dies in the middle leaves nothing half done, and the same request succeeds afterwards', async () => {
  const patient = await inTheClinic('Killed');
  const held = await bed.addSlot('2026-06-22T09:00:00.000Z', { specialty: 'Killed', taken: 1 });
  const wanted = await bed.addSlot('2026-07-01T10:00:00.000Z', { specialty: 'Killed' });
  const preview = await tokenOf(patient, wanted);

  // it has taken its key and locked the appointment, and waits for the slot
  const holder = new Client({ connectionString: bed.database.adminUrl });
  await holder.connect();
  await holder.query('begin');
  await holder.query('select from slot where id = $1 for update', [wanted]);
  const dying = take(patient, wanted, preview);
  await killWhoWaits();
  await holder.end();

  expect(await dying).toMatchObject({
    data: { example: { rescheduleAppointment: null } },
    errors: [{ extensions: { code: 'INTERNAL' } }],
  });
  expect([await startOf(patient), await bed.taken(held, wanted)]).toEqual(['2026-06-22T09:00:00.000Z', [1, 0]]);
  expect(await bed.traces(patient)).toMatchObject({ audit: [], outbox: [], keys: 0 });

  expect(movedOf(await take(patient, wanted, preview))).toEqual({
    appointment: { startsAt: '2026-07-01T10:00:00.000Z' },
    userErrors: [],
    nextFree: null,
  });
  expect(await bed.taken(held, wanted)).toEqual([0, 1]);
});

async function killWhoWaits(): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const { rowCount } = await bed.admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock' and query like '%from slot%'`,
    );
    if (rowCount) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('nobody waits');
}

it('W8 two who want each other’s place do not wait for each other for ever, and keep what they have', async () => {
  for (let round = 0; round < 10; round += 1) {
    const clinic = `Swap ${round}`;
    const [morning, evening] = ['2026-06-22T08:00:00.000Z', '2026-06-22T17:00:00.000Z'] as const;
    const early = await bed.addSlot(morning, { specialty: clinic });
    const late = await bed.addSlot(evening, { specialty: clinic });
    const [lark, owl] = [await inTheClinic(clinic, morning), await inTheClinic(clinic, evening)];
    const previews = [await tokenOf(lark, late), await tokenOf(owl, early)] as const;
    await bed.admin.query('update slot set taken = 1 where id = any($1)', [[early, late]]);

    const answers = await Promise.all([take(lark, late, previews[0]), take(owl, early, previews[1])]);

    expect(answers.map(movedOf)).toEqual(
      [morning, evening].map((startsAt) => ({
        appointment: { startsAt },
        userErrors: [{ code: 'SLOT_TAKEN' }],
        nextFree: [],
      })),
    );
    expect(await bed.taken(early, late)).toEqual([1, 1]);
  }
});

it('W8 two who change places where there is room both get it', async () => {
  for (let round = 0; round < 10; round += 1) {
    const clinic = `Room ${round}`;
    const [morning, evening] = ['2026-06-22T08:00:00.000Z', '2026-06-22T17:00:00.000Z'] as const;
    const early = await bed.addSlot(morning, { specialty: clinic, capacity: 2, taken: 1 });
    const late = await bed.addSlot(evening, { specialty: clinic, capacity: 2, taken: 1 });
    const [lark, owl] = [await inTheClinic(clinic, morning), await inTheClinic(clinic, evening)];
    const previews = [await tokenOf(lark, late), await tokenOf(owl, early)] as const;
    const answers = await Promise.all([take(lark, late, previews[0]), take(owl, early, previews[1])]);
    expect(answers.map((answer) => movedOf(answer).userErrors)).toEqual([[], []]);
    expect(await bed.taken(early, late)).toEqual([1, 1]);
  }
});

it('keeps what a patient answered to that patient, whatever a query asks for', async () => {
  const [patient, other] = [await inTheClinic('Locked'), await inTheClinic('Locked')];
  const slot = await bed.addSlot('2026-07-01T10:00:00.000Z', { specialty: 'Locked' });
  await take(patient, slot, await tokenOf(patient, slot));
  const app = new Client({ connectionString: bed.database.appUrl });
  await app.connect();
  const seenAs = async (records: string) => {
    await app.query("select set_config('app.records', $1, false)", [records]);
    return (await app.query('select item_id, slot_id from appointment_response')).rows;
  };
  const seen = [await seenAs(''), await seenAs(other.record), await seenAs(patient.record)];
  const refused: string[] = [];
  for (const statement of [
    `insert into appointment_response (record_id, item_id) select '${other.record}', '${other.appointment}'`,
    'delete from appointment_response',
    'update slot set capacity = 100',
    'insert into slot select gen_random_uuid(), clinic, source, starts_at, ends_at, 1, 0 from slot limit 1',
  ])
    refused.push(await app.query(statement).then(String, (error: Error) => error.message));
  await app.end();
  expect(seen).toEqual([[], [], [{ item_id: patient.appointment, slot_id: slot }]]);
  expect(refused).toEqual([
    'new row violates row-level security policy for table "appointment_response"',
    'permission denied for table appointment_response',
    'permission denied for table slot',
    'permission denied for table slot',
  ]);
});

it('W8 the table itself refuses one more than there are places', async () => {
  const slot = await bed.addSlot('2026-07-01T10:00:00.000Z');
  await bed.admin.query('update slot set taken = 1 where id = $1', [slot]);
  await expect(bed.admin.query('update slot set taken = 2 where id = $1', [slot])).rejects.toThrow(/slot_check/);
  await expect(bed.admin.query('update slot set taken = -1 where id = $1', [slot])).rejects.toThrow(/slot_check/);
});
