import { errorRegistry, type ErrorCode } from '@crosstrust/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPolicy } from '../testing/builders.ts';
import {
  type AppointmentsBed,
  anAppointment,
  type BedPatient,
  startAppointmentsBed,
} from '../testing/appointments-bed.ts';
import { testVault } from '../testing/seed.ts';

const { appointments } = aPolicy();
const level = 'two-factors' as const;
const notOffered = { offered: false as const, rule: 'assumed' };

let bed: AppointmentsBed;

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

const facts = 'facts { code kind rule count date contact { name phone } }';
const whole = `possible expiresAt ${facts}`;
/** The preview of each verb, and the verb. */
const verbs = {
  accept: { preview: '... on Acceptable { preview: acceptPreview', field: 'acceptAppointment' },
  rebook: { preview: '... on RebookingRequestable { preview: rebookingPreview', field: 'requestRebooking' },
  askCancel: {
    preview: '... on CancellationRequestable { preview: cancellationRequestPreview',
    field: 'requestCancellation',
  },
  cancel: { preview: '... on Cancellable { preview: cancelPreview', field: 'cancelAppointment' },
} as const;
type Verb = keyof typeof verbs;
const everyVerb = Object.keys(verbs) as Verb[];

interface Shown {
  readonly preview: { readonly token: string | null; readonly possible: boolean; readonly facts: { code: string }[] };
}

async function see(patient: BedPatient, selection: string, service = 'all', token = patient.token): Promise<unknown> {
  const query = `{ exampleRecord(id: "${patient.record}") { appointment(id: "${patient.appointment}") { ${selection} } } }`;
  const answer = await bed.ask(query, token, service);
  return (answer.data as { exampleRecord: { appointment: unknown } } | undefined)?.exampleRecord.appointment ?? answer;
}

const seePreview = async (patient: BedPatient, verb: Verb, service = 'all', token = patient.token) =>
  ((await see(patient, `${verbs[verb].preview} { token ${whole} } }`, service, token)) as Shown).preview;

const seeMove = async (patient: BedPatient, slot: string, service = 'all') =>
  (
    (await see(
      patient,
      `... on Reschedulable { preview: reschedulePreview(slot: "${slot}") { token ${whole} } }`,
      service,
    )) as Shown
  ).preview;

let keys = 0;
const newKey = () => `key-number-${(keys += 1)}`;

interface Call {
  readonly preview?: string | null;
  readonly key?: string;
  readonly more?: string;
  readonly token?: string | undefined;
  readonly service?: string;
}

const payload = `appointment { id startsAt endsAt status ... on Acceptable { acceptedAt } }
  userErrors { code field } preview { possible facts { code } } nextFree { startsAt placesLeft }`;

const callField = (patient: BedPatient, field: string, call: Call = {}) => {
  const { preview = 'none', key = newKey(), more = '', service = 'all' } = call;
  const input = `record: "${patient.record}", appointment: "${patient.appointment}", preview: "${preview}", idempotencyKey: "${key}"${more}`;
  const token = 'token' in call ? call.token : patient.token;
  return bed.ask(`mutation { example { ${field}(input: { ${input} }) { ${payload} } } }`, token, service);
};
const change = (patient: BedPatient, verb: Verb, call?: Call) => callField(patient, verbs[verb].field, call);
const move = (patient: BedPatient, slot: string, call?: Call) =>
  callField(patient, 'rescheduleAppointment', { ...call, more: `, slot: "${slot}"` });

const changed = (field: string, appointment: object) => ({
  data: {
    example: {
      [field]: { appointment: { acceptedAt: null, ...appointment }, userErrors: [], preview: null, nextFree: null },
    },
  },
});
const denied = (field: string, code: ErrorCode, details: object = {}) => ({
  data: { example: { [field]: null } },
  errors: [{ message: errorRegistry[code].message, path: ['example', field], extensions: { code, ...details } }],
});
const asBooked = (patient: BedPatient) => ({
  id: patient.appointment,
  startsAt: '2026-06-22T09:00:00.000Z',
  endsAt: '2026-06-22T09:20:00.000Z',
  status: 'BOOKED',
});
const expiresAt = '2026-06-10T11:15:00.000Z';
const aFact = (code: string, kind: string, more: object = {}) => ({
  code,
  kind,
  rule: 'assumed',
  count: null,
  date: null,
  contact: null,
  ...more,
});
const untouched = { audit: [], outbox: [], tasks: [], keys: 0, sealed: Buffer.alloc(0) };

describe('accepting', () => {
  it('U2 U9 says that the patient comes, and leaves a line of the audit; a request is still possible', async () => {
    const patient = await bed.addPatient();
    const preview = await seePreview(patient, 'accept');
    expect(preview).toEqual({
      possible: true,
      token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      expiresAt,
      facts: [aFact('CAN_STILL_ASK', 'ADVICE')],
    });
    expect(await change(patient, 'accept', { preview: preview.token })).toEqual(
      changed('acceptAppointment', { ...asBooked(patient), acceptedAt: '2026-06-10T11:00:00.000Z' }),
    );
    expect(await bed.traces(patient)).toEqual({
      ...untouched,
      audit: [{ actor: 'actor', verb: 'accept-appointment', item: patient.appointment }],
      keys: 1,
    });
    for (const verb of ['rebook', 'askCancel'] as const)
      expect(await seePreview(patient, verb)).toMatchObject({ possible: true });
    expect(await seePreview(patient, 'accept')).toMatchObject({
      possible: false,
      token: null,
      expiresAt: null,
      facts: [{ code: 'ALREADY_ACCEPTED' }],
    });
  });

  it('U9 is told for many appointments at once', async () => {
    const patient = await bed.addPatient();
    await change(patient, 'accept', { preview: (await seePreview(patient, 'accept')).token });
    const list = `{ exampleRecord(id: "${patient.record}") { appointments { nodes { ... on Acceptable { acceptedAt acceptPreview { possible } } } } } }`;
    expect(await bed.ask(list, patient.token)).toEqual({
      data: {
        exampleRecord: {
          appointments: { nodes: [{ acceptedAt: '2026-06-10T11:00:00.000Z', acceptPreview: { possible: false } }] },
        },
      },
    });
  });
});

describe('requests', () => {
  it('U2 U9 for another date go to the booking team with the patient’s words; the appointment stands', async () => {
    const patient = await bed.addPatient({ transport: true });
    const preview = await seePreview(patient, 'rebook');
    expect(preview).toEqual({
      possible: true,
      token: expect.any(String),
      expiresAt,
      facts: [
        aFact('STAFF_DECIDE', 'CONSEQUENCE'),
        aFact('STANDS_UNTIL_ANSWERED', 'CONSEQUENCE'),
        aFact('NO_DATE_PROMISED', 'CONSEQUENCE'),
        aFact('REARRANGE_TRANSPORT', 'CONSEQUENCE', {
          contact: { name: 'Cardiology bookings', phone: '+442079460123' },
        }),
      ],
    });
    expect(await change(patient, 'rebook', { preview: preview.token, more: ', words: " Mondays, please. "' })).toEqual(
      changed('requestRebooking', { ...asBooked(patient), status: 'PENDING_RESCHEDULE' }),
    );
    const { sealed, ...traces } = await bed.traces(patient);
    const task = traces.tasks[0]?.id;
    expect(traces).toEqual({
      audit: [{ actor: 'actor', verb: 'request-rebooking', item: patient.appointment }],
      outbox: [{ kind: 'for-staff', message: { kind: 'for-staff', task } }],
      tasks: [{ id: task, kind: 'rebooking', item: patient.appointment, content: { words: 'Mondays, please.' } }],
      keys: 1,
    });
    expect(sealed.includes('Mondays')).toBe(false);
    for (const verb of everyVerb)
      expect(await seePreview(patient, verb)).toMatchObject({ token: null, facts: [{ code: 'REQUEST_PENDING' }] });
  });

  it('U2 U9 to cancel go to the booking team', async () => {
    const patient = await bed.addPatient();
    const preview = await seePreview(patient, 'askCancel');
    expect(preview.facts.map(({ code }) => code)).toEqual(['STAFF_DECIDE', 'STANDS_UNTIL_ANSWERED']);
    expect(await change(patient, 'askCancel', { preview: preview.token })).toEqual(
      changed('requestCancellation', { ...asBooked(patient), status: 'PENDING_CANCELLATION' }),
    );
    const { sealed, ...traces } = await bed.traces(patient);
    const task = traces.tasks[0]?.id;
    expect([sealed.length > 0, traces]).toEqual([
      true,
      {
        audit: [{ actor: 'actor', verb: 'request-cancellation', item: patient.appointment }],
        outbox: [{ kind: 'for-staff', message: { kind: 'for-staff', task } }],
        tasks: [{ id: task, kind: 'cancellation', item: patient.appointment, content: {} }],
        keys: 1,
      },
    ]);
  });

  it('U2 with more words than fit are refused', async () => {
    const patient = await bed.addPatient();
    const { token: preview } = await seePreview(patient, 'rebook');
    const words = (count: number) => `, words: "${'x'.repeat(count)}"`;
    expect(await change(patient, 'rebook', { preview, more: words(1_001) })).toEqual(
      denied('requestRebooking', 'BAD_INPUT', { field: 'words' }),
    );
    expect(await change(patient, 'rebook', { preview, more: words(1_000) })).toMatchObject({
      data: { example: { requestRebooking: { userErrors: [] } } },
    });
  });

  it('U10 tell of short notice and are made all the same', async () => {
    const patient = await bed.addPatient({ startsAt: '2026-06-12T09:00:00.000Z', endsAt: '2026-06-12T09:20:00.000Z' });
    const preview = await seePreview(patient, 'rebook');
    expect(preview.facts).toContainEqual(aFact('SHORT_NOTICE', 'ADVICE', { count: 3 }));
    expect((await seePreview(patient, 'rebook', 'noRearranging')).facts).not.toContainEqual(
      expect.objectContaining({ code: 'SHORT_NOTICE' }),
    );
    expect(await change(patient, 'rebook', { preview: preview.token })).toMatchObject({
      data: { example: { requestRebooking: { userErrors: [], appointment: { status: 'PENDING_RESCHEDULE' } } } },
    });
  });
});

describe('cancelling', () => {
  it('W10 W12 tells of the discharge and of what to rearrange, cancels at once, frees the place and owes a text', async () => {
    const patient = await bed.addPatient({ transport: true, interpreter: true, specialty: 'W10' });
    const held = await bed.addSlot('2026-06-22T09:00:00.000Z', { specialty: 'W10', capacity: 3, taken: 2 });
    const contact = { name: 'Cardiology bookings', phone: '+442079460123' };
    const preview = await seePreview(patient, 'cancel');
    expect(preview).toEqual({
      possible: true,
      token: expect.any(String),
      expiresAt,
      facts: [
        aFact('DISCHARGED', 'CONSEQUENCE'),
        aFact('NEW_REFERRAL_NEEDED', 'CONSEQUENCE'),
        aFact('REARRANGE_TRANSPORT', 'CONSEQUENCE', { contact }),
        aFact('REARRANGE_INTERPRETER', 'CONSEQUENCE', { contact }),
      ],
    });
    expect(await change(patient, 'cancel', { preview: preview.token })).toEqual(
      changed('cancelAppointment', { ...asBooked(patient), status: 'CANCELLED' }),
    );
    const { sealed, ...traces } = await bed.traces(patient);
    const startsAt = '2026-06-22T09:00:00.000Z';
    expect(traces).toEqual({
      audit: [{ actor: 'actor', verb: 'cancel-appointment', item: patient.appointment }],
      outbox: [
        {
          kind: 'appointment-cancelled',
          message: { kind: 'appointment-cancelled', item: patient.appointment, startsAt },
        },
      ],
      tasks: [],
      keys: 1,
    });
    expect(sealed.includes(startsAt)).toBe(false);
    expect(await bed.taken(held)).toEqual([1]);
  });

  it('W10 W12 is told as the policy has it', async () => {
    const patient = await bed.addPatient({ transport: true });
    const codes = async (service: string) =>
      (await seePreview(patient, 'cancel', service)).facts.map(({ code }) => code);
    expect(await codes('moving')).toEqual(['REARRANGE_TRANSPORT']);
    expect(await codes('noRearranging')).toEqual(['DISCHARGED', 'NEW_REFERRAL_NEEDED']);
  });
});

describe('rescheduling', () => {
  const day = (date: number, time = '10:00') => `2026-07-${String(date).padStart(2, '0')}T${time}:00.000Z`;

  it('W8 W9 lists the free times of the same clinic, page by page', async () => {
    const patient = await bed.addPatient({ specialty: 'W8' });
    const at = (startsAt: string, more: object = {}) => bed.addSlot(startsAt, { specialty: 'W8', ...more });
    const third = await at(day(3), { capacity: 4, taken: 1 });
    const first = await at(day(1));
    const second = await at(day(2));
    await at(day(4), { capacity: 2, taken: 2 });
    await at('2026-06-10T10:59:00.000Z');
    await at(anAppointment.startsAt, { capacity: 9, taken: 1 });
    await at(day(5), { clinician: { name: 'Dr Else' } });
    const slots = (args: string) =>
      see(
        patient,
        `... on Reschedulable { reschedulesLeft slots(${args}) { totalCount nodes { id startsAt endsAt placesLeft } pageInfo { hasNextPage endCursor } } }`,
      ) as Promise<{ slots: { nodes: object[]; pageInfo: { endCursor: string } } }>;
    const page = await slots('first: 2');
    expect(page).toEqual({
      reschedulesLeft: 2,
      slots: {
        totalCount: 3,
        nodes: [
          { id: first, startsAt: day(1), endsAt: day(1, '10:30'), placesLeft: 1 },
          { id: second, startsAt: day(2), endsAt: day(2, '10:30'), placesLeft: 1 },
        ],
        pageInfo: { hasNextPage: true, endCursor: expect.any(String) },
      },
    });
    expect((await slots(`first: 2, after: "${page.slots.pageInfo.endCursor}"`)).slots.nodes).toEqual([
      { id: third, startsAt: day(3), endsAt: day(3, '10:30'), placesLeft: 3 },
    ]);
    expect((await slots(`from: "${day(2)}", to: "${day(3)}"`)).slots.nodes).toMatchObject([{ id: second }]);
  });

  it('W8 says why there is nothing to choose from', async () => {
    const patient = await bed.addPatient({ specialty: 'No slots' });
    expect(
      await see(
        patient,
        `... on Reschedulable { slots { totalCount nodes { id } } reschedulePreview { token ${whole} } }`,
      ),
    ).toEqual({
      slots: { totalCount: 0, nodes: [] },
      reschedulePreview: {
        possible: false,
        token: null,
        expiresAt: null,
        facts: [aFact('NO_FREE_SLOT', 'OBSTACLE', { rule: null })],
      },
    });
  });

  it('W8 W9 W12 moves date and time only, a limited number of times, and owes a text', async () => {
    const patient = await bed.addPatient({ specialty: 'W9', interpreter: true });
    const held = await bed.addSlot('2026-06-22T09:00:00.000Z', { specialty: 'W9', taken: 1 });
    const [one, two, three] = [
      await bed.addSlot(day(1), { specialty: 'W9' }),
      await bed.addSlot(day(2), { specialty: 'W9', capacity: 2, taken: 1 }),
      await bed.addSlot(day(3), { specialty: 'W9' }),
    ] as const;
    const preview = await seeMove(patient, one);
    expect(preview).toEqual({
      possible: true,
      token: expect.any(String),
      expiresAt,
      facts: [
        aFact('NEW_TIME', 'CONSEQUENCE', { rule: null, date: day(1) }),
        aFact('CLINICIAN_AND_PLACE_STAY', 'CONSEQUENCE'),
        aFact('RESCHEDULES_LEFT', 'CONSEQUENCE', { count: 1 }),
        aFact('NO_DATE_PROMISED', 'CONSEQUENCE'),
        aFact('REARRANGE_INTERPRETER', 'CONSEQUENCE', {
          contact: { name: 'Cardiology bookings', phone: '+442079460123' },
        }),
      ],
    });
    const where = 'kind mode specialty clinician { name } location { name }';
    const before = await see(patient, where);
    const moved = { id: patient.appointment, startsAt: day(1), endsAt: day(1, '10:20'), status: 'BOOKED' };
    expect(await move(patient, one, { preview: preview.token })).toEqual(changed('rescheduleAppointment', moved));
    expect(await see(patient, where)).toEqual(before);
    expect(await bed.taken(held, one, two)).toEqual([0, 1, 1]);
    const { sealed, ...traces } = await bed.traces(patient);
    const message = {
      kind: 'appointment-moved',
      item: patient.appointment,
      from: '2026-06-22T09:00:00.000Z',
      to: day(1),
    };
    expect(traces).toEqual({
      audit: [{ actor: 'actor', verb: 'reschedule-appointment', item: patient.appointment }],
      outbox: [{ kind: 'appointment-moved', message }],
      tasks: [],
      keys: 1,
    });
    expect(sealed.includes('2026')).toBe(false);

    expect(await move(patient, two, { preview: (await seeMove(patient, two)).token })).toMatchObject({
      data: { example: { rescheduleAppointment: { userErrors: [], appointment: { startsAt: day(2) } } } },
    });
    expect(await bed.taken(held, one, two, three)).toEqual([0, 0, 2, 0]);
    expect(await seeMove(patient, three)).toEqual({
      possible: false,
      token: null,
      expiresAt: null,
      facts: [aFact('LIMIT_REACHED', 'OBSTACLE')],
    });
    expect(await see(patient, '... on Reschedulable { reschedulesLeft }')).toEqual({ reschedulesLeft: 0 });
  });

  it('W8 counts by the policy’s limit', async () => {
    const patient = await bed.addPatient({ specialty: 'Limit' });
    const slot = await bed.addSlot(day(1), { specialty: 'Limit' });
    expect((await seeMove(patient, slot, 'moving')).facts).toContainEqual(
      aFact('RESCHEDULES_LEFT', 'CONSEQUENCE', { count: 0 }),
    );
  });

  it.each([
    ['is of another kind', { kind: 'diagnostic' as const }],
    ['is over', { startsAt: '2026-06-01T09:00:00.000Z', endsAt: '2026-06-01T09:20:00.000Z' }],
  ])('W8 leaves nothing of the limit for an appointment that %s', async (_what, given) => {
    const patient = await bed.addPatient(given);
    expect(await see(patient, '... on Reschedulable { reschedulesLeft reschedulePreview { possible } }')).toEqual({
      reschedulesLeft: 0,
      reschedulePreview: { possible: false },
    });
  });

  it('W9 to another clinic, or to no slot at all, is refused and changes nothing', async () => {
    const patient = await bed.addPatient({ specialty: 'Here' });
    const good = await bed.addSlot(day(1), { specialty: 'Here' });
    const { token: preview } = await seeMove(patient, good);
    const elsewhere = await bed.addSlot(day(1), { specialty: 'Elsewhere' });
    for (const slot of [elsewhere, patient.record, 'nonsense'])
      expect(await move(patient, slot, { preview })).toEqual({
        data: {
          example: {
            rescheduleAppointment: {
              appointment: { ...asBooked(patient), acceptedAt: null },
              userErrors: [{ code: 'NOT_POSSIBLE', field: 'slot' }],
              preview: { possible: false, facts: [{ code: 'SLOT_OF_ANOTHER_CLINIC' }] },
              nextFree: null,
            },
          },
        },
      });
    expect([await bed.taken(good, elsewhere), await bed.traces(patient)]).toEqual([[0, 0], untouched]);
  });

  it('W8 keeps an appointment without an end as long as the slot', async () => {
    const patient = await bed.addPatient({ specialty: 'Endless', endsAt: undefined as never });
    const slot = await bed.addSlot(day(1), { specialty: 'Endless' });
    expect(await move(patient, slot, { preview: (await seeMove(patient, slot)).token })).toMatchObject({
      data: { example: { rescheduleAppointment: { appointment: { endsAt: day(1, '10:30') } } } },
    });
  });

  it('U9 W8 ends an acceptance: it was of another time', async () => {
    const patient = await bed.addPatient({ specialty: 'Both' });
    await change(patient, 'accept', { preview: (await seePreview(patient, 'accept')).token });
    const slot = await bed.addSlot(day(1), { specialty: 'Both' });
    expect(await move(patient, slot, { preview: (await seeMove(patient, slot)).token })).toMatchObject({
      data: { example: { rescheduleAppointment: { userErrors: [], appointment: { acceptedAt: null } } } },
    });
    expect(await seePreview(patient, 'accept')).toMatchObject({ possible: true });
  });
});

describe('a preview that no longer holds', () => {
  const refusedAs = (code: string, field: string, patient: BedPatient, more: object = {}) => ({
    appointment: { ...asBooked(patient), acceptedAt: null },
    userErrors: [{ code, field }],
    preview: { possible: true, facts: [{ code: 'DISCHARGED' }, { code: 'NEW_REFERRAL_NEEDED' }] },
    nextFree: null,
    ...more,
  });
  const cancel = async (patient: BedPatient, preview: string | null) =>
    ((await change(patient, 'cancel', { preview })).data as { example: { cancelAppointment: object } }).example
      .cancelAppointment;

  it.each([
    ['is none', async () => 'nonsense'],
    ['is of another verb', async (patient: BedPatient) => (await seePreview(patient, 'askCancel')).token],
    ['is of another appointment', async () => (await seePreview(await bed.addPatient(), 'cancel')).token],
    [
      'is changed',
      async (patient: BedPatient) => (await seePreview(patient, 'cancel')).token?.replace(/.{3}$/, 'AAA') ?? null,
    ],
    [
      'is signed by somebody else',
      async ({ record, appointment: item }: BedPatient) =>
        bed.mint({ audience: 'example/previews', grants: [], iss: 'example', verb: 'cancel', record, item, basis: '' }),
    ],
  ])('W10 is refused when it %s', async (_case, previewOf) => {
    const patient = await bed.addPatient();
    expect(await cancel(patient, await previewOf(patient))).toEqual(refusedAs('PREVIEW_OUTDATED', 'preview', patient));
    expect(await bed.traces(patient)).toEqual(untouched);
  });

  it('W10 is refused after its quarter of an hour, and the new one is taken', async () => {
    const patient = await bed.addPatient();
    const { token: preview } = await seePreview(patient, 'cancel');
    bed.setClock('2026-06-10T11:15:00.000Z');
    const later = { ...patient, token: await bed.tokenOf(patient.record) };
    const answer = await callField(later, 'cancelAppointment', { preview });
    const renewed = (await seePreview(later, 'cancel')).token;
    const again = await callField(later, 'cancelAppointment', { preview: renewed });
    bed.setClock();
    expect([answer, again]).toMatchObject([
      { data: { example: { cancelAppointment: { userErrors: [{ code: 'PREVIEW_OUTDATED' }] } } } },
      { data: { example: { cancelAppointment: { userErrors: [], appointment: { status: 'CANCELLED' } } } } },
    ]);
  });

  it('W10 is refused when the hospital has moved the appointment since', async () => {
    const patient = await bed.addPatient();
    const { token: preview } = await seePreview(patient, 'cancel');
    const content = { ...anAppointment, startsAt: '2026-06-23T09:00:00.000Z', endsAt: '2026-06-23T09:20:00.000Z' };
    await bed.admin.query('update item set at = $2, content = $3 where id = $1', [
      patient.appointment,
      content.startsAt,
      testVault.seal(content, `item/${patient.record}/${patient.appointment}`),
    ]);
    expect(await cancel(patient, preview)).toEqual(
      refusedAs('PREVIEW_OUTDATED', 'preview', patient, {
        appointment: {
          ...asBooked(patient),
          startsAt: content.startsAt,
          endsAt: content.endsAt,
          acceptedAt: null,
        },
      }),
    );
  });

  it('U10 W10 is refused when the notice has become short since', async () => {
    const patient = await bed.addPatient({ startsAt: '2026-06-15T09:00:00.000Z', endsAt: '2026-06-15T09:20:00.000Z' });
    const { token: preview } = await seePreview(patient, 'cancel');
    bed.setClock('2026-06-10T23:00:00.000Z');
    const later = { ...patient, token: await bed.tokenOf(patient.record) };
    const answer = await callField(later, 'cancelAppointment', { preview });
    bed.setClock();
    expect(answer).toMatchObject({
      data: {
        example: {
          cancelAppointment: {
            userErrors: [{ code: 'PREVIEW_OUTDATED' }],
            preview: { facts: [{ code: 'DISCHARGED' }, { code: 'NEW_REFERRAL_NEEDED' }, { code: 'SHORT_NOTICE' }] },
          },
        },
      },
    });
  });

  it('W10 W12 is refused when the policy has changed since', async () => {
    const patient = await bed.addPatient({ transport: true });
    const { token: preview } = await seePreview(patient, 'cancel');
    expect(await callField(patient, 'cancelAppointment', { preview, service: 'noRearranging' })).toMatchObject({
      data: { example: { cancelAppointment: { userErrors: [{ code: 'PREVIEW_OUTDATED' }] } } },
    });
  });

  it('W10 is refused with the obstacle when one stands now', async () => {
    const patient = await bed.addPatient();
    const { token: preview } = await seePreview(patient, 'cancel');
    await change(patient, 'askCancel', { preview: (await seePreview(patient, 'askCancel')).token });
    expect(await cancel(patient, preview)).toEqual(
      refusedAs('NOT_POSSIBLE', 'appointment', patient, {
        appointment: { ...asBooked(patient), status: 'PENDING_CANCELLATION', acceptedAt: null },
        preview: { possible: false, facts: [{ code: 'REQUEST_PENDING' }] },
      }),
    );
  });
});

describe('who may', () => {
  const fields = [...everyVerb.map((verb) => verbs[verb].field), 'rescheduleAppointment'];
  const moreOf = (field: string) => (field === 'rescheduleAppointment' ? { more: ', slot: "x"' } : {});
  const call = (patient: BedPatient, field: string, given: Call) =>
    callField(patient, field, { ...moreOf(field), ...given });

  it.each(fields)('not a stranger, a carer, who is too young, or nobody: %s', async (field) => {
    const patient = await bed.addPatient();
    const stranger = await bed.addPatient();
    const child = await bed.addPatient({}, { birthDate: '2015-01-01' });
    const carer = await bed.tokenOf(patient.record, { relation: 'carer' });
    expect(await call(patient, field, { token: stranger.token })).toEqual(
      denied(field, 'NOT_YOURS', { trust: 'example' }),
    );
    expect(await call(patient, field, { token: carer })).toEqual(denied(field, 'READ_ONLY', { trust: 'example' }));
    expect(await call(patient, field, { token: undefined })).toEqual(denied(field, 'UNAUTHENTICATED'));
    expect(await call(child, field, {})).toEqual(
      denied(field, 'AGE_BLOCKED', { trust: 'example', rule: 'assumed', minimumAge: 16 }),
    );
    expect(await bed.traces(patient)).toEqual(untouched);
  });

  it('not in a session of a lower level than the policy asks for', async () => {
    const patient = await bed.addPatient();
    const { token: preview } = await seePreview(patient, 'cancel');
    expect(await change(patient, 'cancel', { preview, service: 'strict' })).toEqual(
      denied('cancelAppointment', 'STEP_UP_REQUIRED', { trust: 'example' }),
    );
    const strong = await bed.mint({
      audience: 'example',
      grants: [{ record: patient.record, relation: 'self', sections: 'all' }],
      level,
      now: new Date('2026-06-10T11:00:00Z'),
    });
    expect(await change(patient, 'cancel', { preview, service: 'strict', token: strong })).toMatchObject({
      data: { example: { cancelAppointment: { userErrors: [] } } },
    });
  });

  it('a carer sees what stands in the way, and gets no token', async () => {
    const patient = await bed.addPatient();
    const carer = await bed.tokenOf(patient.record, { relation: 'carer' });
    for (const verb of everyVerb)
      expect(await seePreview(patient, verb, 'all', carer)).toEqual({
        possible: false,
        token: null,
        expiresAt: null,
        facts: [aFact('ONLY_THE_PATIENT', 'OBSTACLE', { rule: null })],
      });
  });

  it.each(fields)('nobody with an appointment that is not theirs, or none: %s', async (field) => {
    const [patient, other] = [await bed.addPatient(), await bed.addPatient()];
    for (const appointment of [other.appointment, patient.record, 'nonsense'])
      expect(await call({ ...patient, appointment }, field, {})).toEqual({
        data: {
          example: {
            [field]: {
              appointment: null,
              userErrors: [{ code: 'NOT_FOUND', field: 'appointment' }],
              preview: null,
              nextFree: null,
            },
          },
        },
      });
    expect(await bed.traces(other)).toEqual(untouched);
  });

  it('nobody by a section that was not shared', async () => {
    const patient = await bed.addPatient();
    const token = await bed.tokenOf(patient.record, { sections: ['CLINIC_LETTERS'] });
    expect(await change(patient, 'cancel', { token })).toEqual(
      denied('cancelAppointment', 'SECTION_NOT_SHARED', { trust: 'example' }),
    );
  });
});

describe('the same request again', () => {
  it('is told as done when an import has taken the appointment away since', async () => {
    const patient = await bed.addPatient();
    const call = { preview: (await seePreview(patient, 'cancel')).token, key: newKey() };
    await change(patient, 'cancel', call);
    await bed.admin.query('delete from item where id = $1', [patient.appointment]);
    expect(await change(patient, 'cancel', call)).toEqual({
      data: {
        example: { cancelAppointment: { appointment: null, userErrors: [], preview: null, nextFree: null } },
      },
    });
  });

  it('reaches the appointment by an id that it had before it turned out to be the same as another', async () => {
    const patient = await bed.addPatient();
    const before = `d${patient.appointment.slice(1)}`;
    await bed.admin.query(
      'insert into item_route (record_id, id, item_id, source, received_at, updated_at) values ($1, $2, $3, $4, now(), now())',
      [patient.record, before, patient.appointment, 'example'],
    );
    const preview = (await seePreview(patient, 'cancel')).token;
    expect(await change({ ...patient, appointment: before }, 'cancel', { preview })).toMatchObject({
      data: { example: { cancelAppointment: { appointment: { id: patient.appointment, status: 'CANCELLED' } } } },
    });
  });

  const repeat = async (patient: BedPatient, verb: Verb, times: number) => {
    const { token: preview } = await seePreview(patient, verb);
    const key = newKey();
    return Promise.all([...Array(times)].map(() => change(patient, verb, { preview, key })));
  };

  it.each(everyVerb)('U2 U9 W10 is done once, at the same time and later: %s', async (verb) => {
    const patient = await bed.addPatient();
    const answers = await repeat(patient, verb, 5);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ data: { example: { [verbs[verb].field]: { userErrors: [] } } } });
    const { audit, keys: kept, outbox } = await bed.traces(patient);
    expect([audit.length, kept, outbox.length]).toEqual([1, 1, verb === 'accept' ? 0 : 1]);
  });

  it('W8 W9 takes one place and counts once', async () => {
    const patient = await bed.addPatient({ specialty: 'Twice' });
    const slot = await bed.addSlot('2026-07-01T10:00:00.000Z', { specialty: 'Twice', capacity: 5 });
    const { token: preview } = await seeMove(patient, slot);
    const key = newKey();
    const answers = [
      ...(await Promise.all([...Array(5)].map(() => move(patient, slot, { preview, key })))),
      await move(patient, slot, { preview: 'a new one', key }),
    ];
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await bed.taken(slot)).toEqual([1]);
    expect(await see(patient, '... on Reschedulable { reschedulesLeft }')).toEqual({ reschedulesLeft: 1 });
  });

  it('is refused when it asks for something else', async () => {
    const [patient, slots] = [await bed.addPatient({ specialty: 'Other' }), { specialty: 'Other' }];
    const one = await bed.addSlot('2026-07-01T10:00:00.000Z', slots);
    const two = await bed.addSlot('2026-07-02T10:00:00.000Z', slots);
    const key = newKey();
    await move(patient, one, { preview: (await seeMove(patient, one)).token, key });
    expect(await move(patient, two, { preview: (await seeMove(patient, two)).token, key })).toEqual(
      denied('rescheduleAppointment', 'IDEMPOTENCY_KEY_REUSED', { field: 'idempotencyKey' }),
    );
    expect(await bed.taken(one, two)).toEqual([1, 0]);
  });

  it('is done when only a refusal came of it before', async () => {
    const patient = await bed.addPatient();
    const key = newKey();
    await change(patient, 'cancel', { preview: 'nonsense', key });
    expect(
      await change(patient, 'cancel', { preview: (await seePreview(patient, 'cancel')).token, key }),
    ).toMatchObject({
      data: { example: { cancelAppointment: { userErrors: [] } } },
    });
  });
});

describe('what a trust does not offer', () => {
  it.each([
    ['none', []],
    ['moving', ['rescheduleAppointment', 'cancelAppointment']],
  ])('U2 W8 W10 is not in its schema: %s', async (service, offered) => {
    const answer = await bed.ask('{ _service { sdl } }', undefined, service);
    const { sdl } = (answer.data as { _service: { sdl: string } })._service;
    const all = [...everyVerb.map((verb) => verbs[verb].field), 'rescheduleAppointment'];
    expect(all.filter((field) => sdl.includes(field))).toEqual(expect.arrayContaining(offered));
    expect(all.filter((field) => sdl.includes(field))).toHaveLength(offered.length);
    const interfaces = [
      'Acceptable',
      'RebookingRequestable',
      'CancellationRequestable',
      'Reschedulable',
      'Cancellable',
    ];
    expect(interfaces.filter((name) => sdl.includes(name))).toEqual(
      service === 'none' ? [] : ['Reschedulable', 'Cancellable'],
    );
  });
});
