import { decide, shownSections } from '@crosstrust/kit';
import { expect, it } from 'vitest';
import { policy } from './policy.ts';

const now = new Date('2026-06-15T12:00:00Z');
const record = '0b5a6f0e-7f43-4f0a-9a3e-0f4f1c2d3e4f';

it.each([
  ['self', '2010-06-15', { allowed: true }],
  ['self', '2010-06-16', { allowed: false, code: 'AGE_BLOCKED', rule: 'assumed', minimumAge: 16 }],
  ['clinician', '1950-01-01', { allowed: true }],
  ['carer', '1950-01-01', { allowed: false, code: 'CARER_REFUSED', rule: 'assumed' }],
] as const)('M9 answers %s, born %s', (relation, birthDate, answer) => {
  expect(
    decide(policy, { grant: { record, relation, sections: 'all' }, patient: { birthDate, status: 'active' }, now }),
  ).toEqual(answer);
});

it('M5 M12 shows appointments, letters and results of both trusts in one record', () => {
  expect(policy.trust.sources.map(({ odsCode }) => odsCode)).toEqual(['RJZ', 'RJ1']);
  expect(
    shownSections(policy, ['OUTPATIENT_APPOINTMENTS', 'CLINIC_LETTERS', 'TEST_RESULTS', 'DISCHARGE_SUMMARIES']).map(
      ({ section, source }) => ({ section, source }),
    ),
  ).toEqual([
    { section: 'OUTPATIENT_APPOINTMENTS', source: 'kings' },
    { section: 'OUTPATIENT_APPOINTMENTS', source: 'guys' },
    { section: 'CLINIC_LETTERS', source: 'kings' },
    { section: 'CLINIC_LETTERS', source: 'guys' },
    { section: 'TEST_RESULTS', source: 'kings' },
    { section: 'TEST_RESULTS', source: 'guys' },
  ]);
});
