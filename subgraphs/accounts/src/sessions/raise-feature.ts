import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { signedIn } from '../graph/checks.ts';
import type { GraphContext } from '../graph/context.ts';
import { each, type Feature } from '../graph/feature.ts';
import { mustBeSignedIn } from '../people/viewer.ts';
import { handOver } from './hand-over.ts';
import { prove } from './prove.ts';
import { ProveInputType, ProvePayload, RequestProofPayload } from './raise-types.ts';
import { requestProof } from './request-proof.ts';

@Resolver()
class RaiseResolver {
  @Mutation(() => RequestProofPayload, {
    description: 'Texts a code to the mobile of who is signed in, to be sent back in prove.',
  })
  async requestProof(@Ctx() context: GraphContext) {
    const result = await requestProof(context.core, context, mustBeSignedIn(context.viewer));
    return 'done' in result
      ? { ...result.done, userErrors: [] }
      : { challenge: null, expiresAt: null, userErrors: result.userErrors };
  }

  @Mutation(() => ProvePayload, {
    description:
      'Proves who is signed in once more, and raises the session when that is another factor. The session gets a new token.',
  })
  async prove(@Arg('input', () => ProveInputType) input: ProveInputType, @Ctx() context: GraphContext) {
    const viewer = mustBeSignedIn(context.viewer);
    return handOver(context, await prove(context.core, context, viewer, input), input.delivery);
  }
}

/** Proving oneself again, or by one factor more, in the same session. */
export const raiseFeature: Feature = {
  resolvers: [RaiseResolver],
  rules: {
    Mutation: each(signedIn, 'requestProof', 'prove'),
    RequestProofPayload: each('inherit', 'challenge', 'expiresAt', 'userErrors'),
    ProvePayload: each('inherit', 'session', 'me', 'userErrors'),
  },
};
