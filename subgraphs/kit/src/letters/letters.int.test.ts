import { errorRegistry } from '@crosstrust/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LetterContent } from '../storage/content.ts';
import { aPolicy } from '../testing/builders.ts';
import { grantTo, people, type RecordBed, refusal, refusedViewers, startRecordBed } from '../testing/record-bed.ts';
import type { SeedItem } from '../testing/seed.ts';

const id = (n: number) => `bbbbbbbb-0000-4000-8000-${String(n).padStart(12, '0')}`;
const noon = '2026-06-15T11:00:00.000Z';

const letter = (
  n: number,
  at: string,
  content: Partial<LetterContent> = {},
  given: Partial<SeedItem> = {},
): SeedItem => ({
  id: id(n),
  section: 'CLINIC_LETTERS',
  source: 'example',
  at,
  status: 'final',
  content: { kind: 'clinic', title: `Letter ${n}`, writtenAt: at, text: `Text ${n}.`, ...content },
  ...given,
});

const items: readonly SeedItem[] = [
  letter(
    1,
    '2026-06-01T09:00:00.000Z',
    { kind: 'appointment', department: 'Cardiology' },
    { section: 'APPOINTMENT_LETTERS' },
  ),
  letter(
    2,
    '2026-06-02T09:00:00.000Z',
    { kind: 'confirmation', department: ' Audiology ' },
    { section: 'APPOINTMENT_LETTERS' },
  ),
  letter(3, '2026-06-03T09:00:00.000Z', { kind: 'clinic', author: 'Dr Ines Fontaine' }),
  letter(4, '2026-06-04T09:00:00.000Z', { kind: 'outcome', enclosures: ['Hearing aid', 'Leaflet'] }),
  letter(5, '2026-06-05T09:00:00.000Z', { kind: 'other', replaces: [id(6), id(7), id(99)] }, { status: 'amended' }),
  letter(6, '2026-05-05T09:00:00.000Z', {}, { status: 'superseded' }),
  letter(7, '2026-05-06T09:00:00.000Z', { replaces: [id(8)] }, { status: 'superseded' }),
  letter(8, '2026-05-01T09:00:00.000Z', {}, { status: 'superseded' }),
  letter(9, '2026-06-14T09:00:00.000Z', {}, { status: 'unreleased' }),
  {
    id: id(10),
    section: 'DISCHARGE_SUMMARIES',
    source: 'example',
    at: '2026-04-04T16:00:00.000Z',
    status: 'final',
    content: {
      title: 'Discharge summary',
      dischargedAt: '2026-04-04T16:00:00.000Z',
      specialty: 'Cardiology',
      text: 'Went home.',
    },
  },
];

const post = { departments: ['audiology'], enclosures: true, words: 'This still comes by post.', rule: 'D9' };
const onlyDepartments = { ...post, departments: ['cardiology'], enclosures: false };
const notYet = { state: 'NOT_YET', rule: 'K8', words: 'Letters are not shown yet.' } as const;
let bed: RecordBed;

beforeAll(async () => {
  const { sections } = aPolicy();
  bed = await startRecordBed({
    policies: {
      shows: aPolicy({ post }),
      posts: aPolicy({ post: onlyDepartments }),
      hides: aPolicy({ sections: { ...sections, APPOINTMENT_LETTERS: notYet, CLINIC_LETTERS: notYet } }),
      strict: aPolicy({ minimumAge: { years: 50, rule: 'W1' } }),
    },
    items,
    now: noon,
  });
});
beforeEach(() => bed.setClock(noon));
afterAll(() => bed?.close());

const query = (selection: string) => `{ exampleRecord(id: "${people.patient}") { ${selection} } }`;

describe('letters', () => {
  it('K7 W5 D1 come with sender, department, date and kind, and discharge summaries beside them', async () => {
    const answer = await bed.ask(
      query(`letters(first: 10) { totalCount nodes { id kind status title source { name } department writtenAt author text enclosures } }
             dischargeSummaries { nodes { id title source { name } dischargedAt specialty text reading { state } } }`),
    );
    const common = {
      source: { name: 'Example Hospital' },
      department: null,
      author: null,
      enclosures: [],
      status: 'FINAL',
    };
    const node = (n: number, more: object) => ({
      ...common,
      id: id(n),
      title: `Letter ${n}`,
      writtenAt: `2026-06-0${n}T09:00:00.000Z`,
      text: `Text ${n}.`,
      ...more,
    });
    expect(answer).toEqual({
      data: {
        exampleRecord: {
          letters: {
            totalCount: 5,
            nodes: [
              node(5, { kind: 'OTHER', status: 'AMENDED' }),
              node(4, { kind: 'OUTCOME', enclosures: ['Hearing aid', 'Leaflet'] }),
              node(3, { kind: 'CLINIC', author: 'Dr Ines Fontaine' }),
              node(2, { kind: 'CONFIRMATION', department: ' Audiology ' }),
              node(1, { kind: 'APPOINTMENT', department: 'Cardiology' }),
            ],
          },
          dischargeSummaries: {
            nodes: [
              {
                id: id(10),
                title: 'Discharge summary',
                source: { name: 'Example Hospital' },
                dischargedAt: '2026-04-04T16:00:00.000Z',
                specialty: 'Cardiology',
                text: 'Went home.',
                reading: { state: 'UNREAD' },
              },
            ],
          },
        },
      },
    });
  });

  it.each([
    [
      'shows',
      [
        [4, post.words],
        [2, post.words],
      ],
    ],
    ['posts', [[1, post.words]]],
  ] as const)('D9 come by post from departments that post and with enclosures: %s', async (at, expected) => {
    const answer = await bed.ask(query('letters { nodes { id byPost postWords } }'), { at });
    const posted = answer.data.exampleRecord.letters.nodes.filter(({ byPost }: { byPost: boolean }) => byPost);
    expect(posted).toEqual(expected.map(([n, postWords]) => ({ id: id(n), byPost: true, postWords })));
    expect(answer.data.exampleRecord.letters.nodes).toContainEqual({ id: id(3), byPost: false, postWords: null });
  });

  it('K8 are null and not empty where the trust does not show them yet, and say so', async () => {
    const answer = await bed.ask(
      query(`letters { totalCount } letter(id: "${id(3)}") { id } sections { section state words }`),
      {
        at: 'hides',
      },
    );
    const { sections, ...rest } = answer.data.exampleRecord;
    expect(rest).toEqual({ letters: null, letter: null });
    expect(sections).toContainEqual({ section: 'CLINIC_LETTERS', state: 'NOT_YET', words: notYet.words });
  });
});

describe('a letter that replaced others', () => {
  it('K7 holds them whole, newest first, and no list does', async () => {
    const answer = await bed.ask(
      query(`letter(id: "${id(5)}") { id supersedes { id status title text reading { state } supersedes { id text } } }
             letters { nodes { id } } gone: letter(id: "${id(7)}") { id }`),
    );
    const folded = { status: 'SUPERSEDED', reading: { state: 'UNREAD' } };
    expect(answer).toEqual({
      data: {
        exampleRecord: {
          letter: {
            id: id(5),
            supersedes: [
              {
                ...folded,
                id: id(7),
                title: 'Letter 7',
                text: 'Text 7.',
                supersedes: [{ id: id(8), text: 'Text 8.' }],
              },
              { ...folded, id: id(6), title: 'Letter 6', text: 'Text 6.', supersedes: [] },
            ],
          },
          letters: { nodes: [5, 4, 3, 2, 1].map((n) => ({ id: id(n) })) },
          gone: null,
        },
      },
    });
  });

  it('K7 opens them as documents too', async () => {
    const answer = await bed.ask(query(`letter(id: "${id(5)}") { supersedes { document { url contentType } } }`));
    const [{ document }] = answer.data.exampleRecord.letter.supersedes;
    expect((await bed.open(document.url)).status).toBe(200);
  });
});

describe('reading', () => {
  const mark = (letters: readonly string[], as: string, key: string, more = '') =>
    `mutation { example { markLetters(input: { record: "${people.patient}", letters: ${JSON.stringify(letters)}, as: ${as}, idempotencyKey: "${key}" }) {
      letters { id reading { state seenAt readAt } } dischargeSummaries { id reading { state seenAt readAt } } userErrors { code field message } ${more} } } }`;
  const marked = (answer: { data?: { example?: { markLetters?: object } } }) => answer.data?.example?.markLetters;
  const here = { trust: 'example' };
  const later = '2026-06-16T11:00:00.000Z';

  it('K7 D1 goes from unread to seen to read, keeps the first times, and never goes back', async () => {
    const unread = { state: 'UNREAD', seenAt: null, readAt: null };
    const reading = async () =>
      (await bed.ask(query(`letter(id: "${id(1)}") { reading { state seenAt readAt } }`))).data.exampleRecord.letter
        .reading;
    expect(await reading()).toEqual(unread);
    const seen = { state: 'SEEN', seenAt: noon, readAt: null };
    const nothing = { dischargeSummaries: [], userErrors: [] };
    expect(marked(await bed.ask(mark([id(1), id(10)], 'SEEN', 'see-one-1')))).toEqual({
      letters: [{ id: id(1), reading: seen }],
      dischargeSummaries: [{ id: id(10), reading: seen }],
      userErrors: [],
    });
    bed.setClock(later);
    const read = { state: 'READ', seenAt: noon, readAt: later };
    const readOne = { ...nothing, letters: [{ id: id(1), reading: read }] };
    expect(marked(await bed.ask(mark([id(1)], 'READ', 'read-one-1')))).toEqual(readOne);
    bed.setClock('2026-06-17T11:00:00.000Z');
    expect(marked(await bed.ask(mark([id(1)], 'READ', 'read-one-2')))).toEqual(readOne);
    expect(marked(await bed.ask(mark([id(1)], 'SEEN', 'see-one-2')))).toEqual(readOne);
    expect(await reading()).toEqual(read);
  });

  it('D1 narrows the list and its count', async () => {
    await bed.ask(mark([id(2)], 'SEEN', 'see-two-1'));
    await bed.ask(mark([id(3)], 'READ', 'read-three-1'));
    const answer = await bed.ask(
      query(`unread: letters(reading: [UNREAD], sections: [CLINIC_LETTERS]) { totalCount nodes { id } }
             seen: letters(reading: [SEEN]) { totalCount nodes { id } }
             notRead: letters(reading: [UNREAD, SEEN], first: 1) { totalCount pageInfo { hasNextPage } }`),
    );
    expect(answer.data.exampleRecord).toEqual({
      unread: { totalCount: 2, nodes: [{ id: id(5) }, { id: id(4) }] },
      seen: { totalCount: 1, nodes: [{ id: id(2) }] },
      notRead: { totalCount: 3, pageInfo: { hasNextPage: true } },
    });
  });

  it('D1 is done once for one key, audited, and refused with another input', async () => {
    const first = marked(await bed.ask(mark([id(4)], 'SEEN', 'see-four-1')));
    bed.setClock(later);
    expect(marked(await bed.ask(mark([id(4)], 'SEEN', 'see-four-1')))).toEqual(first);
    expect((await bed.ask(mark([id(4)], 'READ', 'see-four-1'))).errors).toEqual([
      refusal('IDEMPOTENCY_KEY_REUSED', ['example', 'markLetters'], { field: 'idempotencyKey' }),
    ]);
    expect(await bed.rows('select verb, actor, item_id from audit where item_id = $1', [id(4)])).toEqual([
      { verb: 'mark-letters', actor: 'actor', item_id: id(4) },
    ]);
  });

  it.each([
    ['no letter', [], 'BAD_INPUT'],
    ['more than a hundred', Array.from({ length: 101 }, (_, n) => id(n)), 'BAD_INPUT'],
    ['what is no id', ['nonsense'], 'NOT_FOUND'],
    ['one that is not there among those that are', [id(1), id(98)], 'NOT_FOUND'],
    ['one that is not released', [id(9)], 'NOT_FOUND'],
  ] as const)('D1 refuses %s, and marks none', async (_what, letters, code) => {
    const before = await bed.rows('select * from letter_reading order by item_id');
    expect(marked(await bed.ask(mark(letters, 'READ', `refused-${code}-1`)))).toEqual({
      letters: [],
      dischargeSummaries: [],
      userErrors: [{ code, field: 'letters', message: errorRegistry[code].message }],
    });
    expect(await bed.rows('select * from letter_reading order by item_id')).toEqual(before);
  });

  it.each([
    ...refusedViewers.map(
      ([who, as, code]) => [who, as, code, code === 'UNAUTHENTICATED' ? {} : here, 'shows'] as const,
    ),
    [
      'somebody too young',
      [grantTo(people.patient)],
      'AGE_BLOCKED',
      { ...here, rule: 'W1', minimumAge: 50 },
      'strict',
    ] as const,
  ])('W4 D12 is not marked by %s', async (_who, as, code, details, at) => {
    const before = await bed.rows('select * from letter_reading order by item_id');
    expect(await bed.ask(mark([id(5)], 'READ', 'denied-one-1'), { as, at })).toEqual({
      data: { example: { markLetters: null } },
      errors: [refusal(code, ['example', 'markLetters'], details)],
    });
    expect(await bed.rows('select * from letter_reading order by item_id')).toEqual(before);
  });
});
