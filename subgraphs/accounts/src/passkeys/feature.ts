import { Arg, Ctx, FieldResolver, Mutation, Resolver } from 'type-graphql';
import { signedIn } from '../graph/checks.ts';
import type { GraphContext } from '../graph/context.ts';
import { each, type Feature } from '../graph/feature.ts';
import { readPerson } from '../people/read-person.ts';
import { mustBeSignedIn } from '../people/viewer.ts';
import { handOver } from '../sessions/hand-over.ts';
import { ProvePayload } from '../sessions/raise-types.ts';
import { SecurityType } from '../security/types.ts';
import { SignInPayload } from '../sign-in/types.ts';
import { beginPasskeyProof, beginPasskeySignIn } from './begin-passkey.ts';
import { beginPasskeyRegistration } from './begin-registration.ts';
import { listPasskeys, type ShownPasskey } from './list-passkeys.ts';
import { proveWithPasskey } from './prove-with-passkey.ts';
import { registerPasskey } from './register-passkey.ts';
import { removePasskey } from './remove-passkey.ts';
import { renamePasskey } from './rename-passkey.ts';
import { signInWithPasskey } from './sign-in-with-passkey.ts';
import {
  PasskeyPayload,
  PasskeyQuestionPayload,
  PasskeyType,
  ProveWithPasskeyInputType,
  RegisterPasskeyInputType,
  RemovePasskeyInputType,
  RemovePasskeyPayload,
  RenamePasskeyInputType,
  SignInWithPasskeyInputType,
} from './types.ts';

@Resolver(() => SecurityType)
class PasskeysOfResolver {
  @FieldResolver(() => [PasskeyType], { description: 'Twenty at most.' })
  passkeys(@Ctx() context: GraphContext): Promise<ShownPasskey[]> {
    return listPasskeys(context.core, context, mustBeSignedIn(context.viewer));
  }
}

@Resolver()
class PasskeyResolver {
  @Mutation(() => PasskeyQuestionPayload, { description: 'Asks the browser for a new passkey.' })
  async beginPasskeyRegistration(@Ctx() context: GraphContext) {
    const result = await beginPasskeyRegistration(context.core, mustBeSignedIn(context.viewer));
    return 'done' in result
      ? { ...result.done, userErrors: [] }
      : { challenge: null, options: null, expiresAt: null, userErrors: result.userErrors };
  }

  @Mutation(() => PasskeyPayload, { description: 'Adds the passkey that the browser has made.' })
  async registerPasskey(
    @Arg('input', () => RegisterPasskeyInputType) input: RegisterPasskeyInputType,
    @Ctx() context: GraphContext,
  ) {
    const viewer = mustBeSignedIn(context.viewer);
    return toPasskey(context, await registerPasskey(context.core, context, viewer, input));
  }

  @Mutation(() => PasskeyPayload, { description: 'Gives a passkey another name.' })
  async renamePasskey(
    @Arg('input', () => RenamePasskeyInputType) input: RenamePasskeyInputType,
    @Ctx() context: GraphContext,
  ) {
    const viewer = mustBeSignedIn(context.viewer);
    return toPasskey(context, await renamePasskey(context.core, context, viewer, input));
  }

  @Mutation(() => RemovePasskeyPayload, { description: 'Takes a passkey off the account: it opens nothing any more.' })
  async removePasskey(
    @Arg('input', () => RemovePasskeyInputType) input: RemovePasskeyInputType,
    @Ctx() context: GraphContext,
  ) {
    const viewer = mustBeSignedIn(context.viewer);
    const result = await removePasskey(context.core, context, viewer, input);
    return 'done' in result
      ? { me: await readPerson(context.core, context, viewer), userErrors: [] }
      : { me: null, userErrors: result.userErrors };
  }

  @Mutation(() => PasskeyQuestionPayload, {
    description: 'Asks for whichever passkey the person chooses; names nobody.',
  })
  async beginPasskeySignIn(@Ctx() context: GraphContext) {
    return { ...(await beginPasskeySignIn(context.core, context)), userErrors: [] };
  }

  @Mutation(() => SignInPayload, { description: 'Opens a session of two factors with a passkey.' })
  async signInWithPasskey(
    @Arg('input', () => SignInWithPasskeyInputType) input: SignInWithPasskeyInputType,
    @Ctx() context: GraphContext,
  ) {
    return handOver(context, await signInWithPasskey(context.core, context, context.viewer, input), input.delivery);
  }

  @Mutation(() => PasskeyQuestionPayload, { description: 'Asks for one of the patient’s own passkeys.' })
  async beginPasskeyProof(@Ctx() context: GraphContext) {
    return { ...(await beginPasskeyProof(context.core, mustBeSignedIn(context.viewer))), userErrors: [] };
  }

  @Mutation(() => ProvePayload, { description: 'Raises the session to two factors, or refreshes its proof.' })
  async proveWithPasskey(
    @Arg('input', () => ProveWithPasskeyInputType) input: ProveWithPasskeyInputType,
    @Ctx() context: GraphContext,
  ) {
    const viewer = mustBeSignedIn(context.viewer);
    return handOver(context, await proveWithPasskey(context.core, context, viewer, input), input.delivery);
  }
}

async function toPasskey(context: GraphContext, result: Awaited<ReturnType<typeof registerPasskey>>) {
  if ('userErrors' in result) return { passkey: null, userErrors: result.userErrors };
  const passkeys = await listPasskeys(context.core, context, mustBeSignedIn(context.viewer));
  return { passkey: passkeys.find(({ id }) => id === result.done.passkey) ?? null, userErrors: [] };
}

/** Passkeys: face recognition, fingerprint or PIN in the place of a password (M7). */
export const passkeysFeature: Feature = {
  resolvers: [PasskeysOfResolver, PasskeyResolver],
  rules: {
    Mutation: {
      ...each('public', 'beginPasskeySignIn', 'signInWithPasskey'),
      ...each(signedIn, 'beginPasskeyRegistration', 'registerPasskey', 'renamePasskey', 'removePasskey'),
      ...each(signedIn, 'beginPasskeyProof', 'proveWithPasskey'),
    },
    Security: { passkeys: 'inherit' },
    Passkey: each('inherit', 'id', 'name', 'createdAt', 'lastUsedAt', 'backedUp'),
    PasskeyQuestionPayload: each('public', 'challenge', 'options', 'expiresAt', 'userErrors'),
    PasskeyPayload: each('inherit', 'passkey', 'userErrors'),
    RemovePasskeyPayload: each('inherit', 'me', 'userErrors'),
  },
};
