import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ageInLondon, parseNhsNumber, trusts } from '@crosstrust/contract';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../paths.ts';
import { allBundles, resourcesOf, sampleDay as today } from '../testing/sample-bundles.ts';
import { samplePeople } from './write-samples.ts';

const people = samplePeople(today);
const person = (key: string) => people.find((candidate) => candidate.key === key) ?? expect.fail(`no ${key}`);

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
    expect(person('carer')).toMatchObject({
      family: person('eighty-one').family,
      address: person('eighty-one').address,
    });
  });

  it('know only trusts of the list, and one of them knows all that have samples; one that joins has none yet', () => {
    const keys: readonly string[] = trusts.map(({ key }) => key);
    const known = new Set(people.flatMap((one) => one.trusts));
    expect([...known].filter((key) => !keys.includes(key))).toEqual([]);
    expect(person('four-trusts').trusts).toHaveLength(4);
    expect(person('six-trusts').trusts).toHaveLength(6);
    expect([...person('six-trusts').trusts].sort()).toEqual([...known].sort());
  });

  it('stand in the README by name, with what to try', async () => {
    const readme = await readFile(join(projectRoot, 'README.md'), 'utf8');
    const rows = readme.split('\n').filter((line) => line.startsWith('|'));
    const missing = people.filter(({ given, family }) => !rows.some((row) => row.includes(`${given} ${family}`)));
    expect(missing.map(({ given, family, key }) => `${given} ${family} (${key})`)).toEqual([]);
  });
});

describe('a sample life', () => {
  it('is the same bundle each time, so that importing it twice changes nothing', () => {
    expect(allBundles()).toEqual(allBundles());
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
      'Schedule',
      'Slot',
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
    for (const { name, entry } of allBundles()) {
      const known = new Set(entry.map(({ fullUrl }) => fullUrl));
      const used = [...JSON.stringify(entry).matchAll(/"reference":"([^"]+)"/g)].map(
        ([, reference]) => reference ?? '',
      );
      expect([name, used.filter((reference) => !known.has(reference))]).toEqual([name, []]);
    }
  });

  it('is empty for who has nothing yet', () => {
    expect(new Set(resourcesOf('nothing-yet', 'kings-guys').map(({ resourceType }) => resourceType))).toEqual(
      new Set(['Patient', 'Organization']),
    );
  });

  it('names nobody who could be reached: phones, emails and numbers are fictional, in letters too', () => {
    for (const { name, entry } of allBundles()) {
      const text = JSON.stringify(entry.map(({ resource }) => withLetterText(resource)));
      const phones = [...text.matchAll(/(?<![\d./-])0\d{3,4} \d{6}|(?<![\d./-])0\d{2} \d{4} \d{4}|\+44\d+/g)].map(
        ([phone]) => phone,
      );
      expect([name, phones.filter((phone) => !fictionalPhone.test(phone))]).toEqual([name, []]);
      const emails = [...text.matchAll(/[\w.-]+@[\w.-]+/g)].map(([email]) => email);
      expect([name, emails.filter((email) => !/\bexample\.(org|com)$/.test(email))]).toEqual([name, []]);
      const numbers = [...text.matchAll(/nhs-number","value":"(\d+)"/g)].map(([, number]) => number ?? '');
      expect([name, numbers.filter((number) => !number.startsWith('999'))]).toEqual([name, []]);
    }
  });
});

/** Ofcom's ranges for drama: mobiles, London, and no area at all. */
const fictionalPhone = /^(07700 900\d{3}|020 7946 0\d{3}|01632 960\d{3})$/;

/** The resource with what is sealed in base64 in the clear. */
function withLetterText(resource: { readonly [field: string]: unknown }): object {
  const content = (resource['content'] ?? []) as { attachment?: { data?: string } }[];
  return {
    ...resource,
    content: content.map(({ attachment }) => Buffer.from(attachment?.data ?? '', 'base64').toString('latin1')),
  };
}
