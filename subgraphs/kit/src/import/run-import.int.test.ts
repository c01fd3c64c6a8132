import type { TrustEntry } from '@crosstrust/contract';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exampleTrusts } from '../testing/builders.ts';
import {
  aBundle,
  aDocument,
  anAppointment,
  anEncounter,
  anObservation,
  aPatient,
  aReport,
  nhsNumberIs,
  withFiles,
} from '../testing/fhir.ts';
import { type Importer, type ImportingTrusts, startTrusts } from '../testing/importer.ts';
import type { Resource } from './fhir.ts';

const [one] = exampleTrusts as readonly [TrustEntry];
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
const sectionsOfLife = [
  'ADMISSIONS',
  'CLINIC_LETTERS',
  'DISCHARGE_SUMMARIES',
  'OUTPATIENT_APPOINTMENTS',
  'OUTPATIENT_APPOINTMENTS',
  'TEST_RESULTS',
  'TEST_RESULTS',
];
const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const shared = resolve(import.meta.dirname, '../../../../../shared/data');
const sectionsOf = (items: readonly { section: string }[]) => items.map(({ section }) => section).toSorted();

/** As if the process had been killed: the connection goes in the middle of the second transaction. */
const killOnSecondWrite = `
  create sequence kills;
  grant usage on sequence kills to public;
  create function kill() returns trigger language plpgsql as $$
    begin if nextval('kills') = 2 then perform pg_terminate_backend(pg_backend_pid()); end if; return null; end $$;
  create trigger kill after insert on item for each statement execute function kill();`;

describe('import', () => {
  let trusts: ImportingTrusts;
  let importer: Importer;

  beforeEach(async () => {
    trusts = await startTrusts();
    importer = await trusts.add(one);
  });
  afterEach(() => trusts.drop());

  it('makes a record and its items, and accounts for every resource', async () => {
    const report = await importer.importAll(...life);
    const [record] = await importer.records();
    expect(record).toMatchObject({
      nhsNumber: '9434765919',
      name: 'Ada Okafor',
      birthDate: '1980-02-03',
      status: 'active',
    });
    expect(sectionsOf(await importer.items())).toEqual(sectionsOfLife);
    const changes = [...report.items.values()].reduce((sum, { created }) => sum + created, 0);
    expect({ ...report, created: changes }).toMatchObject({
      resources: 11,
      files: 1,
      support: 1,
      folded: 1,
      created: 7,
      records: { created: 1 },
    });
    expect(Object.fromEntries(report.notMapped)).toEqual({ Claim: 1, 'Observation outside the laboratory': 1 });
    expect(report.setAside.size).toBe(0);
  });

  it('seals everything: nothing of a patient stands in the clear, and a document opens only in its place', async () => {
    await importer.importAll(...life);
    const stored = JSON.stringify(await importer.dump(), (_key, value: unknown) =>
      (value as { type?: string } | null)?.type === 'Buffer'
        ? Buffer.from((value as { data: number[] }).data).toString('latin1')
        : value,
    );
    for (const secret of ['Okafor', '9434765919', '1980-02-03', 'Haemoglobin', 'You are well', '%PDF'])
      expect(stored).not.toContain(secret);
    const [document] = await importer.rows<{ record_id: string; id: string; body: Buffer }>('select * from document');
    expect(
      importer.vault
        .openBytes(document?.body ?? Buffer.alloc(0), `document/${document?.record_id}/${document?.id}`)
        .toString(),
    ).toBe('%PDF-1.7 hello');
    expect(
      (await importer.items())
        .filter(({ content }) => content['documentId'] !== undefined)
        .map(({ id, content }) => content['documentId'] === id),
    ).toEqual([true]);
  });

  it('changes nothing the second time', async () => {
    await withFiles({ 'a.json': aBundle(...life, aDocument({ id: 'bad', date: '2021-02-30' })) }, async (folder) => {
      await importer.import(folder);
      const before = await importer.dump();
      const report = await importer.import(folder);
      expect(report.records).toEqual({ created: 0, updated: 0, unchanged: 1, removed: 0 });
      for (const changes of report.items.values()) expect(changes).toMatchObject({ created: 0, updated: 0 });
      expect(await importer.dump()).toEqual(before);
    });
  });

  it('updates what has changed, and removes what was entered in error', async () => {
    await importer.importAll(...life);
    const report = await importer.importAll(
      patient,
      anAppointment({ id: 'next', status: 'cancelled' }),
      anEncounter({ id: 'visit', status: 'entered-in-error' }),
      aDocument({ id: 'letter' }),
    );
    expect(report.items.get('OUTPATIENT_APPOINTMENTS')).toMatchObject({ updated: 1, removed: 1 });
    expect(
      (await importer.items())
        .filter(({ section }) => section === 'OUTPATIENT_APPOINTMENTS')
        .map(({ status }) => status),
    ).toEqual(['cancelled']);
    expect(await importer.rows('select from document')).toHaveLength(0);
  });

  it('lists what it cannot use by reason and goes on, and forgets it once it is healed', async () => {
    const files = {
      'good.json': aBundle(patient, anEncounter({ id: 'visit' })),
      'broken.json': '{"resourceType": "Patient"',
      'bad.json': aBundle(
        aPatient({ id: '9434765919', identifier: [nhsNumberIs('9434765918')] }),
        aPatient({ id: 'ageless', birthDate: '1990' }),
        anEncounter({ id: 'of-ageless', subject: { reference: 'Patient/ageless' } }),
        anEncounter({ id: 'of-nobody', subject: {} }),
        anEncounter({ id: 'of-unknown', subject: { reference: 'Patient/unknown' } }),
        anAppointment({ id: 'impossible', start: '2027-02-30' }),
        aDocument({ id: 'unreadable', content: [{ attachment: { contentType: 'text/plain', data: '%%%' } }] }),
        {
          resourceType: 'Encounter',
          id: 'twisted',
          subject: { reference: 'Patient/one' },
          status: 'finished',
          period: 'today',
        } as Resource,
      ),
      'cut.json.gz': gzipSync(JSON.stringify(patient)).subarray(0, 60),
    };
    await withFiles(files, async (folder) => {
      const report = await importer.import(folder);
      expect(report.examples.find(({ resourceType }) => resourceType === 'Appointment')).toMatchObject({
        resourceId: 'impossible',
        position: 6,
      });
      expect(sectionsOf(await importer.items())).toEqual(['OUTPATIENT_APPOINTMENTS']);
      expect(Object.fromEntries(report.setAside)).toEqual({
        'not JSON': 1,
        'the file is damaged and could not be read to its end': 1,
        'the NHS number is not valid; treated as absent': 1,
        'no full date of birth, without which age cannot be checked': 1,
        'its patient was set aside': 1,
        'names no patient': 1,
        'its patient is not in the data': 1,
        'a date that cannot be': 1,
        'its file is not valid base64': 1,
        'no date to list it by': 1,
      });
      const kept = await importer.rows<{ resource_id: string | null }>('select * from set_aside');
      expect(kept).toHaveLength(10);
      expect(kept.map(({ resource_id }) => resource_id)).toContain('an NHS number ending 919');
      for (const name of ['broken.json', 'bad.json']) await writeFile(join(folder, name), JSON.stringify(patient));
      await importer.import(folder);
      expect(await importer.rows('select reason from set_aside')).toEqual([
        { reason: 'the file is damaged and could not be read to its end' },
      ]);
    });
  });

  it('shows a visit once when its appointment is there, and folds a letter under its successor', async () => {
    await importer.importAll(
      patient,
      anAppointment({ id: 'booked', status: 'fulfilled' }),
      anEncounter({ id: 'visit', appointment: [{ reference: 'Appointment/booked' }] }),
      aDocument({ id: 'first' }),
      aDocument({
        id: 'second',
        date: '2022-01-01',
        relatesTo: [{ code: 'replaces', target: { reference: 'DocumentReference/first' } }],
      }),
    );
    const statuses = async () => (await importer.items()).map(({ section, status }) => `${section} ${status}`);
    const expected = ['CLINIC_LETTERS superseded', 'CLINIC_LETTERS final', 'OUTPATIENT_APPOINTMENTS fulfilled'];
    expect(await statuses()).toEqual(expected);
    await importer.importAll(patient, aDocument({ id: 'first' }));
    expect(await statuses()).toEqual(expected);
    await importer.importAll(
      patient,
      aDocument({
        id: 'third',
        date: '2023-01-01',
        relatesTo: [{ code: 'replaces', target: { reference: 'DocumentReference/second' } }],
      }),
    );
    expect(await statuses()).toEqual([
      'CLINIC_LETTERS superseded',
      'CLINIC_LETTERS superseded',
      'CLINIC_LETTERS final',
      'OUTPATIENT_APPOINTMENTS fulfilled',
    ]);
  });

  it('takes the newest version of a resource', async () => {
    const version = (lastUpdated: string, status: string) => ({
      ...anAppointment({ id: 'a', status }),
      meta: { lastUpdated },
    });
    const report = await importer.importFiles({
      '1.json': patient,
      '2.json': version('2026-02-02T00:00:00Z', 'cancelled'),
      '3.json': version('2026-01-01T00:00:00Z', 'booked'),
    });
    expect([report.olderVersions, (await importer.items()).map(({ status }) => status)]).toEqual([1, ['cancelled']]);
  });

  it('ends the same when it is killed half-way and run again', async () => {
    const people = Array.from({ length: 30 }, (_, n) => aPatient({ id: uuid(n) }));
    const visits = people.flatMap(({ id }) =>
      Array.from({ length: 80 }, (_, n) => anEncounter({ id: `${id}-${n}`, subject: { reference: `Patient/${id}` } })),
    );
    await withFiles({ 'a.json': aBundle(...visits, ...people) }, async (folder) => {
      const whole = await trusts.add(one);
      await whole.import(folder);
      await importer.rows(killOnSecondWrite);
      await expect(importer.import(folder)).rejects.toThrow();
      const half = (await importer.items()).length;
      expect(half).toBeGreaterThan(0);
      expect(half).toBeLessThan(visits.length);
      await importer.rows('drop trigger kill on item');
      await importer.import(folder);
      expect(await importer.state()).toEqual(await whole.state());
      expect(await importer.items()).toHaveLength(visits.length);
    });
  });

  it('reads an archive, and says what was damaged in it', async () => {
    const archive = pack();
    archive.entry({ name: 'data/a.json' }, JSON.stringify(aBundle(...life)));
    archive.entry({ name: 'data/README.md' }, 'no FHIR');
    archive.entry({ name: 'data/noise.json' }, JSON.stringify({ noise: randomBytes(40_000).toString('hex') }));
    archive.finalize();
    const chunks: Buffer[] = [];
    for await (const chunk of archive as AsyncIterable<Buffer>) chunks.push(chunk);
    const bytes = gzipSync(Buffer.concat(chunks));
    const report = await importer.importFiles({ 'all.tar.gz': bytes });
    expect([report.resources, report.passedOver.files, report.passedOver.values, report.setAside.size]).toEqual([
      11, 1, 1, 0,
    ]);
    const cut = await importer.importFiles({ 'all.tar.gz': bytes.subarray(0, bytes.length - 9_000) });
    expect([cut.resources, [...cut.setAside.keys()]]).toEqual([
      11,
      ['the file is damaged and could not be read to its end'],
    ]);
    expect(sectionsOf(await importer.items())).toEqual(sectionsOfLife);
  });

  it.skipIf(!existsSync(shared))(
    'reads thirty whole lives twice, and the examples of the NHS',
    async () => {
      const lives = resolve(shared, 'synthea-fhir-r4.tar.gz');
      const report = await importer.import(lives);
      expect([report.resources, report.setAside.size, report.records.created]).toEqual([18_676, 0, 30]);
      expect(Object.fromEntries([...report.items].map(([section, { created }]) => [section, created]))).toEqual({
        OUTPATIENT_APPOINTMENTS: 989,
        ADMISSIONS: 36,
        CLINIC_LETTERS: 989,
        DISCHARGE_SUMMARIES: 36,
        TEST_RESULTS: 976,
      });
      const again = await importer.import(lives);
      for (const changes of [again.records, ...again.items.values()])
        expect(changes).toMatchObject({ created: 0, updated: 0, removed: 0 });
      const examples = await importer.import(resolve(shared, 'uk-fhir.tar.gz'));
      expect(examples.resources).toBeGreaterThan(800);
      expect(examples.items.get('TEST_RESULTS')?.created).toBeGreaterThan(0);
    },
    60_000,
  );
});
