import { buildSubgraph, describeSubgraph, mergeRules, type SubgraphParts } from '@crosstrust/kit';
import { feedsFeature } from '../feeds/feature.ts';
import { linksFeature } from '../links/feature.ts';
import { peopleFeature } from '../people/feature.ts';
import { sessionsFeature } from '../sessions/feature.ts';
import { signInFeature } from '../sign-in/feature.ts';
import { notServed, signedInOrCalendar } from './checks.ts';
import type { GraphContext } from './context.ts';
import { each, type Feature } from './feature.ts';
import { trustsFeature } from './trusts-feature.ts';

/** Everything that the single login can do. */
const features: readonly Feature[] = [
  trustsFeature,
  peopleFeature,
  linksFeature,
  signInFeature,
  sessionsFeature,
  feedsFeature,
];

const parts: SubgraphParts<GraphContext> = {
  // biome-ignore lint/complexity/noBannedTypes: type-graphql's own signature
  resolvers: features.flatMap(({ resolvers }) => resolvers) as [Function, ...Function[]],
  types: features.flatMap(({ types }) => types ?? []),
  rules: mergeRules([
    {
      Query: { _entities: signedInOrCalendar, _service: notServed },
      UserError: each('public', 'code', 'message', 'field'),
      _Service: { sdl: 'inherit' },
    },
    ...features.map(({ rules }) => rules),
  ]),
  references: Object.assign({}, ...features.map(({ references }) => references)),
};

/** The schema that is served: guarded field by field. */
export const createSchema = () => buildSubgraph<GraphContext>(parts).schema;

/** The schema as the composer takes it. */
export const printSchema = () => describeSubgraph<GraphContext>(parts).sdl;
