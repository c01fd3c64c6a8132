import { errorRegistry, type ErrorCode } from '@crosstrust/contract';
import { afterAll, beforeAll } from 'vitest';
import { aPolicy } from './builders.ts';
import { type AppointmentsBed, type BedPatient, startAppointmentsBed } from './appointments-bed.ts';

const { appointments } = aPolicy();
const level = 'two-factors' as const;
const notOffered = { offered: false as const, rule: 'assumed' };
const said = { words: 'Words.', rule: 'assumed' };

/** The trusts that the importing test file asks: they differ in what they offer, and are made anew for each file. */
export let bed: AppointmentsBed;

beforeAll(async () => {
  bed = await startAppointmentsBed({
    all: aPolicy(),
    strict: aPolicy({ appointments: { ...appointments, cancel: { ...appointments.cancel, level } as never } }),
    none: aPolicy({
      appointments: {
        ...appointments,
        accept: notOffered,
        requestRebooking: notOffered,
        requestCancellation: notOffered,
        reschedule: notOffered,
        cancel: notOffered,
      },
    }),
    moving: aPolicy({
      appointments: {
        ...appointments,
        accept: notOffered,
        requestRebooking: notOffered,
        requestCancellation: notOffered,
        reschedule: { ...appointments.reschedule, limit: 1 } as never,
        cancel: { ...appointments.cancel, discharges: false } as never,
      },
    }),
    carersRead: aPolicy({
      sharing: {
        carer: { allowed: true, mayChange: false, ...said },
        clinician: { allowed: false, ...said },
      },
    }),
    noRearranging: aPolicy({
      appointments: {
        ...appointments,
        notice: { workingDays: 0, rule: 'assumed' },
        rearrange: { byPhone: false, rule: 'assumed' },
      },
    }),
  });
});

afterAll(() => bed?.close());

export const facts = 'facts { code kind rule count date contact { name phone } }';
export const whole = `possible expiresAt ${facts}`;
/** The preview of each verb, and the verb. */
export const verbs = {
  accept: { preview: '... on Acceptable { preview: acceptPreview', field: 'acceptAppointment' },
  rebook: { preview: '... on RebookingRequestable { preview: rebookingPreview', field: 'requestRebooking' },
  askCancel: {
    preview: '... on CancellationRequestable { preview: cancellationRequestPreview',
    field: 'requestCancellation',
  },
  cancel: { preview: '... on Cancellable { preview: cancelPreview', field: 'cancelAppointment' },
} as const;
export type Verb = keyof typeof verbs;
export const everyVerb = Object.keys(verbs) as Verb[];

export interface Shown {
  readonly preview: { readonly token: string | null; readonly possible: boolean; readonly facts: { code: string }[] };
}

export async function see(
  patient: BedPatient,
  selection: string,
  service = 'all',
  token = patient.token,
): Promise<unknown> {
  const query = `{ exampleRecord(id: "${patient.record}") { appointment(id: "${patient.appointment}") { ${selection} } } }`;
  const answer = await bed.ask(query, token, service);
  return (answer.data as { exampleRecord: { appointment: unknown } } | undefined)?.exampleRecord.appointment ?? answer;
}

export const seePreview = async (patient: BedPatient, verb: Verb, service = 'all', token = patient.token) =>
  ((await see(patient, `${verbs[verb].preview} { token ${whole} } }`, service, token)) as Shown).preview;

export const seeMove = async (patient: BedPatient, slot: string, service = 'all') =>
  (
    (await see(
      patient,
      `... on Reschedulable { preview: reschedulePreview(slot: "${slot}") { token ${whole} } }`,
      service,
    )) as Shown
  ).preview;

export let keys = 0;
export const newKey = () => `key-number-${(keys += 1)}`;

export interface Call {
  readonly preview?: string | null;
  readonly key?: string;
  readonly more?: string;
  readonly token?: string | undefined;
  readonly service?: string;
}

export const payload = `appointment { id startsAt endsAt status ... on Acceptable { acceptedAt } }
  userErrors { code field } preview { possible facts { code } } nextFree { startsAt placesLeft }`;

export const callField = (patient: BedPatient, field: string, call: Call = {}) => {
  const { preview = 'none', key = newKey(), more = '', service = 'all' } = call;
  const input = `record: "${patient.record}", appointment: "${patient.appointment}", preview: "${preview}", idempotencyKey: "${key}"${more}`;
  const token = 'token' in call ? call.token : patient.token;
  return bed.ask(`mutation { example { ${field}(input: { ${input} }) { ${payload} } } }`, token, service);
};
export const change = (patient: BedPatient, verb: Verb, call?: Call) => callField(patient, verbs[verb].field, call);
export const move = (patient: BedPatient, slot: string, call?: Call) =>
  callField(patient, 'rescheduleAppointment', { ...call, more: `, slot: "${slot}"` });

export const changed = (field: string, appointment: object) => ({
  data: {
    example: {
      [field]: { appointment: { acceptedAt: null, ...appointment }, userErrors: [], preview: null, nextFree: null },
    },
  },
});
export const denied = (field: string, code: ErrorCode, details: object = {}) => ({
  data: { example: { [field]: null } },
  errors: [{ message: errorRegistry[code].message, path: ['example', field], extensions: { code, ...details } }],
});
export const asBooked = (patient: BedPatient) => ({
  id: patient.appointment,
  startsAt: '2026-06-22T09:00:00.000Z',
  endsAt: '2026-06-22T09:20:00.000Z',
  status: 'BOOKED',
});
export const expiresAt = '2026-06-10T11:15:00.000Z';
export const aFact = (code: string, kind: string, more: object = {}) => ({
  code,
  kind,
  rule: 'assumed',
  count: null,
  date: null,
  contact: null,
  ...more,
});
export const untouched = { audit: [], outbox: [], tasks: [], keys: 0, sealed: Buffer.alloc(0) };
