import { buildSchema, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { projectAnswer } from './project-answer.ts';

const schema = buildSchema(`
  scalar Anything
  type Query { me: Person  all: [Being!]!  anything: Anything }
  interface Being { id: ID! }
  type Person implements Being { id: ID!  name: String  friends: [Person] }
  type Animal implements Being { id: ID!  legs: Int }
`);
const project = (query: string, data: unknown, representations?: Record<string, unknown>[]) =>
  projectAnswer(data, { document: parse(query), representations }, schema);

describe('what was asked for', () => {
  it('is copied, and nothing else', () => {
    expect(project('{ me { name } }', { me: { name: 'A', id: 'stolen' }, all: [] })).toEqual({ me: { name: 'A' } });
  });
  it('may be null', () => {
    expect(project('{ me { name } }', { me: null })).toEqual({ me: null });
    expect(project('{ me { friends { id } } }', { me: { friends: [null] } })).toEqual({ me: { friends: [null] } });
  });
  it('may be any JSON for a scalar', () => {
    expect(project('{ anything }', { anything: { a: [1] } })).toEqual({ anything: { a: [1] } });
  });
  it('stands under its alias', () => {
    expect(project('{ it: me { called: name } }', { it: { called: 'A' } })).toEqual({ it: { called: 'A' } });
  });
  it('depends on the type that the answer names', () => {
    const query = '{ all { __typename id ... on Person { name } ...Legs } } fragment Legs on Animal { legs }';
    const all = [
      { __typename: 'Person', id: '1', name: 'A', legs: 9 },
      { __typename: 'Animal', id: '2', legs: 4, name: 'B' },
    ];
    expect(project(query, { all })).toEqual({
      all: [
        { __typename: 'Person', id: '1', name: 'A' },
        { __typename: 'Animal', id: '2', legs: 4 },
      ],
    });
  });
  it('may be absent under @include', () => {
    expect(project('query ($yes: Boolean!) { me { id name @include(if: $yes) } }', { me: { id: '1' } })).toEqual({
      me: { id: '1' },
    });
  });
  it('is put together when a field is selected twice', () => {
    expect(project('{ me { id } me { name } }', { me: { id: '1', name: 'A' } })).toEqual({
      me: { id: '1', name: 'A' },
    });
  });
});

describe('nonsense', () => {
  it.each([
    ['no object', '{ me { name } }', 'me'],
    ['a list for the data', '{ me { name } }', []],
    ['a missing field', '{ me { name } }', { me: {} }],
    ['a text for an object', '{ me { name } }', { me: 'A' }],
    ['a list for an object', '{ me { name } }', { me: [{ name: 'A' }] }],
    ['an object for a list', '{ all { id } }', { all: { id: '1' } }],
    ['a text in a list of objects', '{ all { id } }', { all: ['1'] }],
    ['an unknown type', '{ all { __typename id } }', { all: [{ __typename: 'Robot', id: '1' }] }],
  ])('%s', (_what, query, data) => {
    expect(() => project(query, data)).toThrow('unavailable');
  });
});

describe('entities', () => {
  const query =
    'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Person { name } } }';
  const people = [
    { __typename: 'Person', id: '1' },
    { __typename: 'Person', id: '2' },
  ];
  it('come back in their order, or as null', () => {
    expect(project(query, { _entities: [null, { name: 'B', id: 'stolen' }] }, people)).toEqual({
      _entities: [null, { name: 'B' }],
    });
  });
  it.each([
    ['too few', { _entities: [{ name: 'A' }] }],
    ['no list', { _entities: {} }],
    ['none', {}],
    ['numbers', { _entities: [1, 2] }],
  ])('%s are nonsense', (_what, data) => {
    expect(() => project(query, data, people)).toThrow('unavailable');
  });
  it('may not change their type', () => {
    const typed = query.replace('... on', '__typename ... on');
    expect(() => project(typed, { _entities: [{ __typename: 'Animal', name: 'A' }] }, people.slice(0, 1))).toThrow(
      'unavailable',
    );
  });
});
