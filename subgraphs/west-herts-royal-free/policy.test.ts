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
