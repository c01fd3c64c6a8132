import { decide } from '@crosstrust/kit';
import { expect, it } from 'vitest';
import { policy } from './policy.ts';

const now = new Date('2026-06-15T12:00:00Z');
const record = '0b5a6f0e-7f43-4f0a-9a3e-0f4f1c2d3e4f';

it.each([
  ['self', '2010-06-15', { allowed: true }],
  ['self', '2010-06-16', { allowed: false, code: 'AGE_BLOCKED', rule: 'assumed', minimumAge: 16 }],
  ['carer', '1950-01-01', { allowed: true }],
  ['clinician', '1950-01-01', { allowed: true }],
] as const)('D4 D12 answers %s, born %s', (relation, birthDate, answer) => {
  expect(
    decide(policy, { grant: { record, relation, sections: 'all' }, patient: { birthDate, status: 'active' }, now }),
  ).toEqual(answer);
});

it('D8 D18 shows correspondence from registration on, and no results yet', () => {
  const states = Object.fromEntries(Object.entries(policy.sections).map(([section, { state }]) => [section, state]));
  expect(states).toEqual({
    OUTPATIENT_APPOINTMENTS: 'FUTURE_ONLY',
    ADMISSIONS: 'NOT_OFFERED',
    PROCEDURES: 'NOT_OFFERED',
    RADIOLOGY_APPOINTMENTS: 'NOT_OFFERED',
    APPOINTMENT_LETTERS: 'FUTURE_ONLY',
    CLINIC_LETTERS: 'FUTURE_ONLY',
    TEST_RESULTS: 'NOT_YET',
    DISCHARGE_SUMMARIES: 'FUTURE_ONLY',
    PATIENT_ENTRIES: 'OFFERED',
  });
});

it('D15 sends a wrong detail to the GP practice', () => {
  expect(policy.mistakes.PERSONAL_DETAILS).toMatchObject({ to: 'GP_PRACTICE', rule: 'D15' });
});
