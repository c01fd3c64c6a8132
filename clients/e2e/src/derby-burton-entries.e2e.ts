import { errorRegistry } from '@crosstrust/contract';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { openPatient, type Patient } from './testing/patient.ts';
import { openSystem, type System } from './testing/system.ts';
import { type Verbs, verbsOf } from './testing/verbs-of.ts';

const trust = 'derby-burton';
const hour = 3_600_000;

const entryFields = `id kind at words severity measurement { what number unit } medication { name dose from to }
  source { key } receivedAt updatedAt`;
const payload = `entry { ${entryFields} } userErrors { code field }`;
const listFields = 'totalCount nodes { kind at words measurement { number } }';
interface Entry {
  id: string;
  kind: string;
  at: string;
}
interface Payload {
  entry: Entry | null;
  userErrors: object[];
}
interface List {
  totalCount: number;
  nodes: Entry[];
}

const hoursAgo = (hours: number) => new Date(Date.now() - hours * hour).toISOString();
const saying = (entry: object) => ({
  id: expect.any(String),
  words: null,
  severity: null,
  measurement: null,
  medication: null,
  source: { key: trust },
  receivedAt: expect.any(String),
  updatedAt: expect.any(String),
  ...entry,
});
const entriesOf = async (of: Patient, args = 'first: 100') =>
  (await of.read<{ entries: List }>(`entries(${args}) { ${listFields} }`)).entries;

let system: System;
let patient: Patient;
let carer: Patient;
let verbs: Verbs;
beforeAll(async () => {
  system = await openSystem();
  patient = await openPatient(system, 'derby-burton', trust);
  carer = await openPatient(system, 'carer', trust);
  verbs = verbsOf(system, trust, patient);
});

/** Nothing is left of what a test added. */
afterEach(async () => {
  for (const who of [patient, carer]) {
    const { entries } = await who.read<{ entries: List }>('entries(first: 100) { totalCount nodes { id } }');
    const own = verbsOf(system, trust, who);
    for (const { id } of entries.nodes) await own.act('removeEntry', { entry: id }, 'removed');
  }
});

const added = async (input: object, by = verbs): Promise<Entry> => {
  const { entry, userErrors } = await by.act<Payload>('addEntry', input, payload);
  expect(userErrors).toEqual([]);
  return entry ?? expect.fail('no entry');
};

it('D2 keeps symptoms, measurements, medication and notes, each with what it says', async () => {
  const at = hoursAgo(2);
  const told = [
    { kind: 'SYMPTOM', at, words: 'A dry cough at night', severity: 6 },
    { kind: 'MEASUREMENT', at, measurement: { what: 'Weight', number: 81.5, unit: 'kg' } },
    {
      kind: 'MEDICATION',
      at,
      medication: { name: 'Omeprazole', dose: '20 mg once a day', from: '2020-01-31', to: '2020-02-29' },
      words: 'It helps',
    },
    { kind: 'NOTE', at, words: 'Ask about the stairs' },
  ];
  for (const entry of told) {
    const { id } = await added(entry);
    const { entry: found } = await patient.read<{ entry: object }>(`entry(id: "${id}") { ${entryFields} }`);
    expect(found).toEqual(saying({ id, ...entry }));
  }
});

/** A note, a weight, a symptom and another weight, the oldest first. */
async function addCourse() {
  const [first, second, third, last] = [hoursAgo(200), hoursAgo(100), hoursAgo(50), hoursAgo(2)];
  const weighing = (at: string, number: number) => ({
    kind: 'MEASUREMENT',
    at,
    measurement: { what: 'Weight', number, unit: 'kg' },
  });
  return {
    note: await added({ kind: 'NOTE', at: first, words: 'Ask about the stairs' }),
    before: await added(weighing(second, 81.5)),
    symptom: await added({ kind: 'SYMPTOM', at: third, words: 'Short of breath', severity: 4 }),
    after: await added(weighing(last, 80.9)),
  };
}

it('D2 tracks them over time, newest or oldest first, by kind and by when', async () => {
  const { note, before, symptom, after } = await addCourse();
  expect(await entriesOf(patient)).toEqual({
    totalCount: 4,
    nodes: [
      { kind: 'MEASUREMENT', at: after.at, words: null, measurement: { number: 80.9 } },
      { kind: 'SYMPTOM', at: symptom.at, words: 'Short of breath', measurement: null },
      { kind: 'MEASUREMENT', at: before.at, words: null, measurement: { number: 81.5 } },
      { kind: 'NOTE', at: note.at, words: 'Ask about the stairs', measurement: null },
    ],
  });
  const kindsIn = async (args: string) => (await entriesOf(patient, args)).nodes.map(({ kind }) => kind);
  expect(await kindsIn('order: OLDEST_FIRST')).toEqual(['NOTE', 'MEASUREMENT', 'SYMPTOM', 'MEASUREMENT']);
  expect(await kindsIn('kinds: [SYMPTOM, NOTE]')).toEqual(['SYMPTOM', 'NOTE']);
  expect(await kindsIn(`from: "${before.at}", to: "${after.at}"`)).toEqual(['SYMPTOM', 'MEASUREMENT']);
});

it('D2 lets them say it anew and take it away, and then it is gone', async () => {
  const { note, before, symptom, after } = await addCourse();
  const anew = { at: before.at, measurement: { what: 'Weight', number: 82, unit: 'kg' }, words: 'With shoes on' };
  expect(await verbs.act('changeEntry', { entry: before.id, ...anew }, payload)).toEqual({
    entry: saying({ id: before.id, kind: 'MEASUREMENT', ...anew }),
    userErrors: [],
  });
  for (const { id } of [symptom, after]) {
    const removal = await verbs.act('removeEntry', { entry: id }, 'removed userErrors { code field }');
    expect(removal).toEqual({ removed: id, userErrors: [] });
    const gone = { entry: null, userErrors: [{ code: 'NOT_FOUND', field: 'entry' }] };
    expect(await verbs.act('changeEntry', { entry: id, ...anew }, payload)).toEqual(gone);
    expect(await patient.read(`entry(id: "${id}") { id }`)).toEqual({ entry: null });
  }
  expect(await entriesOf(patient)).toEqual({
    totalCount: 2,
    nodes: [
      { kind: 'MEASUREMENT', at: before.at, words: 'With shoes on', measurement: { number: 82 } },
      { kind: 'NOTE', at: note.at, words: 'Ask about the stairs', measurement: null },
    ],
  });
});

it('D2 refuses what makes no sense, by its field, and adds nothing', async () => {
  const { totalCount } = await entriesOf(patient);
  const refusals = [
    [{ kind: 'SYMPTOM', at: hoursAgo(1), words: 'Pain', severity: 11 }, 'severity'],
    [{ kind: 'SYMPTOM', at: hoursAgo(1) }, 'words'],
    [{ kind: 'NOTE', at: hoursAgo(-48), words: 'Tomorrow' }, 'at'],
    [{ kind: 'MEASUREMENT', at: hoursAgo(1) }, 'measurement'],
  ] as const;
  for (const [input, field] of refusals)
    expect(await verbs.act('addEntry', input, payload)).toEqual({
      entry: null,
      userErrors: [{ code: 'BAD_INPUT', field }],
    });
  expect((await entriesOf(patient)).totalCount).toBe(totalCount);
});

it('D2 is theirs alone: another patient of the trust sees, adds and takes away nothing of it', async () => {
  const { id } = await added({ kind: 'NOTE', at: hoursAgo(1), words: 'For nobody else' });
  const refused = (path: (string | number)[]) => [
    { message: errorRegistry.NOT_YOURS.message, path, extensions: { code: 'NOT_YOURS', trust } },
  ];
  const field = 'derbyBurtonRecord';
  expect(
    await system.portal.ask(
      `{ ${field}(id: "${patient.record}") { entries { totalCount } entry(id: "${id}") { words } } }`,
      { session: carer.session },
    ),
  ).toEqual({ data: { [field]: null }, errors: refused([field]) });
  const others = verbsOf(system, trust, { session: carer.session, record: patient.record });
  const calls = [
    ['addEntry', { kind: 'NOTE', at: hoursAgo(1), words: 'Not mine' }, payload],
    ['changeEntry', { entry: id, at: hoursAgo(1), words: 'Not mine' }, payload],
    ['removeEntry', { entry: id }, 'removed'],
  ] as const;
  for (const [verb, input, selection] of calls)
    expect(await others.send(verb, input, selection)).toEqual({
      data: { derbyBurton: { [verb]: null } },
      errors: refused(['derbyBurton', verb]),
    });
  const own = verbsOf(system, trust, carer);
  expect(await own.act('removeEntry', { entry: id }, 'removed userErrors { code field }')).toEqual({
    removed: null,
    userErrors: [{ code: 'NOT_FOUND', field: 'entry' }],
  });
  expect(await patient.read(`entry(id: "${id}") { words }`)).toMatchObject({ entry: { words: 'For nobody else' } });
});

it('D14 is empty for who has just registered, and says why; meanwhile they add symptoms and medication', async () => {
  const empty = 'totalCount setAside nodes { id }';
  const nothing = { totalCount: 0, setAside: 0, nodes: [] };
  expect(await carer.read(`letters { ${empty} } dischargeSummaries { ${empty} } entries { ${empty} }`)).toEqual({
    letters: nothing,
    dischargeSummaries: nothing,
    entries: nothing,
  });
  const { sections } = await carer.read<{ sections: { section: string; state: string; words: string }[] }>(
    'sections { section state words }',
  );
  const told = ['APPOINTMENT_LETTERS', 'CLINIC_LETTERS', 'DISCHARGE_SUMMARIES', 'PATIENT_ENTRIES'];
  const why = sections.filter(({ section }) => told.includes(section));
  expect(why.map(({ state, words }) => [state, words])).toEqual([
    ['FUTURE_ONLY', expect.stringContaining('from the day you registered on. Earlier ones came by post.')],
    ['FUTURE_ONLY', expect.stringContaining('from the day you registered on. Earlier ones came by post.')],
    ['FUTURE_ONLY', expect.stringContaining('from the day you registered on')],
    [
      'OFFERED',
      'Symptoms, measurements, medicines and notes that you add yourself. Only you see them until you share them.',
    ],
  ]);
  const own = verbsOf(system, trust, carer);
  await added({ kind: 'SYMPTOM', at: hoursAgo(3), words: 'Tired', severity: 3 }, own);
  await added({ kind: 'MEDICATION', at: hoursAgo(4), medication: { name: 'Aspirin' } }, own);
  expect((await entriesOf(carer)).nodes.map(({ kind }) => kind)).toEqual(['SYMPTOM', 'MEDICATION']);
});
