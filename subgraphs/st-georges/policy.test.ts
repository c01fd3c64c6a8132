import { decide } from '@crosstrust/kit';
import { expect, it } from 'vitest';
import { policy } from './policy.ts';

const now = new Date('2026-06-15T12:00:00Z');
const record = '0b5a6f0e-7f43-4f0a-9a3e-0f4f1c2d3e4f';

it.each([
  ['self', '2010-06-15', { allowed: true }],
  ['self', '2010-06-16', { allowed: false, code: 'AGE_BLOCKED', rule: 'assumed', minimumAge: 16 }],
  ['carer', '1950-01-01', { allowed: true }],
  ['clinician', '1950-01-01', { allowed: false, code: 'CARER_REFUSED', rule: 'assumed' }],
] as const)('answers %s, born %s', (relation, birthDate, answer) => {
  expect(
    decide(policy, { grant: { record, relation, sections: 'all' }, patient: { birthDate, status: 'active' }, now }),
  ).toEqual(answer);
});

it('lets carers read and not change, as assumed', () => {
  expect(policy.sharing.carer).toMatchObject({ allowed: true, mayChange: false, rule: 'assumed' });
});

it('shows what Kingston shows, as assumed', () => {
  const states = Object.entries(policy.sections).map(([section, { state, rule }]) => [section, state, rule]);
  expect(states).toEqual([
    ['OUTPATIENT_APPOINTMENTS', 'OFFERED', 'assumed'],
    ['ADMISSIONS', 'NOT_YET', 'assumed'],
    ['PROCEDURES', 'NOT_YET', 'assumed'],
    ['RADIOLOGY_APPOINTMENTS', 'NOT_YET', 'assumed'],
    ['APPOINTMENT_LETTERS', 'OFFERED', 'assumed'],
    ['CLINIC_LETTERS', 'OFFERED', 'assumed'],
    ['TEST_RESULTS', 'NOT_OFFERED', 'assumed'],
    ['DISCHARGE_SUMMARIES', 'OFFERED', 'assumed'],
    ['PATIENT_ENTRIES', 'NOT_OFFERED', 'assumed'],
  ]);
});

it('K3 M11 says the same in emergencies and of NHS numbers as everywhere', () => {
  expect(policy.help.nhsNumber.rule).toBe('K3');
  expect(policy.help.emergencies).toEqual({ words: expect.stringContaining('999'), rule: 'M11' });
});

it('K15 sends something important to the care team now, the rest to the next visit, details to the GP practice', () => {
  const to = Object.fromEntries(Object.entries(policy.mistakes).map(([about, route]) => [about, route.to]));
  expect(to).toEqual({ IMPORTANT: 'CARE_TEAM', NOT_URGENT: 'NEXT_VISIT', PERSONAL_DETAILS: 'GP_PRACTICE' });
});

it('lets people register as Kingston does, as assumed', () => {
  const { optional, self, invitation, carer } = policy.registration;
  expect([self, invitation]).toMatchObject([{ offered: true, appointment: 'outpatient' }, { by: 'link' }]);
  expect(new Set([optional, self, invitation, carer].map(({ rule }) => rule))).toEqual(new Set(['assumed']));
});
