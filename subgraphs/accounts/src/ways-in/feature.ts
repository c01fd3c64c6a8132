import { Ctx, Query, Resolver } from 'type-graphql';
import type { GraphContext } from '../graph/context.ts';
import { each, type Feature } from '../graph/feature.ts';
import { listWaysIn, type WayIn } from './list-ways-in.ts';
import { WayInType } from './types.ts';

@Resolver()
class WaysInResolver {
  @Query(() => [WayInType], { description: 'The ways to sign in, in the order to offer them.' })
  waysIn(@Ctx() context: GraphContext): Promise<WayIn[]> {
    return listWaysIn(context.core, context);
  }
}

/** The ways in and how they stand: for everybody, because who cannot sign in needs it most. */
export const waysInFeature: Feature = {
  resolvers: [WaysInResolver],
  rules: { Query: { waysIn: 'public' }, WayIn: each('public', 'kind', 'state', 'words', 'advice') },
};
