import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import type { BusinessIdentifier } from '../storage/content.ts';
import { sameAsOf } from './same-as.ts';

const ubrn: BusinessIdentifier = { kind: 'booking', system: 'https://fhir.nhs.uk/Id/UBRN', value: '000012345678' };

it('is a hash that another trust makes from the same number, however it is written', () => {
  const [mark] = sameAsOf([ubrn]);
  const plain = 'booking|https://fhir.nhs.uk/id/ubrn|000012345678';
  expect(mark).toBe(`booking.${createHash('sha256').update(plain).digest('base64url')}`);
  expect(sameAsOf([{ ...ubrn, system: ' HTTPS://fhir.nhs.uk/Id/UBRN', value: '0000-1234 5678' }, ubrn])).toEqual([
    mark,
  ]);
});

it.each<[string, Partial<BusinessIdentifier>]>([
  ['another value', { value: '000012345679' }],
  ['another system', { system: 'urn:elsewhere' }],
  ['another kind', { kind: 'referral' }],
])('differs for %s', (_what, given) => {
  expect(sameAsOf([{ ...ubrn, ...given }])).not.toEqual(sameAsOf([ubrn]));
});

it('is nothing for an appointment that has no number, or one that could be anybody’s', () => {
  expect(sameAsOf(undefined)).toEqual([]);
  expect(sameAsOf([{ kind: 'booking', value: '1001' }])).toEqual([]);
});
