import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { denial, done, obstacle } from './testing/expected.ts';
import { openPatient, type Patient } from './testing/patient.ts';
import { openSystem, type System } from './testing/system.ts';
import type { Verb } from './testing/verbs.ts';
import { inShort, type Preview, type Visit } from './testing/visit.ts';

const trust = 'southampton';

/** A line of the staff's list. */
interface Waiting {
  readonly number: string;
  readonly kind: string;
  readonly state: string;
  readonly item: string;
  readonly record: string;
}

let system: System;
let patient: Patient;
/** Within three working days, and later. */
let soon: Visit;
let later: Visit;
let call: Visit;
beforeAll(async () => {
  system = await openSystem();
  patient = await openPatient(system, 'southampton', trust);
  soon = await patient.pick({ specialty: 'Respiratory medicine', mode: 'IN_PERSON', status: 'BOOKED' });
  later = await patient.pick({ specialty: 'Rheumatology', mode: 'IN_PERSON', status: 'BOOKED' });
  call = await patient.pick({ mode: 'TELEPHONE', status: 'BOOKED' });
});

const acceptedAt = async (visit: Visit) =>
  (await patient.see<{ acceptedAt: string | null }>(visit, 'acceptedAt')).acceptedAt;
const staff = async <Told>(...args: string[]): Promise<Told> =>
  JSON.parse(await system.tool('staff', ['--trust', trust, ...args, '--json']));
/** The open tasks about an appointment. */
const waiting = async ({ id }: Visit) => (await staff<Waiting[]>('list')).filter(({ item }) => item === id);
const possible = { possible: true, token: expect.any(String), expiresAt: expect.any(String) };
const requests = ['requestRebooking', 'requestCancellation'] as const satisfies Verb[];
const codes = ({ facts }: Pick<Preview, 'facts'>) => facts.map(({ code }) => code);

it('U1 shows the coming appointments, and what was asked for and not answered yet', async () => {
  const coming = (await patient.visits()).filter(({ startsAt }) => Date.parse(startsAt) > Date.now());
  expect(coming.map(({ specialty, mode, kind, status }) => [specialty, mode, kind, status])).toEqual([
    ['Respiratory medicine', 'IN_PERSON', 'OUTPATIENT', 'BOOKED'],
    ['Rheumatology', 'IN_PERSON', 'OUTPATIENT', 'BOOKED'],
    ['Rheumatology', 'IN_PERSON', 'OUTPATIENT', 'PENDING_CANCELLATION'],
    ['Respiratory medicine', 'TELEPHONE', 'OUTPATIENT', 'BOOKED'],
  ]);
  for (const visit of coming)
    expect(visit.contact).toEqual({
      name: `${visit.specialty} clinic`,
      phone: '01632 960107',
      email: expect.stringMatching(/@southampton\.example\.org$/),
    });
  const { sections } = await patient.read<{ sections: object[] }>('sections { section state }');
  expect(sections).toEqual([
    { section: 'OUTPATIENT_APPOINTMENTS', state: 'OFFERED' },
    { section: 'ADMISSIONS', state: 'NOT_OFFERED' },
    { section: 'PROCEDURES', state: 'NOT_OFFERED' },
    { section: 'RADIOLOGY_APPOINTMENTS', state: 'NOT_OFFERED' },
    { section: 'APPOINTMENT_LETTERS', state: 'OFFERED' },
    { section: 'CLINIC_LETTERS', state: 'NOT_OFFERED' },
    { section: 'TEST_RESULTS', state: 'NOT_OFFERED' },
    { section: 'DISCHARGE_SUMMARIES', state: 'NOT_OFFERED' },
    { section: 'PATIENT_ENTRIES', state: 'NOT_OFFERED' },
  ]);
});

it('U2 U9 has appointment letters to read, and no others', async () => {
  interface Letter {
    readonly kind: string;
    readonly title: string;
    readonly enclosures: string[];
    readonly document: { readonly url: string; readonly contentType: string };
  }
  const { letters } = await patient.read<{ letters: { nodes: Letter[] } }>(
    'letters(first: 100) { nodes { kind title enclosures document { url contentType } } }',
  );
  const told = letters.nodes.map(({ kind, title, enclosures }) => `${kind}: ${[title, ...enclosures].join(', with ')}`);
  expect(told.toSorted()).toEqual([
    'APPOINTMENT: Your Respiratory medicine appointment',
    'APPOINTMENT: Your Rheumatology appointment, with Leaflet: Your visit to Rheumatology',
  ]);
  for (const { document } of letters.nodes) {
    const headers = { authorization: `Bearer ${patient.session}` };
    const file = await fetch(`${system.urls.gateway}${document.url}`, { headers });
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect((await file.text()).startsWith('%PDF-')).toBe(true);
  }
});

describe('short notice', () => {
  it('U10 is less than three working days: told with each request for the appointment that is so near', async () => {
    for (const verb of requests) {
      const { facts, ...rest } = await patient.preview(verb, soon);
      expect([rest, facts.filter(({ kind }) => kind === 'ADVICE')]).toEqual([
        possible,
        [
          {
            code: 'SHORT_NOTICE',
            kind: 'ADVICE',
            words: expect.stringMatching(/^This is less than 3 working days’ notice\. Where you can, /),
            rule: 'U10',
            count: 3,
            date: null,
            contact: null,
          },
        ],
      ]);
    }
  });

  it('U10 is not told where there is time enough', async () => {
    for (const visit of [later, call])
      for (const verb of requests) {
        const preview = await patient.preview(verb, visit);
        expect([preview, codes(preview)]).toEqual([
          expect.objectContaining(possible),
          expect.not.arrayContaining(['SHORT_NOTICE']),
        ]);
      }
  });

  it('U2 U10 never refuses: the request is made, the staff see it, and cancel', async () => {
    const preview = await patient.preview('requestCancellation', soon);
    expect(inShort(preview)).toEqual([
      ['STAFF_DECIDE', 'CONSEQUENCE', 'U2', null],
      ['STANDS_UNTIL_ANSWERED', 'CONSEQUENCE', 'U2', null],
      ['SHORT_NOTICE', 'ADVICE', 'U10', 3],
    ]);
    const asked = { ...soon, status: 'PENDING_CANCELLATION' };
    expect(await patient.change('requestCancellation', soon, { preview: preview.token })).toEqual(done(asked));
    const [task, ...others] = await waiting(soon);
    expect([task, others]).toEqual([
      {
        number: expect.any(String),
        kind: 'cancellation',
        since: expect.any(String),
        state: 'open',
        item: soon.id,
        record: patient.record,
      },
      [],
    ]);
    expect(await staff('resolve', task?.number ?? '')).toMatchObject({ kind: 'cancellation', decision: 'resolved' });
    expect(await patient.pick({ id: soon.id })).toEqual({ ...soon, status: 'CANCELLED' });
    for (const verb of ['acceptAppointment', ...requests] as const)
      expect(await patient.preview(verb, soon)).toEqual(obstacle('ALREADY_CANCELLED'));
  });
});

describe('an appointment', () => {
  it('U2 U9 is accepted, and a rebooking or cancellation can still be requested afterwards', async () => {
    const preview = await patient.preview('acceptAppointment', later);
    expect(preview).toEqual({
      ...possible,
      facts: [
        {
          code: 'CAN_STILL_ASK',
          kind: 'ADVICE',
          words: 'Afterwards you can still ask for another time, or to cancel.',
          rule: 'U9',
          count: null,
          date: null,
          contact: null,
        },
      ],
    });
    expect(await acceptedAt(later)).toBeNull();
    expect(await patient.change('acceptAppointment', later, { preview: preview.token })).toEqual(done(later));
    const since = Date.now() - Date.parse((await acceptedAt(later)) ?? '');
    expect(Math.abs(since)).toBeLessThan(60_000);
    expect(await patient.preview('acceptAppointment', later)).toEqual(obstacle('ALREADY_ACCEPTED'));
    for (const verb of requests) expect(await patient.preview(verb, later)).toMatchObject(possible);
  });

  it('U2 U9 stays as it is until the staff answer, who read what the patient wrote', async () => {
    const before = await acceptedAt(later);
    const preview = await patient.preview('requestRebooking', later);
    expect(inShort(preview)).toEqual([
      ['STAFF_DECIDE', 'CONSEQUENCE', 'U2', null],
      ['STANDS_UNTIL_ANSWERED', 'CONSEQUENCE', 'U2', null],
      ['NO_DATE_PROMISED', 'CONSEQUENCE', 'U2', null],
    ]);
    const request = { preview: preview.token, words: 'Any Monday, please.', idempotencyKey: randomUUID() };
    const asked = { ...later, status: 'PENDING_RESCHEDULE' };
    const twice = await Promise.all([1, 2].map(() => patient.change('requestRebooking', later, request)));
    expect(twice).toEqual([done(asked), done(asked)]);
    expect([await patient.pick({ id: later.id }), await acceptedAt(later)]).toEqual([asked, before]);
    for (const verb of requests) expect(await patient.preview(verb, later)).toEqual(obstacle('REQUEST_PENDING'));

    const tasks = await waiting(later);
    expect(tasks.map(({ kind, state, record }) => [kind, state, record])).toEqual([
      ['rebooking', 'open', patient.record],
    ]);
    const number = tasks[0]?.number ?? '';
    expect(await staff('show', number)).toMatchObject({ number, kind: 'rebooking', words: 'Any Monday, please.' });
    expect(await staff('resolve', number, '--decline')).toMatchObject({ decision: 'declined' });
    expect([await patient.pick({ id: later.id }), await acceptedAt(later)]).toEqual([later, before]);
    expect(await waiting(later)).toEqual([]);
    expect(await patient.preview('requestRebooking', later)).toMatchObject(possible);
  });

  it('U2 for which something was asked already waits for the answer', async () => {
    const pending = await patient.pick({ status: 'PENDING_CANCELLATION', specialty: 'Rheumatology' });
    for (const verb of ['acceptAppointment', ...requests] as const)
      expect(await patient.preview(verb, pending)).toEqual(obstacle('REQUEST_PENDING'));
    const { token } = await patient.preview('requestRebooking', call);
    expect(await patient.change('requestRebooking', pending, { preview: token })).toEqual({
      appointment: pending,
      userErrors: [{ code: 'NOT_POSSIBLE', field: 'appointment' }],
      preview: { possible: false, facts: obstacle('REQUEST_PENDING').facts },
      nextFree: null,
    });
  });

  it('U2 changes only on the preview of that very change', async () => {
    const { token } = await patient.preview('acceptAppointment', call);
    const answer = await patient.change('requestCancellation', call, { preview: token });
    expect(answer).toEqual({
      appointment: call,
      userErrors: [{ code: 'PREVIEW_OUTDATED', field: 'preview' }],
      preview: { possible: true, facts: (await patient.preview('requestCancellation', call)).facts },
      nextFree: null,
    });
    expect(await waiting(call)).toEqual([]);
  });

  it('U2 U9 is the patient’s own: another patient learns nothing and changes nothing', async () => {
    const stranger = await openPatient(system, 'six-trusts', trust);
    for (const verb of ['acceptAppointment', ...requests] as const) {
      const { token } = await patient.preview(verb, call);
      const answer = await stranger.send(verb, call, { preview: token }, patient.record);
      expect(answer).toEqual(denial(trust, verb, 'NOT_YOURS'));
      expect(await stranger.change(verb, call, { preview: token })).toEqual({
        appointment: null,
        userErrors: [{ code: 'NOT_FOUND', field: 'appointment' }],
        preview: null,
        nextFree: null,
      });
    }
    expect([await patient.pick({ id: call.id }), await acceptedAt(call)]).toEqual([call, null]);
  });
});
