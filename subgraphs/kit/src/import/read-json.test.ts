import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { aBundle, anEncounter, aPatient } from '../testing/fhir.ts';
import { type Found, readJson } from './read-json.ts';

const chunks = (text: string, size: number) =>
  Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
    Buffer.from(text.slice(index * size, (index + 1) * size)),
  );
async function read(name: string, text: string, limit = 1_000_000, size = 37): Promise<string[]> {
  const found: string[] = [];
  for await (const each of readJson(name, Readable.from(chunks(text, size)), limit)) found.push(describeFound(each));
  return found;
}
function describeFound(found: Found): string {
  if (found.kind === 'resource')
    return `${found.position} ${found.resource.resourceType}/${found.resource.id}${found.fullUrl ? ` ${found.fullUrl}` : ''}`;
  return found.kind === 'fault' ? `${found.position} ${found.reason}` : 'other';
}

const [patient, encounter] = [aPatient({ id: 'p' }), anEncounter({ id: 'e' })];
const both = ['1 Patient/p', '2 Encounter/e'];
const pretty = JSON.stringify(aBundle(patient, encounter), null, 2);
const lines = `${JSON.stringify(patient)}\n\n${JSON.stringify(encounter)}\n`;

describe('readJson', () => {
  it.each([
    ['a resource', 'a.json', JSON.stringify(patient), ['1 Patient/p']],
    ['a Bundle', 'a.json', pretty, both],
    ['a Bundle in a Bundle', 'a.json', JSON.stringify(aBundle(aBundle(patient) as never, encounter)), both],
    ['a list', 'a.json', JSON.stringify([patient, encounter]), both],
    ['a byte order mark', 'a.json', `\uFEFF${pretty}`, both],
    ['NDJSON', 'a.ndjson', lines, ['1 Patient/p', '3 Encounter/e']],
    ['NDJSON without its name', 'a.json', lines, ['1 Patient/p', '3 Encounter/e']],
    ['a line that is broken', 'a.ndjson', `{"resource\n${JSON.stringify(encounter)}`, ['1 not JSON', '2 Encounter/e']],
    ['JSON that is no FHIR', 'a.json', '{"name": "package"}', ['other']],
    [
      'an entry without a resource',
      'a.json',
      JSON.stringify({
        resourceType: 'Bundle',
        entry: [{ request: { method: 'DELETE' } }, { resource: patient, fullUrl: 'urn:uuid:x' }],
      }),
      ['other', '1 Patient/p urn:uuid:x'],
    ],
    ['what is no JSON', 'a.json', '{"resourceType": "Patient",', ['0 not JSON']],
    ['nothing', 'a.json', '', ['0 not JSON']],
  ])('reads %s', async (_title, name, text, expected) => expect(await read(name, text)).toEqual(expected));

  it.each([
    ['a Bundle', 'a.json', pretty, both],
    ['a list', 'a.json', JSON.stringify([patient, encounter]), both],
    ['NDJSON without its name', 'a.json', lines, ['1 Patient/p', '3 Encounter/e']],
    ['a Bundle that breaks off', 'a.json', pretty.slice(0, -20), ['1 Patient/p', '1 not JSON']],
    [
      'a single resource',
      'a.json',
      JSON.stringify({ ...patient, text: { div: 'x'.repeat(400) } }),
      ['0 a single resource of more than 16 MB'],
    ],
  ])('streams %s that is too large to hold', async (_title, name, text, expected) =>
    expect(await read(name, text, 300)).toEqual(expected),
  );

  it('goes on after a line that is too large', async () => {
    expect(await read('a.ndjson', `${'x'.repeat(900)}\n${JSON.stringify(patient)}\n`, 300)).toEqual([
      '1 a single resource of more than 16 MB',
      '2 Patient/p',
    ]);
  });
});
