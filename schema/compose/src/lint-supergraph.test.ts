import { expect, it } from 'vitest';
import { composeSupergraph } from './compose-supergraph.ts';

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])';
const accounts = `${link} type Query { me: Record } type Record @key(fields: "id") { id: ID! }`;
const compose = (...trusts: string[]) =>
  composeSupergraph(
    new Map([['accounts', accounts], ...trusts.map((sdl, n) => [n === 0 ? 'one' : 'two', `${link} ${sdl}`] as const)]),
  );

it('takes nullable fields of a trust', () => {
  expect(compose('type Record @key(fields: "id") { id: ID! letters: [String!] }')).toContain(
    'letters: [String!] @join__field(graph: ONE)',
  );
});

it('refuses a field of a trust that is not nullable', () => {
  expect(() => compose('type Record @key(fields: "id") { id: ID! letters: [String!]! }')).toThrow(
    'Record.letters is served by ONE and not nullable',
  );
});

it('refuses one key in two trusts', () => {
  const sdl = (field: string) =>
    `type Item @key(fields: "id") { id: ID! ${field}: String } type Query { ${field}: Item }`;
  expect(() => compose(sdl('a'), sdl('b'))).toThrow('Item has a key in several trusts: ONE, TWO');
});

it('gives the composer’s own message for a subgraph that does not compose', () => {
  expect(() => compose('type Record @key(fields: "nothing") { id: ID! }')).toThrow(
    /the subgraphs do not compose:\n.*Cannot query field "nothing"/,
  );
});
