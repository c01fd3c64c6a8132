import type { Grant } from '@crosstrust/contract';
import { describe, expect, it } from 'vitest';
import {
  aFact,
  bed,
  type Call,
  callField,
  change,
  denied,
  everyVerb,
  move,
  newKey,
  see,
  seeMove,
  seePreview,
  untouched,
  type Verb,
  verbs,
} from '../testing/appointment-verbs.ts';
import type { BedPatient } from '../testing/appointments-bed.ts';

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
      level: 'two-factors',
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

  it('D12 a carer whom the patient lets act, and whose name the audit then has', async () => {
    const patient = await bed.addPatient();
    const carer = await bed.tokenOf(patient.record, { relation: 'carer', may: 'change' });
    const { possible, token: preview } = await seePreview(patient, 'accept', 'all', carer);
    expect(possible).toBe(true);
    expect(await change(patient, 'accept', { preview, token: carer })).toMatchObject({
      data: { example: { acceptAppointment: { userErrors: [] } } },
    });
    expect((await bed.traces(patient)).audit).toHaveLength(1);
  });

  it.each([
    ['to read', { may: 'read' }, 'READ_ONLY', 'all'],
    ['with nothing said of it', {}, 'READ_ONLY', 'all'],
    ['other things', { may: 'change', sections: ['CLINIC_LETTERS'] }, 'SECTION_NOT_SHARED', 'all'],
    ['to change, where the policy lets carers read only', { may: 'change' }, 'READ_ONLY', 'carersRead'],
  ] as const)('D12 not a carer with whom the record was shared %s', async (_what, grant, code, service) => {
    const patient = await bed.addPatient();
    const given = { relation: 'carer', ...grant } as Partial<Grant>;
    const token = await bed.tokenOf(patient.record, given);
    for (const verb of everyVerb)
      expect(await change(patient, verb, { token, service })).toEqual(
        denied(verbs[verb].field, code, { trust: 'example' }),
      );
    expect(await bed.traces(patient)).toEqual(untouched);
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
