import type { TrustEntry } from '@crosstrust/contract';
import { expect, it } from 'vitest';
import { composeSupergraph } from './compose-supergraph.ts';

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@override", "@external", "@requires", "@inaccessible"])';
const trust = (key: string, typePrefix: string): TrustEntry => ({
  key,
  typePrefix,
  name: typePrefix,
  sources: [{ key, name: typePrefix, odsCode: 'X26' }],
});
const trusts = [trust('one', 'One'), trust('two', 'Two')];
const accounts = `
  type Query { me: Patient session: String help: [OneHelp] otherHelp: [TwoHelp] }
  type Mutation { signIn: String }
  type Patient @key(fields: "id") { id: ID! name: String records: [OneRecord] others: [TwoRecord] }
  type OneRecord @key(fields: "id") { id: ID! }
  type TwoRecord @key(fields: "id") { id: ID! }
  type OneHelp @key(fields: "key", resolvable: false) { key: ID! }
  type TwoHelp @key(fields: "key", resolvable: false) { key: ID! }`;
const compose = (one: string, two = '', timeline = '') => {
  const given = new Map([
    ['accounts', accounts],
    ['one', one],
    ...(two ? [['two', two] as const] : []),
    ...(timeline ? [['timeline', timeline] as const] : []),
  ]);
  return composeSupergraph(new Map([...given].map(([name, sdl]) => [name, `${link} ${sdl}`])), trusts);
};
const record = 'type OneRecord @key(fields: "id") { id: ID! letters: [String!] }';

it('takes a trust that adds nullable fields to its own record, and has its own root fields', () => {
  const sdl = `${record} type Query { oneRecord: OneRecord } type Mutation { one: OneVerbs } type OneVerbs { cancel: String }`;
  expect(compose(sdl)).toContain('letters: [String!] @join__field(graph: ONE)');
});

it('takes a trust that adds nullable fields to its own help', () => {
  const sdl = `${record} type OneHelp @key(fields: "key") { key: ID! contacts: [String!] } type Query { oneRecord: OneRecord }`;
  expect(compose(sdl)).toContain('contacts: [String!] @join__field(graph: ONE)');
});

it.each([
  [
    'a key for another trust’s help',
    `${record} type TwoHelp @key(fields: "key") { key: ID! phone: String }`,
    "TwoHelp is not ONE's to have a key for",
  ],
  [
    'a key for a type of its own that is neither its record nor its help',
    `${record} type OneArticle @key(fields: "id") { id: ID! } type Query { oneRecord: OneRecord } extend type OneRecord { article: OneArticle }`,
    "OneArticle is not ONE's to have a key for",
  ],
  [
    'help of a trust that is not nullable',
    `${record} type OneHelp @key(fields: "key") { key: ID! contacts: [String!]! }`,
    'OneHelp.contacts is served by ONE and not nullable',
  ],
  [
    'a field of a trust that is not nullable',
    record.replace('[String!]', '[String!]!'),
    'OneRecord.letters is served by ONE and not nullable',
  ],
  [
    'a key for another trust’s record',
    'type TwoRecord @key(fields: "id") { id: ID! spy: String }',
    "TwoRecord is not ONE's to have a key for",
  ],
  [
    'a key for the patient, whose id is the account’s',
    'type Patient @key(fields: "id") { id: ID! notes: String }',
    "Patient is not ONE's to have a key for",
  ],
  [
    'taking over who is signed in',
    `${record} type Query { session: String @override(from: "accounts") }`,
    'Query.session is overridden',
  ],
  ['a root field beside its own', `${record} type Query { meToo: OneRecord }`, "Query.meToo is not ONE's to serve"],
  [
    'a mutation that looks like signing in',
    `${record} type Mutation { signin(code: String): String }`,
    "Mutation.signin is not ONE's to serve",
  ],
])('refuses %s', (_case, sdl, problem) => {
  expect(() => compose(sdl)).toThrow(`the supergraph breaks a rule:\n  ${problem}`);
});

it('refuses one key in two trusts', () => {
  const sdl = (field: string) =>
    `type Item @key(fields: "id") { id: ID! ${field}: String } type Query { ${field}Record: Item }`;
  expect(() => compose(sdl('one'), sdl('two'))).toThrow(
    /Item is not ONE's to have a key for\n {2}Item is not TWO's to have a key for/,
  );
});

const overAll = (onPatient: string, onRecord = 'id: ID! @external parts: [String!] @external', more = '') => `
  type Patient @key(fields: "id") { id: ID! records: [OneRecord] @external ${onPatient} }
  type OneRecord { ${onRecord} } ${more}`;
const requires = '@requires(fields: "records { id parts }")';
const withParts =
  'type OneRecord @key(fields: "id") { id: ID! parts: [String!] @inaccessible spare: String @shareable }';

it('K16 takes a service over all trusts that adds nullable fields to the patient, from what it is handed of the records', () => {
  expect(compose(withParts, '', overAll(`timeline: [String!] ${requires}`))).toContain(
    'timeline: [String!] @join__field(graph: TIMELINE, requires: "records { id parts }")',
  );
});

it.each([
  [
    'a field that is not nullable',
    overAll(`timeline: [String!]! ${requires}`),
    'Patient.timeline is served by TIMELINE and not nullable',
  ],
  [
    'an answer for a trust’s record',
    overAll(`timeline: [String!] ${requires}`, 'id: ID! @external parts: [String!] @external spare: String @shareable'),
    "OneRecord.spare is not TIMELINE's to serve",
  ],
  [
    'a key for a trust’s record',
    `${overAll(`timeline: [String!] ${requires}`)} extend type OneRecord @key(fields: "id")`,
    "OneRecord is not TIMELINE's to have a key for",
  ],
  [
    'a root field',
    overAll(`timeline: [String!] ${requires}`, undefined, 'type Query { everything: String }'),
    "Query.everything is not TIMELINE's to serve",
  ],
  [
    'a mutation',
    overAll(`timeline: [String!] ${requires}`, undefined, 'type Mutation { timeline: String }'),
    "Mutation.timeline is not TIMELINE's to serve",
  ],
])('refuses the service over all trusts %s', (_case, sdl, problem) => {
  expect(() => compose(withParts, '', sdl)).toThrow(`the supergraph breaks a rule:\n  ${problem}`);
});

it('gives the composer’s own message for a subgraph that does not compose', () => {
  expect(() => compose('type OneRecord @key(fields: "nothing") { id: ID! }')).toThrow(
    /the subgraphs do not compose:\n.*Cannot query field "nothing"/,
  );
});
