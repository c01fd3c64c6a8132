import { expect, it } from 'vitest';
import { locateRecords } from './locate-records.ts';

const roots = [
  {
    me: {
      records: [
        { __typename: 'NorthRecord', id: 'n1' },
        { __typename: 'SouthRecord', id: 's1' },
        null,
        { __typename: 'SouthRecord', id: 's2' },
        { __typename: 'SouthRecord', id: 's2' },
      ],
    },
  },
];
const path = ['me', 'records', '@'];

it('finds the place of each entity in a list of several types', () => {
  const places = locateRecords(roots, path, [
    { __typename: 'SouthRecord', id: 's1' },
    { __typename: 'SouthRecord', id: 's2' },
    { __typename: 'SouthRecord', id: 's2' },
  ]);
  expect(places).toEqual([
    ['me', 'records', 1],
    ['me', 'records', 3],
    ['me', 'records', 4],
  ]);
});

it('goes by the type when the key is not to be seen', () => {
  expect(
    locateRecords([{ me: { records: [{ __typename: 'NorthRecord' }, { __typename: 'SouthRecord' }] } }], path, [
      { __typename: 'SouthRecord', id: 's1' },
    ]),
  ).toEqual([['me', 'records', 1]]);
});

it.each([null, undefined, 7, 'text', [], [[]]])('takes an odd %j for an entity that cannot be found', (odd) => {
  expect(locateRecords(roots, path, [odd, { __typename: 'SouthRecord', id: 's1' }])).toEqual([
    ['me', 'records'],
    ['me', 'records', 1],
  ]);
});

it('names the list when the entity cannot be found', () => {
  expect(locateRecords([{}], path, [{ __typename: 'SouthRecord', id: 's1' }])).toEqual([['me', 'records']]);
});
