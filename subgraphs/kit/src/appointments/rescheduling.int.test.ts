import { describe, expect, it } from 'vitest';
import {
  aFact,
  bed,
  change,
  changed,
  expiresAt,
  move,
  see,
  seeMove,
  seePreview,
  untouched,
  whole,
  asBooked,
} from '../testing/appointment-verbs.ts';
import { anAppointment } from '../testing/appointments-bed.ts';

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
