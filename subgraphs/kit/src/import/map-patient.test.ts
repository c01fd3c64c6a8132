import { describe, expect, it } from 'vitest';
import { aPatient, nhsNumberIs } from '../testing/fhir.ts';
import type { Patient } from './fhir.ts';
import { mapPatient, ukMobile } from './map-patient.ts';

const clock = () => new Date('2026-11-20T12:00:00Z');
const map = (given: Partial<Patient>) => mapPatient(aPatient({ id: 'one', ...given }), clock);

describe('mapPatient', () => {
  it('reads what a record holds', () => {
    const facts = map({
      identifier: [nhsNumberIs('943 476 5919')],
      name: [
        { use: 'maiden', family: 'Adeyemi' },
        { use: 'official', prefix: ['Dr'], given: ['Ada', 'Ngozi'], family: 'Okafor' },
      ],
      telecom: [
        { system: 'phone', value: '020 7946 0123' },
        { system: 'phone', use: 'mobile', value: '07700 900123' },
        { system: 'email', value: 'Ada@Example.org' },
      ],
      address: [{ use: 'home', line: ['1 High Street'], city: 'London', postalCode: 'SW1A 1AA' }],
      gender: 'female',
    });
    expect(facts).toEqual({
      status: 'active',
      hasWrongNhsNumber: false,
      content: {
        nhsNumber: '9434765919',
        name: 'Dr Ada Ngozi Okafor',
        given: 'Ada Ngozi',
        family: 'Okafor',
        birthDate: '1980-02-03',
        mobile: '+447700900123',
        email: 'ada@example.org',
        address: { lines: ['1 High Street', 'London'], postcode: 'SW1A 1AA' },
        gender: 'female',
      },
    });
  });

  it('treats a number with a wrong check digit as absent, and says so', () => {
    const facts = map({ identifier: [nhsNumberIs('9434765918')] });
    expect([facts.content.nhsNumber, facts.hasWrongNhsNumber]).toEqual([undefined, true]);
  });

  it.each<[string, Partial<Patient>, string, string | undefined]>([
    ['a date of death', { deceasedDateTime: '2020-01-02' }, 'deceased', '2020-01-02'],
    ['an instant of death', { deceasedDateTime: '2020-01-02T03:04:05Z' }, 'deceased', '2020-01-02T03:04:05.000Z'],
    ['death alone', { deceasedBoolean: true }, 'deceased', 'unknown'],
    ['a year of death', { deceasedDateTime: '2020' }, 'deceased', 'unknown'],
    ['no death', { deceasedBoolean: false }, 'active', undefined],
    ['restricted', { meta: { security: [{ code: 'R' }] } }, 'restricted', undefined],
    [
      'very restricted and dead',
      { meta: { security: [{ code: 'V' }] }, deceasedBoolean: true },
      'restricted',
      'unknown',
    ],
    ['unrestricted', { meta: { security: [{ code: 'U' }] } }, 'active', undefined],
  ])('%s', (_title, given, status, deceasedAt) =>
    expect(map(given)).toMatchObject({ status, content: deceasedAt === undefined ? {} : { deceasedAt } }),
  );

  it.each([
    [undefined, 'no full date of birth'],
    ['1980', 'no full date of birth'],
    ['1980-02', 'no full date of birth'],
    ['1980-02-30', 'cannot be'],
    ['2027-01-01', 'cannot be'],
    ['1780-01-01', 'cannot be'],
  ])('sets a patient born %s aside', (birthDate, reason) =>
    expect(() => map({ birthDate } as Partial<Patient>)).toThrow(reason),
  );
});

describe('ukMobile', () => {
  it.each([
    ['07700 900123', '+447700900123'],
    ['+44 (0)7700 900123', '+447700900123'],
    ['0044 7700 900123', '+447700900123'],
    ['tel:+447700900123', '+447700900123'],
    ['555-852-7377', undefined],
    ['020 7946 0123', undefined],
    ['07000 900123', undefined],
    ['0770090012', undefined],
  ])('%s', (written, mobile) => expect(ukMobile(written)).toBe(mobile));
});
