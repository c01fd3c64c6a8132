import { beforeAll, describe, expect, it } from 'vitest';
import { calendarTime, eventsIn } from './testing/calendar-text.ts';
import { done, first, movedTo, obstacle, refused } from './testing/expected.ts';
import { movesLeft, openPatient, type Patient } from './testing/patient.ts';
import { openSystem, type System } from './testing/system.ts';
import { inShort, type Slot } from './testing/visit.ts';

const trust = 'west-herts-royal-free';
const outpatient = { kind: 'OUTPATIENT', status: 'BOOKED' };

let system: System;
/** At six trusts, with an appointment of each kind here. Only looked at: others count on her dates. */
let everyKind: Patient;
/** With a visit to the heart clinic to which transport is booked, a call, and a day case. */
let transport: Patient;
/** With a visit to the same heart clinic at the same time, for which an interpreter is booked. */
let interpreter: Patient;
/** With a visit in person and a call, and letters and results of Royal Free as well. */
let both: Patient;
beforeAll(async () => {
  system = await openSystem();
  const open = (key: string) => openPatient(system, key, trust);
  [everyKind, transport, interpreter, both] = [
    await open('six-trusts'),
    await open('transport'),
    await open('interpreter'),
    await open('four-trusts'),
  ];
});

const heart = { ...outpatient, specialty: 'Cardiology', mode: 'IN_PERSON' };
const call = { ...outpatient, mode: 'TELEPHONE' };
const inPerson = { ...outpatient, mode: 'IN_PERSON' };

describe('what shows', () => {
  it('W5 is bookings of appointments and admissions of every kind', async () => {
    const { sections } = await everyKind.read<{ sections: object[] }>('sections { section state }');
    const states = Object.entries({
      OUTPATIENT_APPOINTMENTS: 'OFFERED',
      ADMISSIONS: 'OFFERED',
      PROCEDURES: 'OFFERED',
      RADIOLOGY_APPOINTMENTS: 'OFFERED',
      APPOINTMENT_LETTERS: 'OFFERED',
      CLINIC_LETTERS: 'OFFERED',
      TEST_RESULTS: 'OFFERED',
      DISCHARGE_SUMMARIES: 'OFFERED',
      PATIENT_ENTRIES: 'NOT_OFFERED',
    });
    expect(sections).toEqual(states.map(([section, state]) => ({ section, state })));
    const kinds = (await everyKind.visits()).filter(({ status }) => status === 'BOOKED').map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['OUTPATIENT', 'DIAGNOSTIC', 'DAY_CASE', 'INPATIENT']));
  });

  it('W5 is confirmation letters, outcome letters, results and discharge summaries', async () => {
    const held = await everyKind.read<{
      letters: { nodes: { kind: string; title: string }[] };
      testResults: { totalCount: number };
      dischargeSummaries: { totalCount: number };
    }>('letters(first: 100) { nodes { kind title } } testResults { totalCount } dischargeSummaries { totalCount }');
    expect(new Set(held.letters.nodes.map(({ kind }) => kind))).toEqual(new Set(['CONFIRMATION', 'OUTCOME']));
    expect([held.testResults.totalCount > 0, held.dischargeSummaries.totalCount > 0]).toEqual([true, true]);
  });

  it('W13 is documents and results of both trusts, each marked, and appointments of West Hertfordshire alone', async () => {
    type List = { nodes: { source: { key: string; name: string } }[] };
    const lists = await both.read<Record<string, List>>(
      ['appointments', 'letters', 'testResults', 'dischargeSummaries']
        .map((list) => `${list}(first: 100) { nodes { source { key name } } }`)
        .join(' '),
    );
    const sources = Object.entries(lists).map(([name, { nodes }]) => [
      name,
      [...new Set(nodes.map(({ source }) => `${source.key}: ${source.name}`))].toSorted(),
    ]);
    const [westHerts, royalFree] = [
      'west-herts: West Hertfordshire Teaching Hospitals',
      'royal-free: Royal Free London',
    ];
    expect(Object.fromEntries(sources)).toEqual({
      appointments: [westHerts],
      letters: [royalFree, westHerts],
      testResults: [royalFree, westHerts],
      dischargeSummaries: [royalFree, westHerts],
    });
  });

  it('W13 tells for each section whose it is', async () => {
    const { sections } = await both.read<{ sections: { section: string; sources: { key: string }[] }[] }>(
      'sections { section sources { key } }',
    );
    const told = sections.map(({ section, sources }) => [section, sources.map(({ key }) => key).join(' ')]);
    expect(Object.fromEntries(told)).toEqual({
      OUTPATIENT_APPOINTMENTS: 'west-herts',
      ADMISSIONS: 'west-herts',
      PROCEDURES: 'west-herts',
      RADIOLOGY_APPOINTMENTS: 'west-herts',
      APPOINTMENT_LETTERS: 'west-herts royal-free',
      CLINIC_LETTERS: 'west-herts royal-free',
      TEST_RESULTS: 'west-herts royal-free',
      DISCHARGE_SUMMARIES: 'west-herts royal-free',
      PATIENT_ENTRIES: '',
    });
  });
});

describe('moving an appointment', () => {
  it('W9 is to a free time of the same clinic: one of another is refused', async () => {
    const [visit, elsewhere] = [await interpreter.pick(heart), await transport.pick(call)];
    const own = await interpreter.slots(visit);
    expect(own.map(({ startsAt }) => startsAt)).toEqual(own.map(({ startsAt }) => startsAt).toSorted());
    expect(own.filter(({ startsAt, placesLeft }) => startsAt === visit.startsAt || placesLeft < 1)).toEqual([]);
    const slot = first(await transport.slots(elsewhere));
    expect(own.map(({ id }) => id)).not.toContain(slot.id);
    expect(await interpreter.preview('rescheduleAppointment', visit, slot)).toEqual(
      obstacle('SLOT_OF_ANOTHER_CLINIC', null),
    );
    const { token } = await interpreter.preview('rescheduleAppointment', visit, first(own));
    expect(await interpreter.change('rescheduleAppointment', visit, { preview: token, slot: slot.id })).toEqual(
      refused(visit, 'NOT_POSSIBLE', 'SLOT_OF_ANOTHER_CLINIC'),
    );
  });

  it('W8 promises no date, says how often is left, and does so twice: the third try is refused', async () => {
    const visit = await transport.pick(call);
    const [one, two, three] = (await transport.slots(visit)) as [Slot, Slot, Slot];
    const facts = (left: number) => [
      ['NEW_TIME', 'CONSEQUENCE', null, null],
      ['CLINICIAN_AND_PLACE_STAY', 'CONSEQUENCE', 'W9', null],
      ['RESCHEDULES_LEFT', 'CONSEQUENCE', 'W8', left],
      ['NO_DATE_PROMISED', 'CONSEQUENCE', 'W8', null],
    ];
    expect(await movesLeft(transport, visit)).toBe(2);
    const before = await transport.preview('rescheduleAppointment', visit, one);
    expect(inShort(before)).toEqual(facts(1));
    expect(before.facts.map(({ words, date }) => [words, date])).toEqual([
      ['This will be the time of your appointment.', one.startsAt],
      ['Only the date and time change. The clinician and the place stay as they are.', null],
      ['After this you can move this appointment once more yourself.', null],
      ['No particular date can be promised.', null],
    ]);
    expect(await transport.carryOut('rescheduleAppointment', visit, { slot: one })).toEqual(done(movedTo(visit, one)));
    expect(await movesLeft(transport, visit)).toBe(1);

    expect(inShort(await transport.preview('rescheduleAppointment', visit, two))).toEqual(facts(0));
    const moved = movedTo(visit, two);
    expect(await transport.carryOut('rescheduleAppointment', visit, { slot: two })).toEqual(done(moved));
    expect(await movesLeft(transport, visit)).toBe(0);

    expect(await transport.preview('rescheduleAppointment', visit, three)).toEqual(obstacle('LIMIT_REACHED', 'W8'));
    const third = await transport.change('rescheduleAppointment', visit, { preview: before.token, slot: three.id });
    expect(third).toEqual(refused(moved, 'NOT_POSSIBLE', 'LIMIT_REACHED'));
    expect(await transport.pick({ id: visit.id })).toEqual(moved);
  });

  it('W9 changes date and time alone: the clinician and the place are the same before and after', async () => {
    const visit = await both.pick(inPerson);
    expect(visit).toMatchObject({
      clinician: { name: expect.any(String) },
      location: { postcode: expect.any(String) },
    });
    const uid = first(eventsIn(await both.calendarFile(visit)))['UID'];
    const slot = first(await both.slots(visit));
    const moved = movedTo(visit, slot);
    expect(moved).not.toEqual(visit);
    expect(await both.carryOut('rescheduleAppointment', visit, { slot })).toEqual(done(moved));
    expect(await both.pick({ id: visit.id })).toEqual(moved);
    const event = { UID: uid, DTSTART: calendarTime(moved.startsAt), DTEND: calendarTime(moved.endsAt) };
    expect(eventsIn(await both.calendarFile(visit))).toEqual([
      expect.objectContaining({ ...event, STATUS: 'CONFIRMED' }),
    ]);
  });
});

describe('cancelling an appointment', () => {
  it('W10 tells first that it discharges and that a new GP referral is needed, then cancels at once', async () => {
    const visit = await both.pick(call);
    const { possible, token, facts } = await both.preview('cancelAppointment', visit);
    expect([possible, facts]).toEqual([
      true,
      ['DISCHARGED', 'NEW_REFERRAL_NEEDED'].map((code) => ({
        code,
        kind: 'CONSEQUENCE',
        words: expect.stringMatching(code === 'DISCHARGED' ? /discharges you/ : /new referral from your GP/),
        rule: 'W10',
        count: null,
        date: null,
        contact: null,
      })),
    ]);
    const cancelled = { ...visit, status: 'CANCELLED' };
    expect(await both.change('cancelAppointment', visit, { preview: token })).toEqual(done(cancelled));
    expect(await both.pick({ id: visit.id })).toEqual(cancelled);
    expect(eventsIn(await both.calendarFile(visit))).toEqual([expect.objectContaining({ STATUS: 'CANCELLED' })]);
    for (const verb of ['cancelAppointment', 'rescheduleAppointment'] as const)
      expect(await both.preview(verb, visit)).toEqual(obstacle('ALREADY_CANCELLED', null));
  });

  it('W10 is refused without the preview that tells of the discharge', async () => {
    const visit = await interpreter.pick(heart);
    const previews = [
      '',
      'made.up.token',
      (await transport.preview('cancelAppointment', await transport.pick(heart))).token,
    ];
    for (const preview of previews) {
      const answer = await interpreter.change('cancelAppointment', visit, { preview });
      expect(answer).toMatchObject({
        appointment: visit,
        userErrors: [{ code: 'PREVIEW_OUTDATED', field: 'preview' }],
        preview: { possible: true },
      });
      expect(answer.preview?.facts.map(({ code }) => code)).toEqual(expect.arrayContaining(['DISCHARGED']));
    }
    expect(await interpreter.pick({ id: visit.id })).toEqual(visit);
  });
});

describe('transport and interpreters', () => {
  it.each([
    ['REARRANGE_TRANSPORT', () => transport],
    ['REARRANGE_INTERPRETER', () => interpreter],
  ] as const)('W12 %s: the patient is told to call the hospital, and whom, for each change', async (code, patient) => {
    const visit = await patient().pick(heart);
    expect([visit.transportBooked, visit.interpreterBooked]).toEqual([
      code === 'REARRANGE_TRANSPORT',
      code === 'REARRANGE_INTERPRETER',
    ]);
    for (const verb of ['rescheduleAppointment', 'cancelAppointment'] as const) {
      const { possible, facts } = await patient().preview(verb, visit);
      expect([possible, facts.filter((fact) => fact.code.startsWith('REARRANGE'))]).toEqual([
        true,
        [
          {
            code,
            kind: 'CONSEQUENCE',
            words: expect.stringContaining('Call the hospital to change it.'),
            rule: 'W12',
            count: null,
            date: null,
            contact: {
              name: 'Cardiology clinic',
              phone: '01632 960105',
              email: 'cardiology@west-herts.example.org',
            },
          },
        ],
      ]);
    }
  });

  it('W12 is not told where neither is booked', async () => {
    const visit = await both.pick(inPerson);
    for (const verb of ['rescheduleAppointment', 'cancelAppointment'] as const) {
      const { facts } = await both.preview(verb, visit);
      expect(facts.filter(({ code }) => code.startsWith('REARRANGE'))).toEqual([]);
    }
  });
});

it.each(['INPATIENT', 'DAY_CASE', 'DIAGNOSTIC'])(
  'W8 W10 are for outpatient appointments: nothing changes a booking that is %s',
  async (kind) => {
    const visit = await everyKind.pick({ kind, status: 'BOOKED' });
    expect(await movesLeft(everyKind, visit)).toBe(0);
    for (const [verb, rule] of [
      ['rescheduleAppointment', 'W8'],
      ['cancelAppointment', 'W10'],
    ] as const) {
      expect(await everyKind.preview(verb, visit)).toEqual(obstacle('NOT_THIS_KIND', rule));
      const slot = verb === 'rescheduleAppointment' ? { slot: visit.id } : {};
      const { token } = await everyKind.preview('cancelAppointment', await everyKind.pick(inPerson));
      expect(await everyKind.change(verb, visit, { preview: token, ...slot })).toEqual(
        refused(visit, 'NOT_POSSIBLE', 'NOT_THIS_KIND'),
      );
    }
    expect(await everyKind.pick({ id: visit.id })).toEqual(visit);
  },
);
