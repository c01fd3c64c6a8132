import type { TrustEntry } from '@crosstrust/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { exampleTrusts } from '../testing/builders.ts';
import {
  aDocument,
  anAppointment,
  anEncounter,
  anObservation,
  aPatient,
  aReport,
  nhsNumberIs,
} from '../testing/fhir.ts';
import { type Importer, type ImportingTrusts, startTrusts } from '../testing/importer.ts';
import type { Resource } from './fhir.ts';

const [one] = exampleTrusts as readonly [TrustEntry];
const patient = aPatient({ id: 'one', identifier: [nhsNumberIs('9434765919')] });

describe('what an import cannot use', () => {
  let trusts: ImportingTrusts;
  let importer: Importer;

  beforeAll(async () => {
    trusts = await startTrusts();
    importer = await trusts.add(one);
  });
  beforeEach(() => importer.rows('truncate record, item, item_route, set_aside cascade'));
  afterAll(() => trusts.drop());

  const setAside = () =>
    importer.rows(
      `select section, source, reason, record_id = (select id from record) as "ofRecord", item_id = (select min(id::text)::uuid from item) as "ofItem"
       from set_aside order by section, reason`,
    );
  const at = (n: number, given: object = {}) =>
    anAppointment({ id: `a${n}`, start: `2027-06-${10 + n}T09:00:00Z`, end: `2027-06-${10 + n}T09:30:00Z`, ...given });

  it('costs ten appointments one, and is told of the record and the section that it is missing from', async () => {
    const ten = Array.from({ length: 10 }, (_, n) => at(n, n === 3 ? { start: '2027-02-30' } : {}));
    await importer.importAll(patient, ...ten);
    expect(await importer.items()).toHaveLength(9);
    expect(await setAside()).toEqual([
      {
        section: 'OUTPATIENT_APPOINTMENTS',
        source: 'example',
        reason: 'a date that cannot be',
        ofRecord: true,
        ofItem: null,
      },
    ]);
  });

  it('tells the section of each kind, as far as it still says so, and none of what is only a part', async () => {
    const nowhere = { period: {} };
    await importer.importAll(
      patient,
      anEncounter({ id: 'e', class: { code: 'IMP' }, ...nowhere }),
      { ...anEncounter({ id: 'f', ...nowhere }), class: 7 } as unknown as Resource,
      aDocument({ id: 'd', content: [] }),
      aDocument({ id: 's', content: [], type: { coding: [{ code: '18842-5' }] } }),
      anObservation({ id: 'o', code: {} }),
      aReport({ id: 'r', conclusion: 'Fine.', result: [{ reference: 'Observation/none' }] }),
    );
    expect((await setAside()).map((row) => (row as { section: string }).section)).toEqual([
      'ADMISSIONS',
      'CLINIC_LETTERS',
      'DISCHARGE_SUMMARIES',
      'OUTPATIENT_APPOINTMENTS',
      'TEST_RESULTS',
      null,
    ]);
  });

  it('leaves the last good version of what came well before, and is counted', async () => {
    for (const [good, bad] of [
      [at(1), at(1, { start: 'soon' })],
      [at(1, { identifier: [{ system: 'https://fhir.nhs.uk/Id/UBRN', value: '1' }] }), at(1, { start: 'soon' })],
    ] as const) {
      await importer.rows('truncate record, item, item_route, set_aside cascade');
      await importer.importAll(patient, good);
      const before = await importer.items();
      await importer.importAll(patient, bad);
      expect(await importer.items()).toEqual(before);
      expect(await setAside()).toMatchObject([{ section: 'OUTPATIENT_APPOINTMENTS', ofItem: true }]);
    }
  });

  it('takes an older version of the same data when the newest is damaged', async () => {
    const version = (start: string, lastUpdated: string) => ({ ...at(1, { start }), meta: { lastUpdated } });
    const report = await importer.importFiles({
      '1.json': patient,
      '2.json': version('soon', '2026-02-02T00:00:00Z'),
      '3.json': version('2027-06-01T09:00:00Z', '2026-01-01T00:00:00Z'),
    });
    expect([report.olderVersions, (await importer.items()).map((item) => item.at)]).toEqual([
      1,
      ['2027-06-01T09:00:00.000Z'],
    ]);
    expect(await setAside()).toHaveLength(1);
  });

  it('writes an item anew that could not be read any more, though its source has not changed', async () => {
    await importer.importAll(patient, at(1));
    const before = await importer.items();
    const [row] = await importer.rows<{ record_id: string; id: string }>(
      "update item set content = 'damaged' returning record_id, id",
    );
    await importer.rows(
      `insert into set_aside (id, source_file, position, reason, at, record_id, item_id, unreadable)
       values (gen_random_uuid(), 'stored item', 0, 'it cannot be opened', now(), '${row?.record_id}', '${row?.id}', true)`,
    );
    await importer.importAll(patient, at(1));
    expect(await importer.items()).toEqual(before);
    expect(await setAside()).toEqual([]);
  });
});
