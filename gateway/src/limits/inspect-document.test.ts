import { getIntrospectionQuery } from 'graphql';
import { describe, expect, it } from 'vitest';
import { inspectDocument } from './inspect-document.ts';
import { defaultLimits } from './limits.ts';

const inspect = (text: string, allowIntrospection = false) => inspectDocument(text, defaultLimits, allowIntrospection);
const nested = (depth: number) => `${'{ a '.repeat(depth)}${'}'.repeat(depth)}`;
const many = (count: number, one: (index: number) => string) =>
  `{ ${Array.from({ length: count }, (_, index) => one(index)).join(' ')} }`;
const inFragment = (body: string) => `{ me { ...F } } fragment F on Patient ${body}`;
const bomb = (levels: number) =>
  `{ me { ...F0 } } ${Array.from({ length: levels }, (_, index) => `fragment F${index} on Patient { ...F${index + 1} ... on Patient { ...F${index + 1} } }`).join(' ')} fragment F${levels} on Patient { a b }`;
const tooLarge = { refused: 'QUERY_TOO_LARGE' };

describe('what fits', () => {
  it('is named with its kind', () => {
    expect(inspect('query Page { me { id } } mutation Change { b }')).toEqual({
      operations: [
        { name: 'Page', kind: 'query' },
        { name: 'Change', kind: 'mutation' },
      ],
    });
  });
  it.each([
    ['fifteen levels', nested(15)],
    ['thirty aliases', `{ me { ${many(30, (index) => `a${index}: a`).slice(1, -1)} } }`],
    ['ten root fields', many(10, () => 'a')],
    ['a fragment inside itself, which validation refuses', '{ ...F } fragment F on Query { a ...F }'],
  ])('%s', (_what, text) => {
    expect(inspect(text)).toHaveProperty('operations');
  });
});

describe('what is too large', () => {
  it.each([
    ['sixteen levels', nested(16)],
    ['sixteen levels, some in a fragment', inFragment(nested(15))],
    ['thirty-one aliases', `{ me { ${many(31, (index) => `a${index}: a`).slice(1, -1)} } }`],
    [
      'thirty-one aliases in a fragment used twice',
      `{ one: me { ...F } two: me { ...F } } fragment F on Patient ${many(15, (index) => `a${index}: a`)}`,
    ],
    ['eleven root fields', many(11, () => 'a')],
    ['eleven root fields in a fragment', `{ ...F } fragment F on Query ${many(11, () => 'a')}`],
    ['eleven root fields in the second operation', `query A { a } query B ${many(11, () => 'a')}`],
    ['fragments that double twelve times', bomb(12)],
    ['fragments that double a hundred times', bomb(100)],
    ['more tokens than allowed', `{ me { ${'a '.repeat(1_500)} } }`],
    ['directives without end', `{ me ${'@include(if: true) '.repeat(400)} { a } }`],
  ])('%s', (_what, text) => {
    expect(inspect(text)).toEqual(tooLarge);
  });
  it('is found in a moment', () => {
    const startedAt = performance.now();
    inspect(bomb(100));
    expect(performance.now() - startedAt).toBeLessThan(50);
  });
});

describe('introspection', () => {
  it.each([
    '{ __schema { types { name } } }',
    '{ __type(name: "Patient") { name } }',
    '{ ...F } fragment F on Query { __schema { types { name } } }',
    getIntrospectionQuery(),
  ])('is refused: %s', (text) => {
    expect(inspect(text)).toEqual({ refused: 'INTROSPECTION_REFUSED' });
  });
  it('passes in development, deep as it is', () => {
    expect(inspect(getIntrospectionQuery(), true)).toHaveProperty('operations');
  });
  it('does not mean __typename', () => {
    expect(inspect('{ __typename me { __typename } }')).toHaveProperty('operations');
  });
});

describe('an alias', () => {
  it.each(['{ me { id: name } }', '{ me { __typename: name } }', '{ ...F } fragment F on Query { __x: me { a } }'])(
    'may not take the place of a key: %s',
    (text) => {
      expect(inspect(text)).toMatchObject({ refused: 'GRAPHQL_VALIDATION_FAILED' });
    },
  );
  it('may give a key another name', () => {
    expect(inspect('{ me { number: id id: id } }')).toHaveProperty('operations');
  });
});

describe('a variable', () => {
  it.each([
    'mutation ($representations: Code!) { signIn(code: $representations) { a } }',
    'query ($representations: Int) { me { records { appointments(first: $representations) { a } } } }',
    'query A { a } query B($first: Int, $representations: Int = 1) { a(first: $first, second: $representations) }',
  ])('may not have the name of the planner’s own: %s', (text) => {
    expect(inspect(text)).toMatchObject({ refused: 'GRAPHQL_VALIDATION_FAILED' });
  });
  it('may hold that name', () => {
    expect(inspect('query ($representations2: Int) { a(first: $representations2) }')).toHaveProperty('operations');
  });
});

it('a document that is none is refused with what is wrong and where', () => {
  expect(inspect('{ me ')).toMatchObject({
    refused: 'GRAPHQL_PARSE_FAILED',
    explained: { message: 'Syntax Error: Expected Name, found <EOF>.' },
  });
});
