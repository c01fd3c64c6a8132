import { done } from '@crosstrust/contract';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { ClientCall } from '../core.ts';
import type { GraphContext } from '../graph/context.ts';
import { each, type Feature } from '../graph/feature.ts';
import { handOver } from '../sessions/hand-over.ts';
import { completeSignIn } from './complete-sign-in.ts';
import { requestSecondFactorCode } from './request-second-factor-code.ts';
import { signInWithPassword } from './sign-in-with-password.ts';
import {
  CompleteSignInInputType,
  CompleteSignInPayload,
  RequestSecondFactorCodeInputType,
  RequestSecondFactorCodePayload,
  SignInWithPasswordInputType,
  SignInWithPasswordPayload,
} from './types.ts';

@Resolver()
class PasswordSignInResolver {
  @Mutation(() => SignInWithPasswordPayload, {
    description: 'Signs in by a verified email and password, on a saved device; elsewhere it asks for a second factor.',
  })
  async signInWithPassword(
    @Arg('input', () => SignInWithPasswordInputType) input: SignInWithPasswordInputType,
    @Ctx() context: GraphContext,
  ) {
    const result = await signInWithPassword(context.core, callOf(context, input), context.viewer, input);
    const nobody = { session: null, me: null, secondFactor: null, userErrors: [] };
    if ('userErrors' in result) return { ...nobody, userErrors: result.userErrors };
    if ('secondFactor' in result.done) return { ...nobody, ...result.done };
    return { ...nobody, ...(await handOver(context, done(result.done.signedIn), input.delivery)) };
  }

  @Mutation(() => RequestSecondFactorCodePayload, { description: 'Texts a code to the mobile of the account.' })
  async requestSecondFactorCode(
    @Arg('input', () => RequestSecondFactorCodeInputType) { challenge }: RequestSecondFactorCodeInputType,
    @Ctx() context: GraphContext,
  ) {
    const result = await requestSecondFactorCode(context.core, context, challenge);
    return 'done' in result ? { ...result.done, userErrors: [] } : { expiresAt: null, userErrors: result.userErrors };
  }

  @Mutation(() => CompleteSignInPayload, { description: 'Opens a session with the second factor after a password.' })
  async completeSignIn(
    @Arg('input', () => CompleteSignInInputType) input: CompleteSignInInputType,
    @Ctx() context: GraphContext,
  ) {
    const result = await completeSignIn(context.core, context, context.viewer, input);
    const payload = await handOver(context, result, input.delivery);
    const device = 'done' in result ? result.done.savedDevice : null;
    if (device && input.delivery === 'COOKIE') context.handDevice(device);
    return { ...payload, savedDevice: input.delivery === 'BEARER' ? device : null };
  }
}

/** A program has no cookie for its saved device and says it in the input. */
function callOf({ correlation, client }: ClientCall, { savedDevice }: SignInWithPasswordInputType): ClientCall {
  return { correlation, client: { ...client, savedDevice: savedDevice ?? client.savedDevice } };
}

/** The way in by password, with its second factor. */
export const secondFactorsFeature: Feature = {
  resolvers: [PasswordSignInResolver],
  rules: {
    Mutation: each('public', 'signInWithPassword', 'requestSecondFactorCode', 'completeSignIn'),
    AskedSecondFactor: each('public', 'challenge', 'kinds', 'expiresAt'),
    SignInWithPasswordPayload: each('public', 'session', 'me', 'secondFactor', 'userErrors'),
    RequestSecondFactorCodePayload: each('public', 'expiresAt', 'userErrors'),
    CompleteSignInPayload: each('public', 'session', 'savedDevice', 'me', 'userErrors'),
  },
};
