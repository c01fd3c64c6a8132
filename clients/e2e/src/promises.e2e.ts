import { beforeAll, expect, it } from 'vitest';
import { openSystem, type System } from './testing/system.ts';

interface Item {
  id: string;
  kind?: string;
  source: { key: string };
}
interface List {
  totalCount: number;
  nodes: Item[];
}
interface CareRecord {
  trust: { key: string; odsCodes: string[] };
  sections: { state: string; words: string }[];
  appointments: List;
  letters: List;
  testResults: List | null;
  dischargeSummaries: List | null;
}

const everything = `{ me { records {
  trust { key odsCodes }
  sections { state words }
  appointments(first: 100) { totalCount nodes { id kind source { key } } }
  letters(first: 100) { totalCount nodes { id source { key } } }
  testResults(first: 100) { totalCount nodes { id source { key } } }
  dischargeSummaries(first: 100) { totalCount nodes { id source { key } } }
} } }`;

let system: System;
let records: Map<string, CareRecord>;

beforeAll(async () => {
  system = await openSystem();
  const { data, errors } = await system.portal.ask(everything, { session: await system.signIn('four-trusts') });
  expect(errors).toBeUndefined();
  records = new Map((data as { me: { records: CareRecord[] } }).me.records.map((record) => [record.trust.key, record]));
});

const at = (trust: string) => {
  const record = records.get(trust);
  if (!record) throw new Error(`no record at ${trust}`);
  return record;
};
const kinds = ({ nodes }: List) => [...new Set(nodes.map(({ kind }) => kind))].sort();
const sources = (list: List | null) => [...new Set(list?.nodes.map(({ source }) => source.key))].sort();

it('K7 shows outpatient appointments, letters and discharge summaries at Kingston', () => {
  const kingston = at('kingston');
  expect(kinds(kingston.appointments)).toEqual(['OUTPATIENT']);
  expect([kingston.letters.totalCount > 0, (kingston.dischargeSummaries?.totalCount ?? 0) > 0]).toEqual([true, true]);
});

it('M5 shows King’s and Guy’s in one record, from both, and nothing twice', () => {
  const { trust, appointments } = at('kings-guys');
  expect(trust.odsCodes).toEqual(['RJZ', 'RJ1']);
  expect(sources(appointments)).toEqual(['guys', 'kings']);
  expect(new Set(appointments.nodes.map(({ id }) => id)).size).toBe(appointments.totalCount);
});

it('M12 shows test results at King’s and Guy’s', () => {
  expect(at('kings-guys').testResults?.totalCount).toBeGreaterThan(0);
});

it('has an answer for every section, also where the record is empty', async () => {
  const { data } = await system.portal.ask(everything, { session: await system.signIn('nothing-yet') });
  const [record] = (data as { me: { records: CareRecord[] } }).me.records;
  expect(record?.appointments).toEqual({ totalCount: 0, nodes: [] });
  expect(record?.sections).toHaveLength(9);
  for (const { state, words } of record?.sections ?? [])
    expect([state, words.length > 10]).toEqual([
      expect.stringMatching(/^(OFFERED|NOT_YET|NOT_OFFERED|FUTURE_ONLY)$/),
      true,
    ]);
});
