import { decide } from '@crosstrust/kit';
import { expect, it } from 'vitest';
import { policy } from './policy.ts';

const now = new Date('2026-06-15T12:00:00Z');
const record = '0b5a6f0e-7f43-4f0a-9a3e-0f4f1c2d3e4f';

it.each([
  ['self', '2010-06-15', 'active', { allowed: true }],
  ['self', '2010-06-16', 'active', { allowed: false, code: 'AGE_BLOCKED', rule: 'K13', minimumAge: 16 }],
  ['carer', '1950-01-01', 'active', { allowed: false, code: 'CARER_REFUSED', rule: 'assumed' }],
  ['clinician', '1950-01-01', 'active', { allowed: false, code: 'CARER_REFUSED', rule: 'assumed' }],
  ['self', '1950-01-01', 'deceased', { allowed: false, code: 'RECORD_CLOSED' }],
] as const)('K13 answers %s, born %s, %s', (relation, birthDate, status, answer) => {
  expect(decide(policy, { grant: { record, relation, sections: 'all' }, patient: { birthDate, status }, now })).toEqual(
    answer,
  );
});

it('K7 K8 shows outpatient activity, and says what is not there yet', () => {
  const states = Object.fromEntries(Object.entries(policy.sections).map(([section, { state }]) => [section, state]));
  expect(states).toEqual({
    OUTPATIENT_APPOINTMENTS: 'OFFERED',
    ADMISSIONS: 'NOT_YET',
    PROCEDURES: 'NOT_YET',
    RADIOLOGY_APPOINTMENTS: 'NOT_YET',
    APPOINTMENT_LETTERS: 'OFFERED',
    CLINIC_LETTERS: 'OFFERED',
    TEST_RESULTS: 'NOT_OFFERED',
    DISCHARGE_SUMMARIES: 'OFFERED',
    PATIENT_ENTRIES: 'NOT_OFFERED',
  });
});

it('K6 links by birth date, phone and email beside the NHS number', () => {
  expect(policy.linking).toMatchObject({
    match: ['nhsNumber', 'birthDate', 'mobile', 'email'],
    ukMobileOnRecord: false,
    rule: 'K6',
  });
});

it('K3 K5 K18 M11 sends a technical fault to the form, and an appointment question to its letter', () => {
  const { help } = policy;
  expect(help.routes.TECHNICAL).toEqual({
    to: 'FORM',
    words: expect.stringMatching(/fastest way.*department will probably not be able/),
    rule: 'K5',
  });
  expect(help.routes.APPOINTMENTS).toMatchObject({ to: 'BOOKING_TEAM', rule: 'K18' });
  expect(help.appointmentQuestions).toEqual({
    words: expect.stringMatching(/most recent appointment letter in full.*If it is unclear.*made the booking/),
    rule: 'K18',
  });
  expect(help.nhsNumber).toMatchObject({ url: expect.stringMatching(/^https:\/\/www\.nhs\.uk\//), rule: 'K3' });
  expect(help.emergencies).toEqual({ words: expect.stringMatching(/999.*accident and emergency/), rule: 'M11' });
});

it('K15 K6 sends something important to the care team now, the rest to the next visit, details to the GP practice', () => {
  expect(policy.mistakes).toEqual({
    IMPORTANT: { to: 'CARE_TEAM', words: expect.stringMatching(/care team now/), rule: 'K15' },
    NOT_URGENT: { to: 'NEXT_VISIT', words: expect.stringMatching(/next time you visit/), rule: 'K15' },
    PERSONAL_DETAILS: { to: 'GP_PRACTICE', words: expect.stringMatching(/GP practice or the hospital/), rule: 'K6' },
  });
  expect(policy.details.changeAt).toMatchObject({ words: expect.stringMatching(/GP practice/), rule: 'K6' });
});

it('K10 lets patients stop its text messages: then it goes by post', () => {
  expect(policy.preferences).toMatchObject({
    texts: { offered: true, words: expect.stringMatching(/by post/), rule: 'K10' },
    paperless: { offered: false },
  });
});

it('K1 K10 K11 says what leaving means, what comes without texts, and how to get them again', () => {
  expect(policy.leaving).toEqual({
    after: { words: expect.stringMatching(/post and phone.*register again whenever an outpatient/), rule: 'K1' },
    stopTexts: { words: expect.stringMatching(/No more text reminders.*invite you back.*by post/), rule: 'K10' },
    closingText: { words: expect.stringMatching(/no more texts.*To get texts again/), rule: 'K11' },
  });
});

it('K1 K2 K6 registers who has an outpatient appointment coming up, or follows the link of a text; K14 with an own email', () => {
  const { optional, needs, self, invitation, carer, paperless } = policy.registration;
  expect(optional).toEqual({ words: expect.stringMatching(/post and calls by phone.*later/), rule: 'K1' });
  expect(needs).toEqual({ words: expect.stringContaining('email address of your own'), rule: 'K14' });
  expect(self).toMatchObject({ offered: true, appointment: 'outpatient', rule: 'K1' });
  expect(invitation).toMatchObject({
    by: 'link',
    channels: ['mobile'],
    onBooking: { made: true },
    match: ['birthDate', 'mobile', 'email'],
    rule: 'K2',
  });
  expect([carer.allowed, paperless.asked]).toEqual([false, false]);
});
