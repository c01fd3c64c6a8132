import { buildSubgraphSchema } from '@apollo/subgraph';
import { guardSchema } from '@crosstrust/kit';
import { type GraphQLSchema, parse } from 'graphql';
import { resolvers } from './resolvers.ts';
import { rules } from './rules.ts';
import { timelineSdl } from './sdl.ts';

/** The schema that is served: guarded field by field. @throws Error when a field has no rule */
export const createSchema = (): GraphQLSchema =>
  guardSchema(buildSubgraphSchema([{ typeDefs: parse(timelineSdl()), resolvers: resolvers as never }]), rules);
