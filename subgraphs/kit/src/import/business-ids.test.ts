import { describe, expect, it } from 'vitest';
import { businessIdentifiers, documentKeys } from './business-ids.ts';

describe('businessIdentifiers', () => {
  it.each([
    [{ system: 'https://fhir.nhs.uk/Id/UBRN', value: '1' }, 'booking'],
    [{ system: 'https://fhir.nhs.uk/Id/PathwayId', value: '1' }, 'pathway'],
    [{ system: 'https://example.org/referral-id', value: '1' }, 'referral'],
    [{ system: 'https://example.org/r4/ServiceRequest', value: '1' }, 'referral'],
    [{ system: 'https://example.org/x', type: { coding: [{ display: 'Booking reference' }] }, value: '1' }, 'booking'],
    [{ type: { text: 'PPI' }, value: '1' }, 'pathway'],
  ])('reads %j', (identifier, kind) => expect(businessIdentifiers([identifier])).toMatchObject([{ kind, value: '1' }]));

  it.each([undefined, {}, { system: 'https://fhir.nhs.uk/Id/UBRN' }, { system: 'https://example.org/x', value: '1' }])(
    'finds none in %j',
    (identifier) => expect(businessIdentifiers([identifier])).toEqual([]),
  );
});

describe('documentKeys', () => {
  it.each([
    [{ system: 'HTTPS://Example.org/id/', value: ' a ' }, ['document|example.org/id|a']],
    [{ value: 'a' }, []],
    [undefined, []],
  ])('of %j', (identifier, expected) => expect(documentKeys(identifier).map(({ value }) => value)).toEqual(expected));
});
