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
  const until = now.getTime() / 1000 + 3_600;
  expect(
    decide(policy, {
      grant: { record, relation, sections: 'all', until },
      patient: { birthDate, status: 'active' },
      now,
    }),
  ).toEqual(answer);
});

it('D12 lets the patient set what a carer may do', () => {
  expect(policy.sharing.carer).toMatchObject({ allowed: true, mayChange: true, rule: 'D12' });
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

it('D19 gives the enquiries team’s number and hours, and no address for the supplier, which nobody has given', () => {
  expect(policy.help.contacts).toEqual([
    {
      key: 'enquiries',
      name: 'Portal enquiries team',
      phone: '+441332783474',
      hours: { days: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'], opens: '09:00', closes: '16:00' },
      rule: 'D19',
    },
  ]);
  expect(policy.help.routes.TECHNICAL).toEqual({
    to: 'FORM',
    words: expect.stringMatching(/supplier by email, whose address the hospital has not given us/),
    rule: 'D19',
  });
  expect(policy.help.routes.ACCOUNT).toMatchObject({ to: 'CONTACT', contact: 'enquiries', rule: 'D19' });
  expect(JSON.stringify(policy.help)).not.toContain('@');
});

it('D3 D6 D16 has a library, says how data is kept, and costs nothing', () => {
  expect(policy.help.articles.LIBRARY).toMatchObject({ state: 'OFFERED', rule: 'D3' });
  const about = Object.fromEntries(policy.help.about.map((entry) => [entry.topic, entry]));
  expect(about).toMatchObject({
    SECURITY: { words: expect.stringMatching(/GDPR.*minimum.*encrypted/), rule: 'D6' },
    COST: { words: expect.stringContaining('nothing'), rule: 'D16' },
  });
});

it('D15 says that details are corrected at the source, and refresh at the next booking', () => {
  const words = expect.stringMatching(/at the source.*updated here when you are next booked/);
  expect(policy.details.changeAt).toEqual({ words, rule: 'D15' });
  expect(policy.mistakes.PERSONAL_DETAILS.words).toEqual(words);
});

it('D19 says that deregistering is done by phone as well', () => {
  const words = expect.stringMatching(/deregister by phone: 01332 783474, Monday to Friday, 9am to 4pm/);
  expect(policy.leaving.after).toEqual({ words, rule: 'D19' });
});

it('D5 D17 registers with the two codes of a letter, for a time, and not by details alone', () => {
  const { self, invitation } = policy.registration;
  expect(self).toMatchObject({ offered: false, rule: 'D5' });
  expect(invitation).toMatchObject({
    by: 'codes',
    onBooking: { made: true, rule: 'D5' },
    lasts: { days: 28, rule: 'D17' },
    match: ['nhsNumber', 'birthDate', 'email'],
    words: expect.stringMatching(/two security codes.*next invitation gives you another chance/),
  });
});

it('D7 D10 D11 D13 D14 D16 is a choice that costs nothing, needs the internet, and is open to a carer with consent', () => {
  const { optional, before, needs, cost, carer } = policy.registration;
  expect(optional).toEqual({ words: expect.stringMatching(/choice.*usual way.*care is not affected/), rule: 'D13' });
  expect(before).toEqual({ words: expect.stringMatching(/Nothing.*before.*Symptoms and medicines/), rule: 'D14' });
  expect(needs).toEqual({ words: expect.stringMatching(/cares for you, need the internet.*of your own/), rule: 'D7' });
  expect(cost).toEqual({ words: expect.stringContaining('costs you nothing'), rule: 'D16' });
  expect(carer).toEqual({ allowed: true, words: expect.stringMatching(/consent.*not the carer’s/), rule: 'D11' });
});
