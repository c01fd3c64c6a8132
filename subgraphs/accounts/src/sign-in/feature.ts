import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { signedIn } from '../graph/checks.ts';
import type { GraphContext } from '../graph/context.ts';
import { each, type Feature } from '../graph/feature.ts';
import { readPerson } from '../people/read-person.ts';
import { mustBeSignedIn } from '../people/viewer.ts';
import { handOver } from '../sessions/hand-over.ts';
import { requestCode } from './request-code.ts';
import { requestEmailCode } from './request-email-code.ts';
import { signIn } from './sign-in.ts';
import { toChallenge } from './to-challenge.ts';
import {
  RequestCodeInputType,
  RequestCodePayload,
  SignInInputType,
  SignInPayload,
  VerifyEmailInputType,
  VerifyEmailPayload,
} from './types.ts';
import { verifyEmail } from './verify-email.ts';

@Resolver()
class SignInResolver {
  @Mutation(() => RequestCodePayload, {
    description: 'Asks for a code. The answer is the same whether or not there is an account.',
  })
  async requestCode(
    @Arg('input', () => RequestCodeInputType) input: RequestCodeInputType,
    @Ctx() context: GraphContext,
  ) {
    return toChallenge(await requestCode(context.core, context, input));
  }

  @Mutation(() => SignInPayload, { description: 'Opens a session with the code that was sent.' })
  async signIn(@Arg('input', () => SignInInputType) input: SignInInputType, @Ctx() context: GraphContext) {
    return handOver(context, await signIn(context.core, context, context.viewer, input), input.delivery);
  }

  @Mutation(() => RequestCodePayload, {
    description: 'Sends a code to the email of the account, to be sent back in verifyEmail.',
  })
  async requestEmailCode(@Ctx() context: GraphContext) {
    return toChallenge(await requestEmailCode(context.core, context, mustBeSignedIn(context.viewer)));
  }

  @Mutation(() => VerifyEmailPayload, { description: 'Makes the email of the account a way to sign in.' })
  async verifyEmail(
    @Arg('input', () => VerifyEmailInputType) input: VerifyEmailInputType,
    @Ctx() context: GraphContext,
  ) {
    const viewer = mustBeSignedIn(context.viewer);
    const result = await verifyEmail(context.core, context, viewer, input);
    return 'done' in result
      ? { me: await readPerson(context.core, context, viewer), userErrors: [] }
      : { me: null, userErrors: result.userErrors };
  }
}

/** The way in by a code: to sign in, and to prove an email. */
export const signInFeature: Feature = {
  resolvers: [SignInResolver],
  rules: {
    Mutation: {
      ...each('public', 'requestCode', 'signIn'),
      ...each(signedIn, 'requestEmailCode', 'verifyEmail'),
    },
    RequestCodePayload: each('public', 'challenge', 'expiresAt', 'userErrors'),
    SignInPayload: each('public', 'session', 'me', 'userErrors'),
    VerifyEmailPayload: each('public', 'me', 'userErrors'),
  },
};
