import { RegistryError } from '@crosstrust/contract';
import { Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { anybody, signedIn } from '../graph/checks.ts';
import type { GraphContext } from '../graph/context.ts';
import { each, type Feature } from '../graph/feature.ts';
import { mustBeSignedIn, Viewer } from '../people/viewer.ts';
import { readSession, type SessionTimes } from './read-session.ts';
import { signOut } from './sign-out.ts';
import { SessionType, SignOutPayload } from './types.ts';

@Resolver()
class SessionResolver {
  @Query(() => SessionType, {
    nullable: true,
    description: 'The session of this request; null when nobody is signed in.',
  })
  async session(@Ctx() context: GraphContext): Promise<SessionTimes | null> {
    return context.viewer instanceof Viewer ? readSession(context.core, context, context.viewer) : null;
  }

  @Mutation(() => SignOutPayload, { description: 'Ends the session of this request.' })
  async signOut(@Ctx() context: GraphContext) {
    await signOut(context.core, context, mustBeSignedIn(context.viewer));
    context.viewer = new RegistryError('UNAUTHENTICATED');
    context.handSession('none');
    return { userErrors: [] };
  }
}

/** The session of a request: how long it lasts, and its end. */
export const sessionsFeature: Feature = {
  resolvers: [SessionResolver],
  rules: {
    Query: { session: anybody },
    Mutation: { signOut: signedIn },
    Session: each('inherit', 'expiresAt', 'idleExpiresAt', 'level'),
    SignOutPayload: { userErrors: 'public' },
  },
};
