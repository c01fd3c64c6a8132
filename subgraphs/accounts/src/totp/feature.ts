import { Arg, Ctx, FieldResolver, Mutation, Resolver } from 'type-graphql';
import { signedIn } from '../graph/checks.ts';
import type { GraphContext } from '../graph/context.ts';
import { each, type Feature } from '../graph/feature.ts';
import { readPerson } from '../people/read-person.ts';
import { mustBeSignedIn } from '../people/viewer.ts';
import { SecurityType } from '../security/types.ts';
import { beginTotp } from './begin-totp.ts';
import { confirmTotp } from './confirm-totp.ts';
import { readTotp } from './read-totp.ts';
import { removeTotp } from './remove-totp.ts';
import { BeginTotpPayload, ConfirmTotpInputType, RemoveTotpInputType, TotpPayload, TotpType } from './types.ts';

@Resolver(() => SecurityType)
class TotpOfResolver {
  @FieldResolver(() => TotpType, { nullable: true, description: 'The authenticator app in use.' })
  totp(@Ctx() context: GraphContext): Promise<TotpType | null> {
    return readTotp(context.core, context, mustBeSignedIn(context.viewer));
  }
}

@Resolver()
class TotpResolver {
  @Mutation(() => BeginTotpPayload, {
    description: 'Makes a secret for an authenticator app. It proves nothing until confirmTotp.',
  })
  async beginTotp(@Ctx() context: GraphContext) {
    return { ...(await beginTotp(context.core, mustBeSignedIn(context.viewer))), userErrors: [] };
  }

  @Mutation(() => TotpPayload, { description: 'Takes the app into use with its first code; the one before it ends.' })
  async confirmTotp(
    @Arg('input', () => ConfirmTotpInputType) input: ConfirmTotpInputType,
    @Ctx() context: GraphContext,
  ) {
    return toPayload(context, await confirmTotp(context.core, context, mustBeSignedIn(context.viewer), input));
  }

  @Mutation(() => TotpPayload, { description: 'Takes the authenticator app out of use.' })
  async removeTotp(@Arg('input', () => RemoveTotpInputType) input: RemoveTotpInputType, @Ctx() context: GraphContext) {
    return toPayload(context, await removeTotp(context.core, context, mustBeSignedIn(context.viewer), input));
  }
}

async function toPayload(context: GraphContext, result: Awaited<ReturnType<typeof confirmTotp | typeof removeTotp>>) {
  return 'done' in result
    ? { me: await readPerson(context.core, context, mustBeSignedIn(context.viewer)), userErrors: [] }
    : { me: null, userErrors: result.userErrors };
}

/** Codes of an authenticator app as a second factor (M7). */
export const totpFeature: Feature = {
  resolvers: [TotpOfResolver, TotpResolver],
  rules: {
    Mutation: each(signedIn, 'beginTotp', 'confirmTotp', 'removeTotp'),
    Security: { totp: 'inherit' },
    Totp: { since: 'inherit' },
    BeginTotpPayload: each('inherit', 'secret', 'uri', 'expiresAt', 'userErrors'),
    TotpPayload: each('inherit', 'me', 'userErrors'),
  },
};
