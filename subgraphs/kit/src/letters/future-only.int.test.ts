import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPolicy } from '../testing/builders.ts';
import { grantTo, people, type RecordBed, startRecordBed } from '../testing/record-bed.ts';
import type { SeedItem } from '../testing/seed.ts';

const id = (n: number) => `bbbbbbbb-0000-4000-8000-${String(n).padStart(12, '0')}`;
const words = 'Letters from the day you registered on. Earlier ones came by post.';

const times = {
  // the clocks go forward on 29 March 2026: midnight in London is midnight in UTC
  marchBefore: [1, '2026-03-28T23:59:59.999Z'],
  marchMidnight: [2, '2026-03-29T00:00:00.000Z'],
  // in summer midnight in London is an hour before midnight in UTC
  juneBefore: [3, '2026-06-15T22:59:59.999Z'],
  juneMidnight: [4, '2026-06-15T23:00:00.000Z'],
  // the clocks go back on 25 October 2026: its midnight is still summer time
  octoberBefore: [5, '2026-10-24T22:59:59.999Z'],
  octoberMidnight: [6, '2026-10-24T23:00:00.000Z'],
} as const;

const items = Object.values(times).flatMap(([n, at]): SeedItem[] => {
  const given = { source: 'example', at, status: 'final' } as const;
  const title = `Letter ${n}`;
  return [
    {
      ...given,
      id: id(n),
      section: 'CLINIC_LETTERS',
      content: { kind: 'clinic', title, writtenAt: at, text: 'Text.' },
    },
    { ...given, id: id(n + 10), section: 'DISCHARGE_SUMMARIES', content: { title, text: 'Text.' } },
  ];
});

let bed: RecordBed;
beforeAll(async () => {
  const { sections } = aPolicy();
  const futureOnly = { state: 'FUTURE_ONLY', rule: 'D8', words } as const;
  bed = await startRecordBed({
    policies: {
      future: aPolicy({ sections: { ...sections, CLINIC_LETTERS: futureOnly, DISCHARGE_SUMMARIES: futureOnly } }),
      all: aPolicy(),
    },
    items,
    now: '2026-11-20T12:00:00.000Z',
  });
});
afterAll(() => bed?.close());

const query = `{ exampleRecord(id: "${people.patient}") {
  letters { totalCount nodes { id } } dischargeSummaries { totalCount }
  first: letter(id: "${id(1)}") { id } document: letter(id: "${id(6)}") { document { url } }
  sections { section state words } } }`;
const askSince = async (since: string | undefined, at = 'future') => {
  const seconds = since === undefined ? {} : { since: Date.parse(since) / 1000 };
  const as = [grantTo(people.patient, seconds)];
  return (await bed.ask(query, { as, at })).data.exampleRecord;
};
const shown = ({ letters, dischargeSummaries }: Awaited<ReturnType<typeof askSince>>) => ({
  letters: letters.nodes.map((node: { id: string }) => node.id),
  counts: [letters.totalCount, dischargeSummaries.totalCount],
});
const from = (first: number) => {
  const numbers = [6, 5, 4, 3, 2, 1].filter((n) => n >= first);
  return { letters: numbers.map(id), counts: [numbers.length, numbers.length] };
};

describe('correspondence from registration on', () => {
  it.each([
    ['in the morning of the day the clocks go forward', '2026-03-29T00:30:00Z', 2],
    ['late on the day the clocks go forward', '2026-03-29T22:59:59Z', 2],
    ['half past midnight in summer, the day before in UTC', '2026-06-15T23:30:00Z', 4],
    ['late in the evening before', '2026-06-15T22:30:00Z', 3],
    ['late on the day the clocks go back', '2026-10-25T23:30:00Z', 6],
    ['in the hour that comes twice', '2026-10-25T01:30:00Z', 6],
    ['the day after', '2026-10-26T00:00:00Z', 7],
  ])('D8 shows the whole day of registration and nothing before: %s', async (_when, since, first) => {
    expect(shown(await askSince(since))).toEqual(from(first));
  });

  it('D8 D14 is empty without a registration, and the section says why in the trust’s words', async () => {
    const { sections, first, document, ...lists } = await askSince(undefined);
    expect(shown({ ...lists })).toEqual({ letters: [], counts: [0, 0] });
    expect({ first, document }).toEqual({ first: null, document: null });
    for (const section of ['CLINIC_LETTERS', 'DISCHARGE_SUMMARIES'])
      expect(sections).toContainEqual({ section, state: 'FUTURE_ONLY', words });
  });

  it('D8 keeps an earlier letter shut by its id and behind a link', async () => {
    const { first, document } = await askSince('2026-10-25T12:00:00Z');
    expect(first).toBeNull();
    expect(
      (await bed.open(document.document.url, { as: [grantTo(people.patient, { since: 1_792_929_600 })] })).status,
    ).toBe(200);
    expect((await bed.open(document.document.url, { as: [grantTo(people.patient)] })).status).toBe(404);
  });

  it('K7 is not held back where the trust shows all', async () => {
    expect(shown(await askSince(undefined, 'all'))).toEqual(from(1));
  });
});
