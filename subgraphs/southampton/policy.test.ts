import { decide } from '@crosstrust/kit';
import { expect, it } from 'vitest';
import { policy } from './policy.ts';

const now = new Date('2026-06-15T12:00:00Z');
const record = '0b5a6f0e-7f43-4f0a-9a3e-0f4f1c2d3e4f';

it.each([
  ['self', '2010-06-15', { allowed: true }],
  ['self', '2010-06-16', { allowed: false, code: 'AGE_BLOCKED', rule: 'assumed', minimumAge: 16 }],
  ['carer', '1950-01-01', { allowed: false, code: 'CARER_REFUSED', rule: 'assumed' }],
  ['clinician', '1950-01-01', { allowed: false, code: 'CARER_REFUSED', rule: 'assumed' }],
] as const)('answers %s, born %s', (relation, birthDate, answer) => {
  expect(
    decide(policy, { grant: { record, relation, sections: 'all' }, patient: { birthDate, status: 'active' }, now }),
  ).toEqual(answer);
});

it('U2 U9 lets patients accept and ask, and change nothing themselves', () => {
  const verbs = Object.entries(policy.appointments).flatMap(([name, verb]) =>
    'offered' in verb && verb.offered ? [name] : [],
  );
  expect(verbs).toEqual(['accept', 'requestRebooking', 'requestCancellation']);
});

it('U10 asks for three working days’ notice', () => {
  expect(policy.appointments.notice).toEqual({ workingDays: 3, rule: 'U10' });
});

it('U5 links by mobile or email and the birth date', () => {
  expect(policy.linking).toMatchObject({ match: ['birthDate', 'mobileOrEmail'], rule: 'U5' });
});

it('U1 U11 says that it is for phone and computer, and has a FAQ and guides to download', () => {
  expect(policy.help.about).toContainEqual({
    topic: 'USE',
    words: expect.stringMatching(/phone or a computer/),
    rule: 'U1',
  });
  expect(policy.help.articles.GUIDES).toEqual({
    state: 'OFFERED',
    words: expect.stringMatching(/questions and three guides.*download/),
    rule: 'U11',
  });
});

it('U7 asks for current contact details, and links to where they are updated', () => {
  expect(policy.details.changeAt).toEqual({
    words: expect.stringMatching(/needs your current contact details/),
    url: expect.stringMatching(/^https:\/\/www\.uhs\.nhs\.uk\//),
    rule: 'U7',
  });
});

it('U3 invites by text and email when an appointment is booked, and takes the birth date with either (U5)', () => {
  expect(policy.registration.invitation).toMatchObject({
    by: 'link',
    channels: ['mobile', 'email'],
    onBooking: { made: true, rule: 'U3' },
    match: ['birthDate', 'mobileOrEmail'],
    rule: 'U3',
  });
});
