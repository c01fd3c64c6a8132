import { errorRegistry, type Grant } from '@crosstrust/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aPolicy } from '../testing/builders.ts';
import { grantTo, people, type RecordBed, refusal, refusedViewers, startRecordBed } from '../testing/record-bed.ts';

const noon = '2026-06-15T11:00:00.000Z';
const later = '2026-06-16T11:00:00.000Z';
const here = { trust: 'example' };
const fields = `id kind at words severity measurement { what number unit } medication { name dose from to } source { key } receivedAt updatedAt`;
const record = `exampleRecord(id: "${people.patient}")`;

let bed: RecordBed;
beforeAll(async () => {
  const { sections } = aPolicy();
  const state = (policy: object) => ({ sections: { ...sections, PATIENT_ENTRIES: policy } as never });
  const futureOnly = {
    state: 'FUTURE_ONLY',
    rule: 'D8',
    words: 'From the day you registered on. It is empty until then.',
  };
  bed = await startRecordBed({
    policies: {
      offers: aPolicy(),
      refuses: aPolicy(state({ state: 'NOT_OFFERED', rule: 'assumed', words: 'You cannot add notes here.' })),
      strict: aPolicy({ minimumAge: { years: 50, rule: 'W1' } }),
      derby: aPolicy({
        sections: { ...sections, CLINIC_LETTERS: futureOnly, APPOINTMENT_LETTERS: futureOnly } as never,
      }),
    },
    now: noon,
  });
});
beforeEach(() => bed.setClock(noon));
afterAll(() => bed?.close());

let keys = 0;
const verb = (name: string, input: string, key = `key-number-${(keys += 1)}`, owner: string = people.patient) => {
  const chosen = name === 'removeEntry' ? 'removed' : `entry { ${fields} }`;
  return `mutation { example { ${name}(input: { record: "${owner}", idempotencyKey: "${key}", ${input} }) { ${chosen} userErrors { code field message } } } }`;
};
const add = async (input: string, key?: string) => (await bed.ask(verb('addEntry', input, key))).data.example.addEntry;
const list = async (args = '(first: 100)', as: readonly Grant[] = [grantTo(people.patient)]) =>
  bed.ask(`{ ${record} { entries${args} { totalCount nodes { id kind } pageInfo { endCursor hasNextPage } } } }`, {
    as,
  });
const blank = { words: null, severity: null, measurement: null, medication: null };
const stored = { source: { key: 'example' }, receivedAt: noon, updatedAt: noon };

describe('what patients add', () => {
  it.each([
    [
      'a symptom',
      'kind: SYMPTOM, at: "2026-06-14T20:00:00Z", words: " Dizzy after the stairs ", severity: 4',
      { ...blank, kind: 'SYMPTOM', at: '2026-06-14T20:00:00.000Z', words: 'Dizzy after the stairs', severity: 4 },
    ],
    [
      'a measurement',
      'kind: MEASUREMENT, at: "2026-06-13T20:00:00Z", measurement: { what: "Weight", number: 71.5, unit: "kg" }',
      {
        ...blank,
        kind: 'MEASUREMENT',
        at: '2026-06-13T20:00:00.000Z',
        measurement: { what: 'Weight', number: 71.5, unit: 'kg' },
      },
    ],
    [
      'a medication',
      'kind: MEDICATION, at: "2026-06-12T20:00:00Z", medication: { name: "Ramipril", dose: "5 mg", from: "2026-01-01" }',
      {
        ...blank,
        kind: 'MEDICATION',
        at: '2026-06-12T20:00:00.000Z',
        medication: { name: 'Ramipril', dose: '5 mg', from: '2026-01-01', to: null },
      },
    ],
    [
      'a note',
      'kind: NOTE, at: "2026-06-11T20:00:00Z", words: "Walked for an hour."',
      { ...blank, kind: 'NOTE', at: '2026-06-11T20:00:00.000Z', words: 'Walked for an hour.' },
    ],
  ])('D2 D14 holds %s', async (_what, input, expected) => {
    const { entry, userErrors } = await add(input);
    expect({ entry, userErrors }).toEqual({ entry: { ...expected, ...stored, id: entry.id }, userErrors: [] });
    expect(await bed.ask(`{ ${record} { entry(id: "${entry.id}") { ${fields} } } }`)).toEqual({
      data: { exampleRecord: { entry } },
    });
  });

  it('D2 is a list over time, by kind, with cursors', async () => {
    const all = (await list()).data.exampleRecord.entries;
    expect(all.nodes.map(({ kind }: { kind: string }) => kind)).toEqual([
      'SYMPTOM',
      'MEASUREMENT',
      'MEDICATION',
      'NOTE',
    ]);
    const some = (await list('(kinds: [SYMPTOM, NOTE], first: 1)')).data.exampleRecord.entries;
    expect(some).toMatchObject({ totalCount: 2, nodes: [{ kind: 'SYMPTOM' }], pageInfo: { hasNextPage: true } });
    const next = await list(`(kinds: [SYMPTOM, NOTE], first: 1, after: "${some.pageInfo.endCursor}")`);
    expect(next.data.exampleRecord.entries).toMatchObject({
      nodes: [{ kind: 'NOTE' }],
      pageInfo: { hasNextPage: false },
    });
  });

  it('D2 is changed, whole, and keeps its kind', async () => {
    const { entry } = await add('kind: SYMPTOM, at: "2026-06-10T20:00:00Z", words: "Headache", severity: 2');
    bed.setClock(later);
    const change = verb('changeEntry', `entry: "${entry.id}", at: "2026-06-10T21:00:00Z", words: "Bad headache"`);
    const changed = {
      ...entry,
      at: '2026-06-10T21:00:00.000Z',
      words: 'Bad headache',
      severity: null,
      updatedAt: later,
    };
    expect((await bed.ask(change)).data.example.changeEntry).toEqual({ entry: changed, userErrors: [] });
    const wrong = verb(
      'changeEntry',
      `entry: "${entry.id}", at: "2026-06-10T21:00:00Z", words: "x", measurement: { what: "y", number: 1 }`,
    );
    expect((await bed.ask(wrong)).data.example.changeEntry).toEqual({
      entry: null,
      userErrors: [{ code: 'BAD_INPUT', field: 'measurement', message: errorRegistry.BAD_INPUT.message }],
    });
    expect(
      (await bed.ask(`{ ${record} { entry(id: "${entry.id}") { ${fields} } } }`)).data.exampleRecord.entry,
    ).toEqual(changed);
  });

  it('D2 D6 is removed with all that it said, once, and stays gone', async () => {
    const { entry } = await add('kind: NOTE, at: "2026-06-09T20:00:00Z", words: "A secret."');
    const remove = verb('removeEntry', `entry: "${entry.id}"`, 'remove-it-1');
    const gone = { removed: entry.id, userErrors: [] };
    expect((await bed.ask(remove)).data.example.removeEntry).toEqual(gone);
    expect((await bed.ask(remove)).data.example.removeEntry).toEqual(gone);
    const notFound = [{ code: 'NOT_FOUND', field: 'entry', message: errorRegistry.NOT_FOUND.message }];
    expect((await bed.ask(verb('removeEntry', `entry: "${entry.id}"`))).data.example.removeEntry).toEqual({
      removed: null,
      userErrors: notFound,
    });
    const change = verb('changeEntry', `entry: "${entry.id}", at: "2026-06-09T20:00:00Z", words: "Back"`);
    expect((await bed.ask(change)).data.example.changeEntry).toEqual({ entry: null, userErrors: notFound });
    expect((await bed.ask(`{ ${record} { entry(id: "${entry.id}") { id } } }`)).data.exampleRecord.entry).toBeNull();
    const [row] = await bed.rows('select status, kind, length(content) as length from item where id = $1', [entry.id]);
    expect(row).toMatchObject({ status: 'removed', kind: null });
    expect(Number(row?.['length'])).toBeLessThan(80);
    expect(await bed.rows('select verb from audit where item_id = $1 order by verb', [entry.id])).toEqual([
      { verb: 'add-entry' },
      { verb: 'remove-entry' },
    ]);
  });

  it('D2 is added once for one key', async () => {
    const input = 'kind: NOTE, at: "2026-06-08T20:00:00Z", words: "Once."';
    const first = await add(input, 'tapped-twice-1');
    expect(await add(input, 'tapped-twice-1')).toEqual(first);
    const twice = await bed.ask(
      verb('addEntry', 'kind: NOTE, at: "2026-06-08T20:00:00Z", words: "Twice."', 'tapped-twice-1'),
    );
    expect(twice.errors).toEqual([
      refusal('IDEMPOTENCY_KEY_REUSED', ['example', 'addEntry'], { field: 'idempotencyKey' }),
    ]);
  });

  it('D2 tells what to mend, by field, and adds nothing', async () => {
    const { totalCount } = (await list()).data.exampleRecord.entries;
    const bad = { code: 'BAD_INPUT', message: errorRegistry.BAD_INPUT.message };
    expect(await add('kind: SYMPTOM, at: "2026-07-14T20:00:00Z", severity: 11')).toEqual({
      entry: null,
      userErrors: ['words', 'at', 'severity'].map((field) => ({ ...bad, field })),
    });
    expect((await list()).data.exampleRecord.entries.totalCount).toBe(totalCount);
  });

  it('D6 stands sealed: a dump holds none of its words', async () => {
    await add('kind: NOTE, at: "2026-06-07T20:00:00Z", words: "Xylophone"');
    const dump = await bed.rows('select item.*, idempotency.content as answer from item, idempotency');
    const bytes = dump.flatMap((row) => Object.values(row)).filter((value) => Buffer.isBuffer(value));
    expect(bytes.length).toBeGreaterThan(0);
    expect(Buffer.concat(bytes).includes('Xylophone')).toBe(false);
    expect(JSON.stringify(dump.map((row) => ({ ...row, content: '', answer: '', digest: '' })))).not.toContain(
      'Xylophone',
    );
  });

  it('D14 is there before registration, while the hospital’s own lists are empty and say why', async () => {
    const answer = await bed.ask(
      `{ ${record} { letters { totalCount } entries(first: 1) { nodes { kind } } sections { section state words } } }`,
      { at: 'derby' },
    );
    const { letters, entries, sections } = answer.data.exampleRecord;
    expect([letters.totalCount, entries.nodes.length]).toEqual([0, 1]);
    expect(sections).toContainEqual({
      section: 'CLINIC_LETTERS',
      state: 'FUTURE_ONLY',
      words: 'From the day you registered on. It is empty until then.',
    });
  });
});

describe('who sees and changes what patients add', () => {
  const notShared = {
    data: { exampleRecord: { entries: null } },
    errors: [refusal('SECTION_NOT_SHARED', ['exampleRecord', 'entries'], here)],
  };

  it.each([
    ['a carer to whom all is shared', { relation: 'carer', sections: 'all' }],
    ['a clinician to whom all is shared', { relation: 'clinician', sections: 'all' }],
    ['a carer to whom other things are shared', { relation: 'carer', sections: ['CLINIC_LETTERS'] }],
  ] as const)('D2 D12 is not shown to %s', async (_who, grant) => {
    const as = [grantTo(people.patient, grant as Partial<Grant>)];
    expect(await list('', as)).toEqual(notShared);
  });

  it('D2 D12 is shown to a carer to whom it is shared by name', async () => {
    const as = [grantTo(people.patient, { relation: 'carer', sections: ['PATIENT_ENTRIES'] })];
    expect((await list('', as)).data.exampleRecord.entries.totalCount).toBeGreaterThan(0);
  });

  const verbs = [
    ['addEntry', 'kind: NOTE, at: "2026-06-07T20:00:00Z", words: "Not mine."'],
    ['changeEntry', `entry: "${people.patient}", at: "2026-06-07T20:00:00Z", words: "Not mine."`],
    ['removeEntry', `entry: "${people.patient}"`],
  ] as const;
  const cases = verbs.flatMap(([name, input]) => [
    ...refusedViewers.map(
      ([who, as, code]) => [name, who, as, code, code === 'UNAUTHENTICATED' ? {} : here, 'offers', input] as const,
    ),
    [
      name,
      'a grant that leaves it out',
      [grantTo(people.patient, { sections: ['CLINIC_LETTERS'] })],
      'SECTION_NOT_SHARED',
      here,
      'offers',
      input,
    ] as const,
    [
      name,
      'somebody too young',
      [grantTo(people.patient)],
      'AGE_BLOCKED',
      { ...here, rule: 'W1', minimumAge: 50 },
      'strict',
      input,
    ] as const,
  ]);
  it.each(cases)('W4 D12 %s refuses %s', async (name, _who, as, code, details, at, input) => {
    const before = await bed.rows('select id, updated_at from item order by id');
    expect(await bed.ask(verb(name, input), { as, at })).toEqual({
      data: { example: { [name]: null } },
      errors: [refusal(code, ['example', name], details)],
    });
    expect(await bed.rows('select id, updated_at from item order by id')).toEqual(before);
  });

  it('D12 a stranger’s own record does not lead to the entry', async () => {
    const { entry } = await add('kind: NOTE, at: "2026-06-06T20:00:00Z", words: "Mine."');
    for (const name of ['changeEntry', 'removeEntry'] as const) {
      const input = `entry: "${entry.id}"${name === 'changeEntry' ? ', at: "2026-06-06T20:00:00Z", words: "Taken."' : ''}`;
      const answer = await bed.ask(verb(name, input, undefined, people.stranger), { as: [grantTo(people.stranger)] });
      expect(answer.data.example[name].userErrors).toEqual([
        { code: 'NOT_FOUND', field: 'entry', message: errorRegistry.NOT_FOUND.message },
      ]);
    }
    expect((await bed.ask(`{ ${record} { entry(id: "${entry.id}") { words } } }`)).data.exampleRecord.entry.words).toBe(
      'Mine.',
    );
  });
});

describe('where the trust does not offer it', () => {
  it('D2 K8 the list is null, the section says so, and no verb is in the schema', async () => {
    const answer = await bed.ask(`{ ${record} { entries { totalCount } sections { section state words } } }`, {
      at: 'refuses',
    });
    const { entries, sections } = answer.data.exampleRecord;
    expect(entries).toBeNull();
    expect(sections).toContainEqual({
      section: 'PATIENT_ENTRIES',
      state: 'NOT_OFFERED',
      words: 'You cannot add notes here.',
    });
    for (const name of ['addEntry', 'changeEntry', 'removeEntry']) {
      const refused = await bed.ask(`mutation { example { ${name} } }`, { at: 'refuses' });
      expect(refused.errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
      expect(JSON.stringify(refused.errors)).toContain(`Cannot query field \\"${name}\\"`);
    }
  });
});
