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
  const until = now.getTime() / 1000 + 3_600;
  expect(
    decide(policy, {
      grant: { record, relation, sections: 'all', until },
      patient: { birthDate, status: 'active' },
      now,
    }),
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

it('M10 has a helpdesk on weekdays from nine to five, and says what to do outside', () => {
  expect(policy.help.contacts).toEqual([
    {
      key: 'helpdesk',
      name: 'Patient helpdesk',
      phone: '+442032994618',
      hours: {
        days: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'],
        opens: '09:00',
        closes: '17:00',
        outside: expect.stringContaining('message'),
      },
      rule: 'M10',
    },
  ]);
  expect(policy.help.routes.TECHNICAL).toMatchObject({ to: 'CONTACT', contact: 'helpdesk', rule: 'M10' });
});

it('M1 M2 M3 M11 explains what is held, that it is not all, and that it is not for emergencies', () => {
  const about = Object.fromEntries(policy.help.about.map((entry) => [entry.topic, entry]));
  expect(about).toMatchObject({
    SECURITY: { words: expect.stringContaining('secure'), rule: 'M1' },
    WHAT_IS_HELD: { rule: 'M1' },
    USE: { url: expect.stringMatching(/^https:/), rule: 'M1' },
    NOT_THE_FULL_RECORD: { words: expect.stringContaining('not your full health record'), rule: 'M2' },
    GP_AND_DENTIST: { words: expect.stringMatching(/GP or dentist.*unless it was shared/), rule: 'M3' },
  });
  expect(policy.help.emergencies).toEqual({ words: expect.stringContaining('999'), rule: 'M11' });
});

it('lets people register at any time with their details, as assumed, and invites nobody', () => {
  const { self, invitation } = policy.registration;
  expect([self, invitation]).toMatchObject([
    { offered: true, appointment: 'none', rule: 'assumed' },
    { by: 'nothing', rule: 'assumed' },
  ]);
});
