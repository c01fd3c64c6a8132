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
