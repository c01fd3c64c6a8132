import { type ExportPart, exportPartSchema, type Grant, type Section } from '@crosstrust/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LetterContent } from '../storage/content.ts';
import { aPolicy, exampleTrusts } from '../testing/builders.ts';
import { type ImportingTrusts, type Importer, startTrusts } from '../testing/importer.ts';
import { grantTo, people, type RecordBed, refusedViewers, startRecordBed } from '../testing/record-bed.ts';
import { appointmentSeeds, documentSeeds, itemSeeds, seedIds } from './testing/seeds.ts';

const policy = aPolicy();
const partial = aPolicy({
  sections: {
    ...policy.sections,
    TEST_RESULTS: { state: 'NOT_YET', rule: 'D18', words: 'Results come in the coming months.' },
    ADMISSIONS: { state: 'NOT_OFFERED', rule: 'assumed', words: 'Stays are not shown.' },
    CLINIC_LETTERS: { state: 'FUTURE_ONLY', rule: 'D8', words: 'Letters from the day you registered on.' },
  },
});

let bed: RecordBed;
let trusts: ImportingTrusts;
let empty: Importer;
beforeAll(async () => {
  bed = await startRecordBed({
    policies: { whole: policy, partial },
    items: itemSeeds,
    documents: documentSeeds,
    now: '2026-06-15T09:00:00.000Z',
  });
  trusts = await startTrusts();
  empty = await trusts.add(exampleTrusts[0] as never);
});
afterAll(async () => {
  await Promise.all([bed?.close(), trusts?.drop()]);
});

/** The part of the patient's record, as the gateway gets it. */
async function take(at = 'whole', grant: Partial<Grant> = {}): Promise<ExportPart> {
  const answer = await bed.open(`/export/${people.patient}`, { as: [grantTo(people.patient, grant)], at });
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
  return exportPartSchema.parse(await answer.json());
}
const sectionOf = ({ sections }: ExportPart, section: Section | 'MESSAGES') =>
  sections.find((each) => each.section === section);

/** Every reference in a value. */
function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'reference' && typeof inner === 'string' ? [inner] : referencesIn(inner),
  );
}

/** The rows of the ledger that tell of an export. */
async function exportsTold(): Promise<{ kinds: string[] }[]> {
  const { data } = await bed.ask(
    `{ exampleRecord(id: "${people.patient}") { accessLog(first: 100) { nodes { by action kinds outcome } } } }`,
  );
  return data.exampleRecord.accessLog.nodes.filter(({ kinds }: { kinds: string[] }) => kinds.includes('EXPORT'));
}

describe('GET /export/:record', () => {
  it('gives everything that shows, section by section, with how complete it is', async () => {
    const part = await take();
    expect(
      part.sections.map(({ section, state, count, setAside, leftOut }) => [section, state, count, setAside, leftOut]),
    ).toEqual([
      ['OUTPATIENT_APPOINTMENTS', 'OFFERED', 5, 0, 0],
      ['ADMISSIONS', 'OFFERED', 1, 0, 0],
      ['PROCEDURES', 'OFFERED', 1, 0, 0],
      ['RADIOLOGY_APPOINTMENTS', 'OFFERED', 1, 0, 0],
      ['APPOINTMENT_LETTERS', 'OFFERED', 3, 0, 0],
      ['CLINIC_LETTERS', 'OFFERED', 4, 0, 0],
      ['TEST_RESULTS', 'OFFERED', 2, 0, 0],
      ['DISCHARGE_SUMMARIES', 'OFFERED', 2, 0, 0],
      ['PATIENT_ENTRIES', 'OFFERED', 4, 0, 0],
      ['MESSAGES', 'OFFERED', 0, 0, 0],
    ]);
    expect([part.trust, part.record, part.withheld]).toEqual(['example', people.patient, 0]);
  });

  it('refers to nothing that is not in it, and names each thing once', async () => {
    const { bundle } = await take();
    const urls = bundle.entry.map(({ fullUrl }) => fullUrl);
    expect(new Set(urls).size).toBe(urls.length);
    const references = bundle.entry
      .flatMap(({ resource }) => referencesIn(resource))
      .filter((each) => each !== '#stay');
    expect(references.filter((each) => !urls.includes(each))).toEqual([]);
    expect(references.length).toBeGreaterThan(50);
  });

  it('K8 D8 D18 says of each section that does not show why, and holds none of it', async () => {
    const since = Date.parse('2026-05-02T10:00:00Z') / 1000;
    const part = await take('partial', { since });
    expect(sectionOf(part, 'TEST_RESULTS')).toEqual({
      section: 'TEST_RESULTS',
      state: 'NOT_YET',
      words: 'Results come in the coming months.',
      count: 0,
      setAside: 0,
      leftOut: 0,
      entries: [],
    });
    expect(sectionOf(part, 'ADMISSIONS')).toMatchObject({ state: 'NOT_OFFERED', count: 0 });
    expect(sectionOf(part, 'CLINIC_LETTERS')).toMatchObject({
      state: 'FUTURE_ONLY',
      since: '2026-05-01T23:00:00.000Z',
      count: 1,
    });
    const types = new Set(part.bundle.entry.map(({ resource }) => resource.resourceType));
    expect(types.has('DiagnosticReport')).toBe(false);
    expect(part.bundle.entry.some(({ resource }) => resource.id === seedIds.admission)).toBe(false);
  });

  it('takes a superseded letter along below the one that replaced it', async () => {
    const { bundle } = await take();
    const found = (id: string) => bundle.entry.find(({ resource }) => resource.id === id)?.resource;
    expect(found(seedIds.superseded)).toMatchObject({ status: 'superseded' });
    expect(found(seedIds.clinicLetter)).toMatchObject({
      relatesTo: [
        { code: 'replaces', target: { reference: `urn:uuid:${seedIds.superseded}`, type: 'DocumentReference' } },
      ],
    });
  });

  it('counts what can no longer be read, and what the patient said is not theirs', async () => {
    const [letter] = await bed.rows('select content from item where id = $1', [seedIds.outcomeLetter]);
    await bed.rows("update item set content = '\\x00' where id = $1", [seedIds.outcomeLetter]);
    await bed.rows('insert into withheld (record_id, item_id, at) values ($1, $2, now())', [
      people.patient,
      seedIds.admission,
    ]);
    const part = await take();
    await bed.rows('delete from withheld');
    await bed.rows('update item set content = $2 where id = $1', [
      seedIds.outcomeLetter,
      (letter as { content: Buffer }).content,
    ]);
    expect(sectionOf(part, 'CLINIC_LETTERS')).toMatchObject({ count: 3, setAside: 1 });
    expect(sectionOf(part, 'ADMISSIONS')).toMatchObject({ count: 0 });
    expect(part.withheld).toBe(1);
    expect(part.bundle.entry.some(({ resource }) => resource.id === seedIds.admission)).toBe(false);
  });

  it('says which messages there were, and what was answered', async () => {
    const { data } = await bed.ask(
      `mutation ($input: ReportMistakeInput!) { example { reportMistake(input: $input) { report { number } } } }`,
      {
        variables: {
          input: {
            record: people.patient,
            item: seedIds.clinicLetter,
            about: 'NOT_URGENT',
            words: 'The date is wrong.',
            idempotencyKey: 'aaaaaaaa-0000-4000-8000-0000000000aa',
          },
        },
      },
    );
    expect(data).toMatchObject({ example: { reportMistake: { report: { number: expect.any(String) } } } });
    const part = await take();
    await bed.rows('delete from task');
    const [url] = sectionOf(part, 'MESSAGES')?.entries ?? [];
    expect(part.bundle.entry.find(({ fullUrl }) => fullUrl === url)?.resource).toMatchObject({
      resourceType: 'Communication',
      status: 'in-progress',
      topic: { text: 'A mistake in the record' },
      payload: [{ contentString: 'The date is wrong.' }],
      about: [{ reference: `urn:uuid:${seedIds.clinicLetter}`, type: 'DocumentReference' }],
    });
  });

  it('stands in the ledger of who looked as one row, with all kinds of content', async () => {
    const before = await exportsTold();
    await take();
    const after = await exportsTold();
    expect(after).toHaveLength(before.length + 1);
    // the clock stands, so the newest is not told from the others by its time: one of them has every kind
    const whole = after.filter(({ kinds }) =>
      ['TEST_RESULTS', 'CLINIC_LETTERS', 'DETAILS', 'REPORTS'].every((kind) => kinds.includes(kind)),
    );
    expect(whole).toContainEqual({ by: 'YOU', action: 'LOOKED', kinds: expect.any(Array), outcome: 'DONE' });
  });

  it.each(refusedViewers)('refuses %s', async (_who, as, code) => {
    const answer = await bed.open(`/export/${people.patient}`, { as: as && [...as] });
    const expected = code === 'READ_ONLY' ? 'SECTION_NOT_SHARED' : code;
    expect(answer.status).toBe(code === 'UNAUTHENTICATED' ? 401 : 403);
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: expected } }] });
  });

  it('refuses a record that is nobody’s, and one of somebody too young', async () => {
    const grants = [grantTo(people.child), grantTo('aaaaaaaa-0000-4000-8000-00000000000f')];
    for (const [record, code] of [
      [people.child, 'AGE_BLOCKED'],
      ['aaaaaaaa-0000-4000-8000-00000000000f', 'NOT_YOURS'],
      ['nonsense', 'NOT_YOURS'],
    ]) {
      const answer = await bed.open(`/export/${record}`, { as: grants });
      expect([answer.status, await answer.json()]).toMatchObject([403, { errors: [{ extensions: { code } }] }]);
    }
  });
});

describe('the project’s own import', () => {
  it('finds the same items in what was exported, section by section, with the same content', async () => {
    const part = await take();
    const report = await empty.importFiles({ 'export.json': part.bundle });
    expect(report).toMatchObject({ records: { created: 1 } });
    const found = (await empty.items()).map(comparable);
    const sent = itemSeeds.filter(({ section }) => section !== 'PATIENT_ENTRIES').map(comparable);
    expect(found.toSorted(byPlace)).toEqual(sent.toSorted(byPlace));
  });

  it('changes nothing when the same export comes again', async () => {
    const before = await empty.items();
    await empty.importFiles({ 'again.json': (await take()).bundle });
    expect(await empty.items()).toEqual(before);
  });

  it('finds the patient as they were', async () => {
    expect(await empty.records()).toMatchObject([
      { status: 'active', nhsNumber: '9990000018', name: 'Łukasz Żak', birthDate: '1980-05-01' },
    ]);
  });
});

interface Comparable {
  readonly section: string;
  readonly source: string;
  readonly at: string;
  readonly status: string;
  readonly content: object;
}

/** An item without the ids of its own and of others, which every trust makes anew; that there is one is compared. */
function comparable({
  section,
  source,
  at,
  status,
  content,
}: Omit<Comparable, 'content'> & { content: object }): Comparable {
  const { documentId, replaces, appointment, ...rest } = content as Partial<LetterContent> & Record<string, unknown>;
  return {
    section,
    source,
    at: new Date(at).toISOString(),
    status,
    content: {
      ...rest,
      ...(documentId ? { documentId: 'a file' } : {}),
      ...(replaces ? { replaces: replaces.length } : {}),
      ...(appointment ? { appointment: 'an appointment' } : {}),
    },
  };
}
const byPlace = (one: Comparable, other: Comparable) =>
  JSON.stringify([one.section, one.at]).localeCompare(JSON.stringify([other.section, other.at]));

it('has a seed of every section', () => {
  expect(new Set(itemSeeds.map(({ section }) => section)).size).toBe(9);
  expect(appointmentSeeds.length).toBeGreaterThan(7);
});
