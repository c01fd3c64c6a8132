import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { RegistryError } from '@crosstrust/contract';
import { graphql, type GraphQLSchema, parse } from 'graphql';

type SubgraphModule = Extract<Parameters<typeof buildSubgraphSchema>[0], readonly unknown[]>[number] & {
  resolvers?: unknown;
};

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@inaccessible", "@external", "@requires"])';

/** A graph in the shape of the real one: an account with a record at each of three trusts, and a service over all of them. */
export const sdl = {
  accounts: `${link}
    type Query { me: Patient  trusts: [Trust!]!  help: [TrustHelp!]! }
    type Mutation { signIn(code: String!): SignInPayload  signOut: Boolean }
    type SignInPayload { signedIn: Boolean! }
    type Trust { key: ID!  name: String! }
    type Patient @key(fields: "id") { id: ID!  name: String!  records: [CareRecord!]! }
    interface CareRecord { id: ID!  trust: Trust! }
    interface TrustHelp { key: ID!  trust: Trust! }
    type NorthHelp implements TrustHelp @key(fields: "key", resolvable: false) { key: ID!  trust: Trust! }
    type SouthHelp implements TrustHelp @key(fields: "key", resolvable: false) { key: ID!  trust: Trust! }
    type WestHelp implements TrustHelp @key(fields: "key", resolvable: false) { key: ID!  trust: Trust! }
    type NorthRecord implements CareRecord @key(fields: "id") { id: ID!  trust: Trust! }
    type SouthRecord implements CareRecord @key(fields: "id") { id: ID!  trust: Trust! }
    type WestRecord implements CareRecord @key(fields: "id") { id: ID!  trust: Trust! }`,
  north: trustSdl('north', 'North'),
  south: trustSdl('south', 'South'),
  west: trustSdl('west', 'West'),
  timeline: timelineSdl(['North', 'South', 'West']),
} as const;

export const trustNames = ['north', 'south', 'west'] as const;
export type TrustName = (typeof trustNames)[number];

function trustSdl(key: string, prefix: string): string {
  return `${link}
    type Query { ${key}Record(id: ID!): ${prefix}Record }
    type Mutation { ${key}: ${prefix}Mutations }
    type ${prefix}Mutations { cancel(appointment: ID!): ${prefix}Record }
    interface CareRecord { id: ID!  appointments(first: Int): AppointmentConnection  letters: [Letter!]  parts: [String!] @inaccessible }
    interface Appointment { id: ID!  startsAt: String!  note: String }
    interface TrustHelp { key: ID!  emergencies: String  contacts: [HelpContact!] }
    type HelpContact @shareable { phone: String! }
    type ${prefix}Help implements TrustHelp @key(fields: "key") { key: ID!  emergencies: String  contacts: [HelpContact!] }
    type AppointmentConnection @shareable { nodes: [Appointment!]! }
    type Letter @shareable { title: String! }
    type ${prefix}Appointment implements Appointment { id: ID!  startsAt: String!  note: String }
    type ${prefix}Record implements CareRecord @key(fields: "id") {
      id: ID!
      appointments(first: Int): AppointmentConnection
      letters: [Letter!]
      parts: [String!] @inaccessible
    }`;
}

function timelineSdl(prefixes: readonly string[]): string {
  const parts = prefixes.map((prefix) => `... on ${prefix}Record { id parts }`).join(' ');
  const requires = `@requires(fields: "records { __typename ${parts} }")`;
  const stubs = prefixes.map(
    (prefix) => `type ${prefix}Record implements CareRecord { id: ID! @external  parts: [String!] @external }`,
  );
  return `${link}
    type Patient @key(fields: "id") {
      id: ID!
      records: [CareRecord!]! @external
      timeline: Timeline ${requires}
      calendar: String ${requires}
    }
    type Timeline { entries: [String!]!  missing: [String!]! }
    interface CareRecord { id: ID! }
    ${stubs.join(' ')}`;
}

/** @throws Error with the composer's messages */
export function composeTestGraph(): string {
  const { supergraphSdl, errors } = composeServices(
    Object.entries(sdl).map(([name, text]) => ({ name, url: 'http://nowhere.invalid', typeDefs: parse(text) })),
  );
  if (!supergraphSdl) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}

export function buildAccountsSchema(): GraphQLSchema {
  const trust = (key: string) => ({ key, name: `${key} hospital` });
  const record = (key: TrustName) => ({ __typename: `${capital(key)}Record`, id: `${key}-1`, trust: trust(key) });
  return build(sdl.accounts, {
    Query: {
      trusts: () => trustNames.map(trust),
      help: () => trustNames.map((key) => ({ __typename: `${capital(key)}Help`, key, trust: trust(key) })),
      me: (_: unknown, __: unknown, { token }: { token?: string }) => {
        if (!token) throw new RegistryError('UNAUTHENTICATED');
        return { id: 'p1', name: 'Ada Test', records: trustNames.map(record) };
      },
    },
    Mutation: {
      signIn: (_: unknown, { code }: { code: string }, { setSession }: { setSession: (session: string) => void }) => {
        if (code !== '123456') throw new RegistryError('CODE_WRONG');
        setSession(newSession);
        return { signedIn: true };
      },
      signOut: (_: unknown, __: unknown, { setSession }: { setSession: (session: string) => void }) => {
        setSession('none');
        return true;
      },
    },
  });
}

export const newSession = 'new-session-0123456789abcdef';

export function buildTrustSchema(key: TrustName): GraphQLSchema {
  const type = `${capital(key)}Record`;
  const load = ({ id }: { id: string }, { token }: { token?: string }) => {
    if (!token) throw new RegistryError('UNAUTHENTICATED');
    if (token !== `token-for-${key}`) throw new RegistryError('TOKEN_INVALID');
    if (id !== `${key}-1`) throw new RegistryError('NOT_YOURS');
    return {
      __typename: type,
      id,
      parts: [`${key}-a1`],
      appointments: {
        nodes: [{ __typename: `${capital(key)}Appointment`, id: `${key}-a1`, startsAt: '2030-01-02', note: null }],
      },
    };
  };
  return build(sdl[key], {
    [type]: {
      __resolveReference: load,
      letters: () => {
        throw new RegistryError('SECTION_NOT_SHARED', { rule: 'X1' });
      },
    },
    [`${capital(key)}Help`]: {
      __resolveReference: () => ({ key, emergencies: '999', contacts: [{ phone: '+441632960000' }] }),
    },
    Query: {
      [`${key}Record`]: (_: unknown, { id }: { id: string }, context: { token?: string }) => load({ id }, context),
    },
    Mutation: { [key]: () => ({}) },
    [`${capital(key)}Mutations`]: { cancel: () => load({ id: `${key}-1` }, { token: `token-for-${key}` }) },
  });
}

/** What the service over all trusts is handed of one record. */
interface Handed {
  readonly __typename: string;
  readonly parts?: readonly string[];
}

export function buildTimelineSchema(): GraphQLSchema {
  const entries = ({ records }: { records: readonly Handed[] }) => records.flatMap(({ parts }) => parts ?? []);
  return build(sdl.timeline, {
    CareRecord: { __resolveType: ({ __typename }: Handed) => __typename },
    Patient: {
      __resolveReference: (patient: object, { token }: { token?: string }) => {
        if (!token) throw new RegistryError('UNAUTHENTICATED');
        if (token !== 'token-for-timeline') throw new RegistryError('TOKEN_INVALID');
        return patient;
      },
      timeline: (patient: { records: readonly Handed[] }) => ({
        entries: entries(patient),
        missing: patient.records.filter(({ parts }) => !parts).map(({ __typename }) => __typename),
      }),
      calendar: (patient: { records: readonly Handed[] }) => `BEGIN:VCALENDAR ${entries(patient).join(' ')}`,
    },
  });
}

/** Executes as a subgraph's server does. */
export function execute(schema: GraphQLSchema, body: Record<string, unknown>, contextValue: object) {
  return graphql({
    schema,
    source: String(body['query']),
    variableValues: body['variables'] as Record<string, unknown>,
    operationName: body['operationName'] as string,
    contextValue,
  });
}

function build(text: string, resolvers: object): GraphQLSchema {
  return buildSubgraphSchema([
    { typeDefs: parse(text), resolvers: resolvers as NonNullable<SubgraphModule['resolvers']> },
  ]);
}

const capital = (text: string) => text[0]?.toUpperCase() + text.slice(1);
