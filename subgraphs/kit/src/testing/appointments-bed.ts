import { type Grant, headers } from '@crosstrust/contract';
import { createTestDatabase } from '@crosstrust/service/testing';
import { Client } from 'pg';
import { clinicOf } from '../appointments/clinic.ts';
import type { Policy } from '../policy/policy.ts';
import type { AppointmentContent, AppointmentStatus } from '../storage/content.ts';
import { migrate } from '../storage/migrate.ts';
import { ask } from './ask.ts';
import { aSigningKey, startIssuer } from './issuer.ts';
import { seed, seedSlots, testVault } from './seed.ts';
import { startTrust } from './start-trust.ts';

/** `uuid('a', 7)`: an id that tells what it is. */
export const uuid = (kind: string, n: number) => `${kind.repeat(8)}-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** The cardiology clinic of all these patients. */
export const anAppointment: AppointmentContent = {
  kind: 'outpatient',
  mode: 'in-person',
  startsAt: '2026-06-22T09:00:00.000Z',
  endsAt: '2026-06-22T09:20:00.000Z',
  specialty: 'Cardiology',
  clinician: { name: 'Dr Ines Fontaine' },
  location: { name: 'Outpatients 3' },
  contact: { name: 'Cardiology bookings', phone: '+442079460123' },
};

/** One appointment with its patient. */
export interface BedPatient {
  readonly record: string;
  readonly appointment: string;
  readonly token: string;
}

/** Midday on a Wednesday in London. */
const today = '2026-06-10T11:00:00.000Z';

/** A trust with a clinic: patients who each have one appointment, and slots. Its clock stands still until it is set. */
export async function startAppointmentsBed(policies: Record<string, Policy>) {
  const database = await createTestDatabase('trust', migrate);
  const issuer = await startIssuer();
  const admin = new Client({ connectionString: database.adminUrl });
  await admin.connect();
  const signingKey = await aSigningKey();
  let now = new Date(today);
  const clock = () => now;
  const services = Object.fromEntries(
    await Promise.all(
      Object.entries(policies).map(async ([name, policy]) => {
        const given = { policy, databaseUrl: database.appUrl, issuerUrl: issuer.url, clock, signingKey };
        return [name, await startTrust(given)] as const;
      }),
    ),
  );
  let count = 0;
  const tokenOf = (record: string, grant: Partial<Grant> = {}) =>
    issuer.mint({ audience: 'example', grants: [{ record, relation: 'self', sections: 'all', ...grant }], now });

  return {
    admin,
    database,
    tokenOf,
    mint: issuer.mint,
    setClock: (instant = today) => {
      now = new Date(instant);
    },
    /** A patient with one appointment. */
    addPatient: async (
      content: Partial<AppointmentContent> = {},
      { status = 'booked', birthDate = '1980-01-01' }: { status?: AppointmentStatus; birthDate?: string } = {},
    ): Promise<BedPatient> => {
      count += 1;
      const [record, appointment] = [uuid('a', count), uuid('b', count)];
      const whole = { ...anAppointment, ...content };
      const item = { id: appointment, section: 'OUTPATIENT_APPOINTMENTS', source: 'example', status } as const;
      const patient = { nhsNumber: `999${String(count).padStart(7, '0')}`, name: 'Ada Okafor', birthDate };
      await seed(database.ownerUrl, [
        { id: record, patient, items: [{ ...item, at: whole.startsAt, content: whole }] },
      ]);
      return { record, appointment, token: await tokenOf(record) };
    },
    /** A slot of the clinic, by default. @returns its id */
    addSlot: async (
      startsAt: string,
      { capacity = 1, taken = 0, ...content }: Partial<AppointmentContent> & { capacity?: number; taken?: number } = {},
    ): Promise<string> => {
      count += 1;
      const id = uuid('c', count);
      const clinic = clinicOf('example', { ...anAppointment, ...content }) ?? '';
      const endsAt = new Date(Date.parse(startsAt) + 30 * 60_000).toISOString();
      await seedSlots(admin, [{ id, clinic, startsAt, endsAt, capacity, taken }]);
      return id;
    },
    /** Asks with time enough for a busy machine. */
    ask: (query: string, token?: string, service = Object.keys(policies)[0] ?? ''): Promise<Answer> =>
      ask(services[service]?.url ?? '', query, { token, headers: { [headers.budget]: '30000' } }) as Promise<Answer>,
    /** Everything that a change leaves in the tables, opened. */
    traces: async ({ record }: Pick<BedPatient, 'record'>) => {
      const rows = async (table: string, order: string) =>
        (await admin.query(`select * from ${table} where record_id = $1 order by ${order}`, [record])).rows;
      const audit = await rows('audit', 'at, verb');
      const outbox = await rows('outbox', 'created_at, kind');
      const tasks = await rows('task', 'created_at');
      const keys = await rows('idempotency', 'created_at');
      return {
        audit: audit.map(({ actor, verb, item_id }) => ({ actor, verb, item: item_id })),
        outbox: outbox.map(({ id, kind, payload }) => ({
          kind,
          message: testVault.open<{ task?: string }>(payload, `outbox/${record}/${id}`),
        })),
        tasks: tasks.map(({ id, kind, item_id, content }) => ({
          id,
          kind,
          item: item_id,
          content: testVault.open<object>(content, `task/${id}`),
        })),
        keys: keys.length,
        sealed: Buffer.concat([...outbox.map(({ payload }) => payload), ...tasks.map(({ content }) => content)]),
      };
    },
    /** How many places of each slot are taken. */
    taken: async (...slots: string[]): Promise<number[]> => {
      const { rows } = await admin.query('select id, taken from slot where id = any($1)', [slots]);
      return slots.map((id) => rows.find((row) => row.id === id)?.taken);
    },
    close: async () => {
      await admin.end();
      await Promise.all([...Object.values(services).map((service) => service.close()), issuer.close()]);
      await database.drop();
    },
  };
}

export type AppointmentsBed = Awaited<ReturnType<typeof startAppointmentsBed>>;

/** An answer of GraphQL. */
export interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}
