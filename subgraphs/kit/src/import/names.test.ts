import { describe, expect, it } from 'vitest';
import { aPatient, entryOf } from '../testing/fhir.ts';
import type { Reference, Resource } from './fhir.ts';
import { candidatesOf, identityOf, isWorldwide, namesOf } from './names.ts';

const uuid = '9fa1e332-a3eb-52e2-d79a-62042a485967';
const meets = (reference: Reference, from: string | undefined, resource: Resource, fullUrl?: string) => {
  const names = new Set(namesOf(entryOf(resource, fullUrl)));
  return candidatesOf(reference, entryOf({ resourceType: 'Encounter', id: 'e' }, from), 'Patient').some((name) =>
    names.has(name),
  );
};

describe('references', () => {
  const patient = aPatient({ id: '1' });
  const numbered = aPatient({
    id: '1',
    identifier: [{ system: 'http://fhir.nhs.net/Id/nhs-number', value: '943 476 5919' }],
  });

  it.each<[string, Reference, string | undefined, Resource, string | undefined, boolean]>([
    ['relative, no server known', { reference: 'Patient/1' }, undefined, patient, undefined, true],
    ['relative, with a version', { reference: 'Patient/1/_history/3' }, undefined, patient, undefined, true],
    [
      'relative, on the same server',
      { reference: 'Patient/1' },
      'https://a.org/r4/Encounter/e',
      patient,
      'https://a.org/r4/Patient/1',
      true,
    ],
    [
      'relative, on another server',
      { reference: 'Patient/1' },
      'https://b.org/r4/Encounter/e',
      patient,
      'https://a.org/r4/Patient/1',
      false,
    ],
    ['absolute', { reference: 'https://a.org/r4/Patient/1' }, undefined, patient, 'https://a.org/r4/Patient/1', true],
    [
      'absolute, to another server',
      { reference: 'https://b.org/r4/Patient/1' },
      undefined,
      patient,
      'https://a.org/r4/Patient/1',
      false,
    ],
    [
      'absolute, to a resource of no known server',
      { reference: 'https://a.org/r4/Patient/1' },
      undefined,
      patient,
      undefined,
      true,
    ],
    [
      'urn:uuid',
      { reference: `urn:uuid:${uuid.toUpperCase()}` },
      undefined,
      aPatient({ id: 'x' }),
      `urn:uuid:${uuid}`,
      true,
    ],
    ['urn:uuid, to an id', { reference: `urn:uuid:${uuid}` }, undefined, aPatient({ id: uuid }), undefined, true],
    [
      'relative, to a urn:uuid',
      { reference: `Patient/${uuid}` },
      undefined,
      aPatient({ id: uuid }),
      `urn:uuid:${uuid}`,
      true,
    ],
    [
      'conditional',
      { reference: 'Patient?identifier=https://x.org|A%2F7' },
      undefined,
      aPatient({ id: '1', identifier: [{ system: 'https://x.org', value: 'A/7' }] }),
      undefined,
      true,
    ],
    [
      'by identifier alone',
      { identifier: { system: 'https://fhir.nhs.uk/Id/nhs-number', value: '9434765919' } },
      undefined,
      numbered,
      undefined,
      true,
    ],
    [
      'by another identifier',
      { identifier: { system: 'https://fhir.nhs.uk/Id/nhs-number', value: '9000000009' } },
      undefined,
      numbered,
      undefined,
      false,
    ],
  ])('%s', (_title, reference, from, resource, fullUrl, expected) =>
    expect(meets(reference, from, resource, fullUrl)).toBe(expected),
  );
});

describe('identityOf', () => {
  it('is the UUID wherever it was read from', () => {
    const patient = aPatient({ id: uuid });
    expect(
      [undefined, `urn:uuid:${uuid}`, `https://a.org/Patient/${uuid}`].map((url) => identityOf(entryOf(patient, url))),
    ).toEqual(Array(3).fill(`Patient/${uuid}`));
  });

  it.each([
    [aPatient({ id: '1' }), 'https://a.org/r4/Patient/1', 'https://a.org/r4/Patient/1', true],
    [aPatient({ id: '1' }), 'http://localhost:8080/fhir/Patient/1', 'http://localhost:8080/fhir/Patient/1', false],
    [aPatient({ id: '1' }), undefined, 'Patient/1', false],
    [
      { resourceType: 'Patient', identifier: [{ system: 'https://x.org', value: '7' }] },
      undefined,
      'Patient?https://x.org|7',
      true,
    ],
  ])('else the surest name (%#)', (resource, fullUrl, identity, worldwide) => {
    expect(identityOf(entryOf(resource, fullUrl))).toBe(identity);
    expect(isWorldwide(identity)).toBe(worldwide);
  });
});
