import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { readFetch } from './read-fetch.ts';

const read = (text: string, variables?: Record<string, unknown>) => {
  const { changes, rootFields, representations } = readFetch(parse(text), variables);
  return { changes, rootFields, representations };
};
const people = [{ __typename: 'Person', id: '1' }];
const ofEntities =
  'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Person { name } } }';

it('is of entities when its document asks for them', () => {
  expect(read(ofEntities, { representations: people })).toMatchObject({ changes: false, representations: people });
});

it.each([
  ['a variable', 'mutation ($representations: Code!) { signIn(code: $representations) { a } }', { code: '1' }],
  ['a list in a variable', 'query ($representations: [Code!]) { all(codes: $representations) { a } }', people],
  ['an alias', '{ _entities: all { a } }', undefined],
])('is not of entities because %s has such a name', (_what, text, representations) => {
  expect(read(text, { representations }).representations).toBeUndefined();
});

it.each([undefined, null, 'text', 7, {}])('has no entities when %j stands in their place', (representations) => {
  expect(read(ofEntities, { representations }).representations).toEqual([]);
});

it('tells whether it changes something, and which fields it fills', () => {
  expect(read('mutation { a: signIn { b } signOut }')).toEqual({
    changes: true,
    rootFields: [['a'], ['signOut']],
    representations: undefined,
  });
});
