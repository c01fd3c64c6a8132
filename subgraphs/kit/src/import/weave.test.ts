import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byRank, type Strand, weave } from './weave.ts';

const strand = fc.record({
  id: fc.stringMatching(/^[a-f]{3}$/),
  keys: fc.uniqueArray(fc.constantFrom('1', '2', '3', '4', '5')),
  changedAt: fc.option(fc.constantFrom('2026-01-01', '2026-02-01'), { nil: undefined }),
  live: fc.boolean(),
  preferred: fc.boolean(),
});
const strands = fc.uniqueArray(strand, { selector: ({ id }) => id, maxLength: 12 });
const shuffled = strands.chain((all) =>
  fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
);
const shape = (all: readonly Strand[]) =>
  weave(all)
    .map(({ id, strands: own }) => ({
      id,
      routes: own.map((each) => each.id),
      shown: byRank(own).map((each) => each.id),
    }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));

describe('weave', () => {
  it('gives the same things in whatever order the routes come', () =>
    fc.assert(
      fc.property(shuffled, ([all, order]) => {
        expect(shape(order)).toEqual(shape(all));
      }),
      { numRuns: 500 },
    ));

  it('puts every route into one thing, and two that share a key into the same', () =>
    fc.assert(
      fc.property(strands, (all) => {
        const things = weave(all);
        const thingOf = new Map(things.flatMap(({ id, strands: own }) => own.map((each) => [each.id, id] as const)));
        expect([...thingOf.keys()].toSorted()).toEqual(all.map(({ id }) => id).toSorted());
        for (const a of all)
          for (const b of all)
            if (a.keys.some((key) => b.keys.includes(key))) expect(thingOf.get(a.id)).toBe(thingOf.get(b.id));
      }),
      { numRuns: 500 },
    ));

  it('joins two by way of a third, and nothing else', () => {
    const of = (id: string, ...keys: string[]): Strand => ({
      id,
      keys,
      changedAt: undefined,
      live: true,
      preferred: true,
    });
    expect(shape([of('a', '1'), of('b', '2'), of('c'), of('d', '1', '2')]).map(({ routes }) => routes)).toEqual([
      ['a', 'b', 'd'],
      ['c'],
    ]);
  });

  it('W13 puts a source that shows before a later one that does not, then the later, then the least id', () => {
    const of = (id: string, changedAt: string | undefined, preferred = true, live = true): Strand => ({
      id,
      keys: ['1'],
      changedAt,
      preferred,
      live,
    });
    const ranked = byRank([
      of('a', '1'),
      of('b', '9', false),
      of('c', undefined),
      of('d', '2'),
      of('e', '3', true, false),
    ]);
    expect(ranked.map(({ id }) => id)).toEqual(['d', 'a', 'c', 'b']);
  });
});
