import { ageInLondon, parseNhsNumber, trusts } from '@crosstrust/contract';
import { describe, expect, it } from 'vitest';
import { makePdf } from './pdf.ts';
import { sampleBundle, samplePeople } from './write-samples.ts';

const today = new Date('2026-06-15T12:00:00Z');
const people = samplePeople(today);
const person = (key: string) => people.find((candidate) => candidate.key === key) ?? expect.fail(`no ${key}`);

interface Bundle {
  entry: { fullUrl: string; resource: { resourceType: string; id: string } & Record<string, unknown> }[];
}
const resourcesOf = (key: string, trust: string) =>
  (sampleBundle(person(key), trust, today) as Bundle).entry.map(({ resource }) => resource);

describe('the sample people', () => {
  it('are the same on the same day', () => {
    expect(samplePeople(today)).toEqual(people);
  });

  it('have made-up NHS numbers that are valid, and addresses at which nobody is reached', () => {
    for (const { nhsNumber, mobile, email, address } of people) {
      expect(nhsNumber).toMatch(/^999/);
      expect(parseNhsNumber(nhsNumber)).toBe(nhsNumber);
      expect(mobile).toMatch(/^07700 900\d{3}$/);
      expect(email).toMatch(/^[a-z.]+@example\.(org|com)$/);
      expect(address.postcode).toMatch(/ \d[CIKMOV]{2}$/);
    }
    expect(new Set(people.map(({ nhsNumber }) => nhsNumber)).size).toBe(people.length);
    expect(new Set(people.map(({ email }) => email)).size).toBe(people.length);
  });

  it('are of the ages that they stand for', () => {
    const age = (key: string, days = 0) =>
      ageInLondon(person(key).birthDate, new Date(today.getTime() + days * 86_400_000));
    expect(age('four-trusts')).toBe(34);
    expect(age('seventeen')).toBe(17);
    expect([age('sixteen-tomorrow'), age('sixteen-tomorrow', 1)]).toEqual([15, 16]);
    expect(age('eighty-one')).toBe(81);
    expect(person('leap-day').birthDate).toMatch(/-02-29$/);
    expect(person('mother').mobile).toBe(person('daughter').mobile);
    expect(person('twin-one')).toMatchObject({
      birthDate: person('twin-two').birthDate,
      mobile: person('twin-two').mobile,
    });
  });

  it('know only trusts of the list', () => {
    const keys: readonly string[] = trusts.map(({ key }) => key);
    expect(people.flatMap((one) => one.trusts).filter((key) => !keys.includes(key))).toEqual([]);
    expect(person('four-trusts').trusts).toHaveLength(4);
  });
});

describe('a sample life', () => {
  it('is the same bundle each time, so that importing it twice changes nothing', () => {
    expect(sampleBundle(person('four-trusts'), 'kingston', today)).toEqual(
      sampleBundle(person('four-trusts'), 'kingston', today),
    );
  });

  it('holds every kind of thing, past and to come', () => {
    const resources = person('four-trusts').trusts.flatMap((trust) => resourcesOf('four-trusts', trust));
    expect([...new Set(resources.map(({ resourceType }) => resourceType))].sort()).toEqual([
      'Appointment',
      'Composition',
      'DiagnosticReport',
      'DocumentReference',
      'Encounter',
      'HealthcareService',
      'Location',
      'Observation',
      'Organization',
      'Patient',
      'Practitioner',
    ]);
    const starts = resources
      .filter(({ resourceType }) => resourceType === 'Appointment')
      .map(({ start }) => new Date(String(start)));
    expect(starts.some((start) => start < today) && starts.some((start) => start > today)).toBe(true);
    const files = resources
      .filter(({ resourceType }) => resourceType === 'DocumentReference')
      .map(({ content }) => (content as [{ attachment: { contentType: string } }])[0].attachment.contentType);
    expect(new Set(files)).toEqual(new Set(['text/plain', 'application/pdf']));
  });

  it('refers only to what is in its own bundle', () => {
    for (const key of ['four-trusts', 'eighty-one', 'nothing-yet']) {
      for (const trust of person(key).trusts) {
        const { entry } = sampleBundle(person(key), trust, today) as Bundle;
        const known = new Set(entry.map(({ fullUrl }) => fullUrl));
        const used = [...JSON.stringify(entry).matchAll(/"reference":"([^"]+)"/g)].map(
          ([, reference]) => reference ?? '',
        );
        expect(used.filter((reference) => !known.has(reference))).toEqual([]);
      }
    }
  });

  it('is empty for who has nothing yet', () => {
    expect(new Set(resourcesOf('nothing-yet', 'kings-guys').map(({ resourceType }) => resourceType))).toEqual(
      new Set(['Patient', 'Organization']),
    );
  });
});

it('writes a PDF whose table of objects points at them', () => {
  const pdf = makePdf(
    'A (small) letter',
    Array.from({ length: 60 }, (_, line) => `Line ${line}`),
  ).toString('latin1');
  const table = /startxref\n(\d+)\n%%EOF\n$/.exec(pdf)?.[1];
  expect(pdf.slice(Number(table)).startsWith('xref\n')).toBe(true);
  const offsets = [...pdf.matchAll(/^(\d{10}) 00000 n $/gm)].map(([, offset]) => Number(offset));
  expect(offsets.map((offset, index) => pdf.slice(offset).startsWith(`${index + 1} 0 obj`))).toEqual(
    offsets.map(() => true),
  );
  expect(pdf).toContain('/Count 2');
});
