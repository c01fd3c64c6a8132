import { expect, it } from 'vitest';
import { anItem, aRecord, uuid } from '../testing/builders.ts';
import type { Item } from '../records.ts';
import { foldEntries, sourcesDiffer } from './fold.ts';

const at = (time: string) => new Date(`2026-07-03T${time}:00.000Z`);
/** Ids of the items of each entry, for one item at each trust. */
const folded = (...items: Partial<Item>[]) =>
  foldEntries(items.map((given, index) => aRecord([anItem({ id: uuid(index + 1), ...given })], index))).map(
    ({ sources }) => sources.map(({ item }) => Number(item.id.slice(-3))).toSorted(),
  );

it.each<[string, Partial<Item>[], number[][]]>([
  ['nothing in common', [{ sameAs: ['booking.a'] }, { sameAs: ['booking.b'] }], [[1], [2]]],
  ['no number at all, though all else is equal', [{}, {}], [[1], [2]]],
  ['one booking', [{ sameAs: ['booking.a'] }, { sameAs: ['booking.a'] }], [[1, 2]]],
  [
    'one booking, told at different times',
    [
      { sameAs: ['booking.a'], startsAt: at('08:00') },
      { sameAs: ['booking.a'], startsAt: at('10:00') },
    ],
    [[1, 2]],
  ],
  ['one referral at one instant', [{ sameAs: ['referral.a'] }, { sameAs: ['referral.a'] }], [[1, 2]]],
  [
    'one referral, two appointments of it',
    [
      { sameAs: ['referral.a'], startsAt: at('08:00') },
      { sameAs: ['referral.a'], startsAt: at('10:00') },
    ],
    [[1], [2]],
  ],
  ['one pathway at one instant', [{ sameAs: ['pathway.a'] }, { sameAs: ['pathway.a'] }], [[1, 2]]],
  [
    'a chain: the first and the third know each other by the second',
    [{ sameAs: ['booking.a'] }, { sameAs: ['booking.a', 'booking.b'] }, { sameAs: ['booking.b'] }],
    [[1, 2, 3]],
  ],
  [
    'two groups that a later one joins',
    [{ sameAs: ['booking.a'] }, { sameAs: ['booking.b'] }, { sameAs: ['booking.b', 'booking.a'] }],
    [[1, 2, 3]],
  ],
])('K16 folds what is the same appointment: %s', (_case, items, entries) => {
  expect(folded(...items)).toEqual(entries);
  expect(folded(...items.toReversed())).toHaveLength(entries.length);
});

it('tells an entry as the source has it that changed last, and keeps its id whichever that is', () => {
  const early = anItem({ id: uuid(2), sameAs: ['booking.a'], updatedAt: at('00:01'), status: 'BOOKED' });
  const late = anItem({ id: uuid(1), sameAs: ['booking.a'], updatedAt: at('00:02'), status: 'CANCELLED' });
  const [entry] = foldEntries([aRecord([early], 0), aRecord([late], 1)]);
  expect(entry).toMatchObject({ id: uuid(1), item: { status: 'CANCELLED' } });
  expect(entry?.sources.map(({ item }) => item.id)).toEqual([uuid(1), uuid(2)]);
  expect(entry && sourcesDiffer(entry)).toBe(true);
  const [turned] = foldEntries([aRecord([{ ...early, updatedAt: at('00:03') }], 0), aRecord([late], 1)]);
  expect(turned).toMatchObject({ id: uuid(1), item: { status: 'BOOKED' } });
});

it('has the same list whatever the order of the records', () => {
  const records = [
    aRecord([anItem({ id: uuid(3), sameAs: ['booking.a'] })], 0),
    aRecord([anItem({ id: uuid(2), sameAs: ['booking.a'] }), anItem({ id: uuid(1), startsAt: at('01:00') })], 1),
  ];
  const list = (given: typeof records) => foldEntries(given).map(({ id }) => id);
  expect(list(records)).toEqual([uuid(1), uuid(2)]);
  expect(list(records.toReversed())).toEqual(list(records));
});

it('leaves out what did not come', () => {
  expect(foldEntries([aRecord('missing'), aRecord('not-shown', 1), aRecord([anItem()], 2)])).toHaveLength(1);
});
