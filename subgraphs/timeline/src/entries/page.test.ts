import { RegistryError } from '@crosstrust/contract';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anItem, aRecord, uuid } from '../testing/builders.ts';
import { foldEntries } from './fold.ts';
import { type PageArgs, pageEntries } from './page.ts';

const entriesAt = (...instants: string[]) =>
  foldEntries([
    aRecord(instants.map((startsAt, index) => anItem({ id: uuid(index + 1), startsAt: new Date(startsAt) }))),
  ]);
const oldest = { first: 20, order: 'OLDEST_FIRST' } as const;
const idsOf = (page: ReturnType<typeof pageEntries>) => page.edges.map(({ node }) => Number(node.id.slice(-3)));

/** Ids of all pages of a list, one after the other. */
function walk(entries: ReturnType<typeof entriesAt>, args: PageArgs): number[] {
  const found: number[] = [];
  for (let after: string | undefined; ; ) {
    const page = pageEntries(entries, { ...args, ...(after ? { after } : {}) });
    expect(page.hasPreviousPage).toBe(found.length > 0);
    found.push(...idsOf(page));
    if (!page.hasNextPage) return found;
    after = page.edges.at(-1)?.cursor;
  }
}

it('U1 lists by date, also across the change of clocks: 02:30 of winter time comes after 01:30 of summer time', () => {
  const before = '2026-10-25T00:30:00.000Z'; // 01:30 BST
  const after = '2026-10-25T01:15:00.000Z'; // 01:15 GMT: the clock shows less, and it is later
  expect(idsOf(pageEntries(entriesAt(after, before), oldest))).toEqual([2, 1]);
});

it('goes through a list page by page, whatever the order and however many begin at one instant', () => {
  const minute = fc.integer({ min: 0, max: 5 });
  fc.assert(
    fc.property(
      fc.array(minute, { maxLength: 30 }),
      fc.integer({ min: 1, max: 7 }),
      fc.boolean(),
      (at, first, newest) => {
        const entries = entriesAt(...at.map((n) => `2026-07-03T08:0${n}:00.000Z`));
        const order = newest ? 'NEWEST_FIRST' : 'OLDEST_FIRST';
        const whole = idsOf(pageEntries(entries, { first: 100, order }));
        expect(walk(entries, { first, order })).toEqual(whole);
        expect(new Set(whole).size).toBe(at.length);
      },
    ),
  );
});

it('shows nothing twice when an appointment comes in between two pages', () => {
  const one = entriesAt('2026-07-01T08:00:00Z', '2026-07-03T08:00:00Z', '2026-07-05T08:00:00Z');
  const { edges } = pageEntries(one, { ...oldest, first: 2 });
  const more = foldEntries([
    aRecord([...one.map(({ item }) => item), anItem({ id: uuid(9), startsAt: new Date('2026-07-02T08:00:00Z') })]),
  ]);
  expect(idsOf(pageEntries(more, { ...oldest, after: edges.at(-1)?.cursor ?? '' }))).toEqual([3]);
});

it('goes on behind a place whose appointment is gone', () => {
  const all = entriesAt('2026-07-01T08:00:00Z', '2026-07-03T08:00:00Z', '2026-07-05T08:00:00Z');
  const { edges } = pageEntries(all, { ...oldest, first: 2 });
  const left = all.filter(({ id }) => id !== uuid(2));
  expect(idsOf(pageEntries(left, { ...oldest, after: edges.at(-1)?.cursor ?? '' }))).toEqual([3]);
});

it.each<[string, Partial<PageArgs>, number[]]>([
  ['from an instant on', { from: new Date('2026-07-03T08:00:00Z') }, [2, 3]],
  ['until before an instant', { to: new Date('2026-07-03T08:00:00Z') }, [1]],
  ['of a kind', { kinds: ['INPATIENT'] }, []],
  ['of several kinds', { kinds: ['INPATIENT', 'OUTPATIENT'] }, [1, 2, 3]],
])('lists what is %s', (_what, args, ids) => {
  const entries = entriesAt('2026-07-01T08:00:00Z', '2026-07-03T08:00:00Z', '2026-07-05T08:00:00Z');
  const page = pageEntries(entries, { ...oldest, ...args });
  expect([idsOf(page), page.totalCount]).toEqual([ids, ids.length]);
});

it.each<[string, Partial<PageArgs>, string]>([
  ['no entries', { first: 0 }, 'BAD_INPUT'],
  ['too many', { first: 101 }, 'BAD_INPUT'],
  ['a cursor that no list made', { after: 'nonsense' }, 'CURSOR_INVALID'],
])('refuses %s', (_what, args, code) => {
  const refused = (() => {
    try {
      return pageEntries([], { ...oldest, ...args });
    } catch (error) {
      return error instanceof RegistryError && error.code;
    }
  })();
  expect(refused).toBe(code);
});
