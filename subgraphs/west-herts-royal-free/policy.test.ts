import { decide, shownSections } from '@crosstrust/kit';
import { expect, it } from 'vitest';
import { policy } from './policy.ts';

const now = new Date('2026-06-15T12:00:00Z');
const record = '0b5a6f0e-7f43-4f0a-9a3e-0f4f1c2d3e4f';

it.each([
  ['self', '2008-06-15', { allowed: true }],
  ['self', '2008-06-16', { allowed: false, code: 'AGE_BLOCKED', rule: 'W1', minimumAge: 18 }],
  ['carer', '1950-01-01', { allowed: false, code: 'CARER_REFUSED', rule: 'W4' }],
  ['clinician', '1950-01-01', { allowed: false, code: 'CARER_REFUSED', rule: 'W4' }],
] as const)('W1 W4 answers %s, born %s', (relation, birthDate, answer) => {
  expect(
    decide(policy, { grant: { record, relation, sections: 'all' }, patient: { birthDate, status: 'active' }, now }),
  ).toEqual(answer);
});

it('W5 W13 shows documents and results of both trusts, and only West Hertfordshire’s bookings', () => {
  const sourcesOf = (section: Parameters<typeof shownSections>[1][number]) =>
    shownSections(policy, [section]).map(({ source }) => source);
  expect(sourcesOf('OUTPATIENT_APPOINTMENTS')).toEqual(['west-herts']);
  expect(sourcesOf('ADMISSIONS')).toEqual(['west-herts']);
  expect(sourcesOf('PROCEDURES')).toEqual(['west-herts']);
  expect(sourcesOf('RADIOLOGY_APPOINTMENTS')).toEqual(['west-herts']);
  expect(sourcesOf('APPOINTMENT_LETTERS')).toEqual(['west-herts', 'royal-free']);
  expect(sourcesOf('CLINIC_LETTERS')).toEqual(['west-herts', 'royal-free']);
  expect(sourcesOf('TEST_RESULTS')).toEqual(['west-herts', 'royal-free']);
  expect(sourcesOf('DISCHARGE_SUMMARIES')).toEqual(['west-herts', 'royal-free']);
});

it('W1 links only with a UK mobile number on the record', () => {
  expect(policy.linking).toMatchObject({ ukMobileOnRecord: true, rule: 'W1' });
});

it('W8 W10 W12 lets patients move an appointment twice and cancel it themselves, which discharges them', () => {
  const { reschedule, cancel, rearrange, ...others } = policy.appointments;
  expect({ reschedule, cancel, rearrange }).toEqual({
    reschedule: { offered: true, level: 'one-factor', kinds: ['outpatient'], limit: 2, rule: 'W8', sameClinic: 'W9' },
    cancel: { offered: true, level: 'one-factor', kinds: ['outpatient'], discharges: true, rule: 'W10' },
    rearrange: { byPhone: true, rule: 'W12' },
  });
  expect([others.accept, others.requestRebooking, others.requestCancellation].map(({ offered }) => offered)).toEqual([
    false,
    false,
    false,
  ]);
});

it('W14 has a help centre, and a separate form for technical faults', () => {
  expect(policy.help.articles.HELP_CENTRE).toMatchObject({ state: 'OFFERED', rule: 'W14' });
  expect(policy.help.routes.TECHNICAL).toEqual({ to: 'FORM', words: expect.stringContaining('form'), rule: 'W14' });
});

it('W6 lets patients go paperless and back', () => {
  expect(policy.preferences).toMatchObject({
    paperless: { offered: true, words: expect.stringMatching(/or back to paper/), rule: 'W6' },
    texts: { offered: false },
  });
});

it('W13 has a desk for each of the two trusts', () => {
  expect(policy.help.contacts.map(({ source }) => source)).toEqual(['west-herts', 'royal-free']);
});

it('W1 W2 W3 invites by text when an appointment is booked, and registers who has one, after 27 February 2023', () => {
  const { self, invitation } = policy.registration;
  expect(self).toMatchObject({ offered: true, appointment: 'any', datedAfter: '2023-02-27', rule: 'W2' });
  expect(invitation).toMatchObject({
    by: 'link',
    channels: ['mobile'],
    onBooking: { made: true, after: '2023-02-27', rule: 'W3' },
    match: ['birthDate', 'mobile'],
    rule: 'W1',
  });
});

it('W4 W6 lets no family member register, and asks for paperless', () => {
  const { carer, paperless } = policy.registration;
  expect(carer).toEqual({ allowed: false, words: expect.stringContaining('only your own record'), rule: 'W4' });
  expect(paperless).toEqual({ asked: true, rule: 'W6' });
});
