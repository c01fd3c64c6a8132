import 'reflect-metadata';
import { buildSubgraphSchema, printSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, parse } from 'graphql';
import { buildSchemaSync, createResolversMap, type NonEmptyArray } from 'type-graphql';
import { checkRules, compileRules, type RuleTable } from './rules.ts';
import { DateTimeScalar, LocalDateScalar } from './scalars.ts';
import { applyMiddleware } from './shield.ts';

const federationLink = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@inaccessible"])`;

/** Loads an entity that another subgraph refers to; null when this viewer may not know of it. */
// biome-ignore lint/suspicious/noExplicitAny: the keys of a representation are the type's own
export type ResolveReference<Context> = (representation: any, context: Context) => unknown;

export interface SubgraphParts<Context> {
  /** Resolver classes of type-graphql. */
  // biome-ignore lint/complexity/noBannedTypes: type-graphql's own signature
  readonly resolvers: NonEmptyArray<Function>;
  /** Every class that implements an interface; type-graphql keeps one global store, so nothing is taken from it unasked. */
  // biome-ignore lint/complexity/noBannedTypes: type-graphql's own signature
  readonly types: readonly Function[];
  readonly rules: RuleTable<Context>;
  readonly references: Readonly<Record<string, ResolveReference<Context>>>;
}

/** A federated schema without its guard, with the SDL as the composer takes it. */
export function describeSubgraph<Context>(parts: Omit<SubgraphParts<Context>, 'rules'>): {
  sdl: string;
  schema: GraphQLSchema;
} {
  const written = buildSchemaSync({
    resolvers: parts.resolvers,
    orphanedTypes: [...parts.types],
    scalarsMap: [{ type: Date, scalar: DateTimeScalar }],
    validate: false,
  });
  const sdl = `${federationLink}\n\n${printSubgraphSchema(written)}\n`;
  const resolvers = createResolversMap(written) as Record<string, Record<string, unknown>>;
  for (const [type, resolve] of Object.entries(parts.references)) {
    resolvers[type] = { ...resolvers[type], __resolveReference: resolve };
  }
  resolvers['DateTime'] = DateTimeScalar as never;
  resolvers['LocalDate'] = LocalDateScalar as never;
  const used = Object.fromEntries(Object.entries(resolvers).filter(([name]) => name in written.getTypeMap()));
  return { sdl, schema: buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: used as never }]) };
}

/**
 * A subgraph's executable schema, guarded field by field.
 * @throws Error when a field has no rule, so that a subgraph with a hole neither builds nor starts.
 */
export function buildSubgraph<Context>(parts: SubgraphParts<Context>): { sdl: string; schema: GraphQLSchema } {
  const { sdl, schema } = describeSubgraph(parts);
  return { sdl, schema: guardSchema(schema, parts.rules) };
}

/** A schema guarded field by field. @throws Error when a field has no rule */
export function guardSchema<Context>(schema: GraphQLSchema, rules: RuleTable<Context>): GraphQLSchema {
  checkRules(schema, rules);
  return applyMiddleware(schema, compileRules(rules));
}
