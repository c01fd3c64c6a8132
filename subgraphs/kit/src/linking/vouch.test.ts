import type { LinkRequest } from '@crosstrust/contract';
import { describe, expect, it } from 'vitest';
import { aPolicy, openToAll } from '../testing/builders.ts';
import type { HeldPatient } from './held-patient.ts';
import { vouch } from './vouch.ts';

const now = new Date('2026-06-15T12:00:00Z');
const held: HeldPatient = {
  recordId: '0b5a6f0e-7f43-4f0a-9a3e-0f4f1c2d3e4f',
  status: 'active',
  patient: {
    nhsNumber: '9990000018',
    name: 'Ada Okafor',
    birthDate: '1992-03-04',
    mobile: '+447700900123',
    email: 'Ada@Example.org',
  },
};
const request: LinkRequest = {
  nonce: 'n'.repeat(16),
  proof: { kind: 'details' },
  nhsNumber: '999 000 0018',
  birthDate: '1992-03-04',
  mobile: '+447700900123',
  email: 'ada@example.org',
};

describe('vouch', () => {
  const example = aPolicy({
    linking: {
      match: ['nhsNumber', 'birthDate', 'mobile', 'email'],
      ukMobileOnRecord: false,
      rule: 'K6',
      words: 'All of them.',
    },
  });

  it.each([
    ['all details as held', {}, 'yes'],
    ['another birth date', { birthDate: '1992-03-05' }, 'DETAILS_DO_NOT_MATCH'],
    ['another mobile', { mobile: '+447700900124' }, 'DETAILS_DO_NOT_MATCH'],
    ['another email', { email: 'ada@example.com' }, 'DETAILS_DO_NOT_MATCH'],
    ['another NHS number', { nhsNumber: '9990000026' }, 'DETAILS_DO_NOT_MATCH'],
  ])('K6 answers to %s', (_case, change, answer) => {
    expect(vouch(example, { ...request, ...change }, held, now)).toBe(answer);
  });

  it('K6 answers the same to a stranger as to a mismatch', () => {
    expect(vouch(example, request, null, now)).toBe('DETAILS_DO_NOT_MATCH');
  });

  it('K6 does not tell who has not given every detail that the patient is too young', () => {
    const child = { ...held, patient: { ...held.patient, birthDate: '2015-01-01' } };
    expect(vouch(example, request, child, now)).toBe('DETAILS_DO_NOT_MATCH');
    expect(vouch(example, { ...request, birthDate: '2015-01-01' }, child, now)).toBe('AGE_BLOCKED');
  });

  it('W1 needs a UK mobile on the record', () => {
    const westHerts = aPolicy({
      linking: {
        match: ['nhsNumber', 'birthDate', 'mobile'],
        ukMobileOnRecord: true,
        rule: 'W1',
        words: 'A UK mobile.',
      },
    });
    const abroad = { ...held, patient: { ...held.patient, mobile: '+33612345678' } };
    expect(vouch(westHerts, request, held, now)).toBe('yes');
    expect(vouch(westHerts, { ...request, mobile: '+33612345678' }, abroad, now)).toBe('DETAILS_DO_NOT_MATCH');
  });

  it.each([
    ['deceased', 'RECORD_CLOSED'],
    ['merged', 'RECORD_CLOSED'],
    ['restricted', 'RECORD_RESTRICTED'],
  ] as const)('does not vouch for a %s patient', (status, answer) => {
    expect(vouch(example, request, { ...held, status }, now)).toBe(answer);
  });
});

describe('registering', () => {
  const said = { words: 'Words.', rule: 'assumed' } as const;
  const invited = { onBooking: { made: true, rule: 'W3' }, lasts: { days: 28, rule: 'D17' }, ...said } as const;
  const registration = {
    ...openToAll,
    self: { offered: true, appointment: 'outpatient', ...said },
    invitation: { by: 'link', channels: ['mobile'], match: ['birthDate', 'mobile'], ...invited },
  } as const;
  const strict = aPolicy({ registration: registration as never });
  const codesOnly = aPolicy({
    registration: {
      ...openToAll,
      self: { offered: false, ...said },
      invitation: { by: 'codes', match: ['nhsNumber', 'birthDate', 'email'], ...invited },
      carer: { allowed: true, ...said },
    } as never,
  });
  const { nhsNumber: _number, ...withoutNumber } = request;
  const link = { ...withoutNumber, proof: { kind: 'invitation', secret: 's' }, registering: 'patient' } as const;
  const letter = { ...request, proof: { kind: 'codes', codes: ['a', 'b'] }, registering: 'patient' } as const;
  const self = { ...request, registering: 'patient' } as const;
  const waiting = { ...held, hasUpcoming: true };

  it.each([
    ['K1 W2 nobody by themselves without an appointment', strict, self, held, 'NO_UPCOMING_APPOINTMENT'],
    ['K1 W2 whoever has one', strict, self, waiting, 'yes'],
    [
      'K1 tells of the appointment only to who has given every detail',
      strict,
      { ...self, birthDate: '1992-03-05' },
      held,
      'DETAILS_DO_NOT_MATCH',
    ],
    ['M4 an account that there is, without one', strict, request, held, 'yes'],
    ['K2 W1 whom it has invited, without an NHS number', strict, link, held, 'yes'],
    ['K2 nobody else’s number with it', strict, { ...link, nhsNumber: '9990000026' }, held, 'DETAILS_DO_NOT_MATCH'],
    ['K6 nobody of another mobile with it', strict, { ...link, mobile: '+447700900124' }, held, 'DETAILS_DO_NOT_MATCH'],
    ['no codes where there are links', strict, letter, held, 'INVITATION_INVALID'],
    ['D5 whoever has the codes', codesOnly, letter, held, 'yes'],
    [
      'D10 nobody with the codes and another email',
      codesOnly,
      { ...letter, email: 'b@example.org' },
      held,
      'DETAILS_DO_NOT_MATCH',
    ],
    ['D5 nobody by the details alone, known or not', codesOnly, self, null, 'INVITATION_NEEDED'],
    ['M4 an account that there is by its details, where registering takes codes', codesOnly, request, held, 'yes'],
    ['D11 a carer with the codes', codesOnly, { ...letter, registering: 'carer' }, held, 'yes'],
    [
      'W4 no carer where the policy has none, known or not',
      strict,
      { ...self, registering: 'carer' },
      null,
      'CARER_CANNOT_REGISTER',
    ],
  ] as const)('%s', (_what, policy, asked, patient, answer) => {
    expect(vouch(policy, asked as LinkRequest, patient, now)).toBe(answer);
  });

  it('D11 is not for carers where nobody compares the email', () => {
    const carer = { allowed: true, ...said };
    expect(() => aPolicy({ registration: { ...registration, carer } as never })).toThrow('the email is not compared');
  });

  it('W6 asks for paperless only where it is offered', () => {
    const { preferences } = aPolicy();
    expect(() =>
      aPolicy({
        registration: { ...openToAll, paperless: { asked: true, rule: 'W6' } },
        preferences: { ...preferences, paperless: { offered: false, ...said } },
      } as never),
    ).toThrow('paperless is asked at registration, and not offered');
  });
});
