import type { TrustEntry } from '@crosstrust/contract';
import { gzipSync } from 'node:zlib';
import { createVault, type KeyRing } from '@crosstrust/service';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exampleTrusts } from '../testing/builders.ts';
import {
  aBundle,
  aDocument,
  anAppointment,
  anEncounter,
  anObservation,
  anOrganization,
  aPatient,
  aReport,
  base64,
  nhsNumberIs,
} from '../testing/fhir.ts';
import { type Importer, type ImportingTrusts, ring, setting, startTrusts } from '../testing/importer.ts';
import type { Resource } from './fhir.ts';

const [one, partners] = exampleTrusts as readonly [TrustEntry, TrustEntry];
const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const patient = aPatient({ id: 'one', identifier: [nhsNumberIs('9434765919')] });
const pdf = Buffer.from('%PDF-1.7 hello').toString('base64');
const life = [
  patient,
  anEncounter({ id: 'visit' }),
  anEncounter({ id: 'stay', class: { code: 'IMP' } }),
  anAppointment({ id: 'next' }),
  aDocument({ id: 'letter', content: [{ attachment: { contentType: 'application/pdf', data: pdf } }] }),
  aDocument({ id: 'summary', context: { encounter: [{ reference: 'Encounter/stay' }] } }),
  aReport({ id: 'report', result: [{ reference: 'Observation/held' }] }),
  anObservation({ id: 'held' }),
  anObservation({ id: 'alone' }),
  anObservation({ id: 'pulse', category: [{ coding: [{ code: 'vital-signs' }] }] }),
  { resourceType: 'Claim', id: 'claim' },
];

describe('whose it is', () => {
  let trusts: ImportingTrusts;
  let importer: Importer;

  beforeEach(async () => {
    trusts = await startTrusts();
    importer = await trusts.add(one);
  });
  afterEach(() => trusts.drop());

  it('resolves references in any order and across files, of every kind', async () => {
    const identified = {
      resourceType: 'Practitioner',
      id: 'dr',
      identifier: [{ system: 'http://npi', value: '77' }],
      name: [{ text: 'Dr Ines Fontaine' }],
    };
    await importer.importFiles({
      '1.json': anEncounter({
        id: 'a',
        participant: [{ individual: { reference: 'Practitioner?identifier=http://npi|77' } }],
      }),
      '2.ndjson': [
        anEncounter({ id: 'b', subject: { reference: `urn:uuid:${uuid(1)}` } }),
        anEncounter({ id: 'c', subject: { identifier: nhsNumberIs('9434765919') } }),
      ]
        .map((each) => JSON.stringify(each))
        .join('\n'),
      '3.json': aDocument({
        id: 'd',
        content: [{ attachment: { url: 'Binary/file' } }],
        context: { encounter: [{ reference: 'Encounter/b' }] },
      }),
      '4.json': anEncounter({
        id: 'e',
        subject: { reference: '#p' },
        contained: [{ resourceType: 'Patient', id: 'p', identifier: [nhsNumberIs('9434765919')] }],
      }),
      '5.json.gz': gzipSync(
        JSON.stringify(
          aBundle(aPatient({ id: 'one', identifier: [nhsNumberIs('9434765919')] }), aPatient({ id: uuid(1) })),
        ),
      ),
      '6.json': aBundle(
        { resourceType: 'Binary', id: 'file', contentType: 'text/plain', data: base64('Hello') } as Resource,
        identified as Resource,
      ),
      'notes.txt': 'not FHIR',
    });
    const records = await importer.records();
    expect(records).toHaveLength(2);
    const numbered = records.find(({ nhsNumber }) => nhsNumber === '9434765919')?.id;
    const items = await importer.items();
    expect(
      items
        .filter(({ record }) => record === numbered)
        .map(({ section }) => section)
        .toSorted(),
    ).toEqual(['CLINIC_LETTERS', 'OUTPATIENT_APPOINTMENTS', 'OUTPATIENT_APPOINTMENTS', 'OUTPATIENT_APPOINTMENTS']);
    expect(items.filter(({ record }) => record !== numbered)).toHaveLength(1);
    expect(items.map(({ content }) => content['clinician']).filter(Boolean)).toEqual([{ name: 'Dr Ines Fontaine' }]);
    expect(items.map(({ content }) => content['text']).filter(Boolean)).toEqual(['Hello']);
  });

  it('never takes one server’s patient for another’s of the same id, and sets aside what fits both', async () => {
    const onServer = (server: string, ...resources: Resource[]) => ({
      resourceType: 'Bundle',
      entry: resources.map((resource) => ({
        fullUrl: `https://${server}/${resource.resourceType}/${resource.id}`,
        resource,
      })),
    });
    const report = await importer.importFiles({
      'a.json': onServer('a.org', aPatient({ id: 'one', birthDate: '1990-01-01' }), anEncounter({ id: 'x' })),
      'b.json': onServer('b.org', aPatient({ id: 'one', birthDate: '1950-01-01' }), anEncounter({ id: 'x' })),
      'c.json': anEncounter({ id: 'of-whom' }),
      'd.json': onServer('c.org', anEncounter({ id: 'y' })),
    });
    expect(await importer.records()).toHaveLength(2);
    expect(new Set((await importer.items()).map(({ record }) => record)).size).toBe(2);
    expect(Object.fromEntries(report.setAside)).toEqual({
      'its reference fits several patients': 1,
      'its patient is not in the data': 1,
    });
  });

  it('makes up what is missing: the same at two trusts at once, and for the living only', async () => {
    const other = await trusts.add(partners);
    const people = Array.from({ length: 60 }, (_, n) =>
      aPatient({
        id: uuid(n),
        telecom: [{ system: 'phone', value: '555-852-7377' }],
        ...(n === 0 && { deceasedBoolean: true }),
      }),
    );
    await Promise.all([importer, other].map((each) => each.importAll(...people)));
    const [here, there] = [await importer.records(), await other.records()];
    const numbers = (records: typeof here) =>
      records.map(({ nhsNumber, mobile, email, status }) => [nhsNumber, mobile, email, status].join()).toSorted();
    expect(numbers(here)).toEqual(numbers(there));
    expect(new Set(here.map(({ nhsNumber }) => nhsNumber)).size).toBe(60);
    expect(here.some(({ id }) => there.some((record) => record.id === id))).toBe(false);
    expect(here.filter(({ status }) => status === 'deceased')).toEqual([
      expect.not.objectContaining({ mobile: expect.anything() }),
    ]);
    expect((await importer.candidates()).length).toBe(59);
  });

  it('closes a replaced patient and folds what they had onto the survivor, chains and later imports too', async () => {
    const old = aPatient({ id: uuid(1), identifier: [nhsNumberIs('9000000009')] });
    const survivor = aPatient({ id: uuid(2), identifier: [nhsNumberIs('9434765919')] });
    const visits = [
      anEncounter({ id: 'a', subject: { reference: `Patient/${uuid(1)}` } }),
      aDocument({
        id: 'b',
        subject: { reference: `Patient/${uuid(1)}` },
        content: [{ attachment: { contentType: 'application/pdf', data: pdf } }],
      }),
    ];
    await importer.importAll(old, ...visits);
    const replaced = { ...old, link: [{ type: 'replaced-by', other: { reference: `Patient/${uuid(2)}` } }] };
    await importer.importAll(replaced, survivor);
    const records = await importer.records();
    const target = records.find(({ nhsNumber }) => nhsNumber === '9434765919');
    expect(records.find(({ nhsNumber }) => nhsNumber === '9000000009')).toMatchObject({
      status: 'merged',
      mergedInto: target?.id,
    });
    expect((await importer.items()).map(({ record }) => record)).toEqual([target?.id, target?.id]);
    const [lookup] = await importer.rows<{ record_id: string }>(
      `select record_id from record_lookup where kind = 'nhs' and hash = '\\x${importer.vault.lookup('nhs', '9000000009').toString('hex')}'`,
    );
    expect(lookup?.record_id).toBe(target?.id);
    const before = await importer.state();
    await importer.importAll(old, ...visits);
    await importer.importAll(...visits);
    await importer.importAll(replaced, survivor, ...visits);
    expect(await importer.state()).toEqual(before);
    expect((await importer.candidates()).map(({ nhsNumber }) => nhsNumber)).toEqual(['9434765919']);
  });

  it('finds the patient of an earlier import, and leaves restricted and deceased ones out of the candidates', async () => {
    await importer.importAll(
      patient,
      aPatient({ id: uuid(7), meta: { security: [{ code: 'R' }] } }),
      aPatient({ id: uuid(8), deceasedDateTime: '2020-01-01' }),
    );
    const report = await importer.importAll(
      anEncounter({ id: 'later', subject: { identifier: nhsNumberIs('9434765919') } }),
      anEncounter({ id: 'too', subject: { reference: `urn:uuid:${uuid(7)}` } }),
    );
    expect(report.setAside.size).toBe(0);
    expect(await importer.items()).toHaveLength(2);
    const [candidate, ...others] = await importer.candidates();
    expect([others, candidate?.counts]).toEqual([[], { OUTPATIENT_APPOINTMENTS: 1 }]);
  });

  it('goes on after a rotation of both keys without a second record or item', async () => {
    await importer.importAll(...life);
    const [items, records] = [await importer.items(), await importer.records()];
    importer.keys = setting(ring('k2', 9), ring('k1', 3));
    importer.vault = createVault(
      [...ring('k2', 9), ...ring('k1', 3)] as unknown as KeyRing,
      [...ring('k2', 9), ...ring('k1', 3)] as unknown as KeyRing,
    );
    const report = await importer.importAll(...life, anEncounter({ id: 'new' }));
    expect(report.records).toMatchObject({ created: 0, unchanged: 1 });
    expect((await importer.records()).map(({ id }) => id)).toEqual(records.map(({ id }) => id));
    expect((await importer.items()).length).toBe(items.length + 1);
  });

  it('shares organisations out, so that every item is at one trust, and a patient only where they have items', async () => {
    const visits = Array.from({ length: 40 }, (_, n) =>
      anEncounter({ id: uuid(n), serviceProvider: { reference: `Organization/${n % 5}` } }),
    );
    const files = {
      'a.json': aBundle(
        patient,
        aPatient({ id: 'idle' }),
        ...visits,
        ...[0, 1, 2, 3, 4].map((n) => anOrganization({ id: String(n) })),
      ),
    };
    const counts: number[] = [];
    for (const part of [1, 2, 3]) {
      const each = await trusts.add(partners);
      await each.importFiles(files, '--share', `${part}/3`);
      const items = await each.items();
      expect(await each.records()).toHaveLength(items.length > 0 ? 1 : 0);
      counts.push(items.length);
    }
    expect(counts.reduce((sum, each) => sum + each, 0)).toBe(40);
  });
});
