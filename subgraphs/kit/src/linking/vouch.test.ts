import type { LinkRequest } from '@crosstrust/contract';
import { describe, expect, it } from 'vitest';
import { aPolicy } from '../testing/builders.ts';
import { type HeldPatient, vouch } from './vouch.ts';

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
