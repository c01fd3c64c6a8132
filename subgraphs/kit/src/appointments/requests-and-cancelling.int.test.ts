import { describe, expect, it } from 'vitest';
import {
  aFact,
  bed,
  change,
  changed,
  denied,
  everyVerb,
  expiresAt,
  seePreview,
  asBooked,
  untouched,
} from '../testing/appointment-verbs.ts';

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
