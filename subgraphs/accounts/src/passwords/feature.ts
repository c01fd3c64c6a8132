import type { Result } from '@crosstrust/contract';
import { Arg, Ctx, FieldResolver, Mutation, Resolver } from 'type-graphql';
import { signedIn } from '../graph/checks.ts';
import type { GraphContext } from '../graph/context.ts';
import { each, type Feature } from '../graph/feature.ts';
import { readPerson } from '../people/read-person.ts';
import { mustBeSignedIn, type Viewer } from '../people/viewer.ts';
import { SecurityType } from '../security/types.ts';
import { readPassword } from './read-password.ts';
import { removePassword } from './remove-password.ts';
import { setPassword } from './set-password.ts';
import { PasswordPayload, RemovePasswordInputType, SetPasswordInputType } from './types.ts';

@Resolver(() => SecurityType)
class PasswordOfResolver {
  @FieldResolver(() => Boolean)
  async hasPassword(@Ctx() context: GraphContext): Promise<boolean> {
    const { accountId } = mustBeSignedIn(context.viewer);
    return (await readPassword(context.core, context, accountId)) !== null;
  }
}

@Resolver()
class PasswordResolver {
  @Mutation(() => PasswordPayload, {
    description: 'Gives the account a password, or another. Other sessions end, and saved devices are forgotten.',
  })
  async setPassword(
    @Arg('input', () => SetPasswordInputType) input: SetPasswordInputType,
    @Ctx() context: GraphContext,
  ) {
    const viewer = mustBeSignedIn(context.viewer);
    return toPayload(context, viewer, await setPassword(context.core, context, viewer, input));
  }

  @Mutation(() => PasswordPayload, {
    description: 'Takes the password away. Other sessions end, and saved devices are forgotten.',
  })
  async removePassword(
    @Arg('input', () => RemovePasswordInputType) input: RemovePasswordInputType,
    @Ctx() context: GraphContext,
  ) {
    const viewer = mustBeSignedIn(context.viewer);
    return toPayload(context, viewer, await removePassword(context.core, context, viewer, input));
  }
}

async function toPayload(context: GraphContext, viewer: Viewer, result: Result<true>) {
  if ('userErrors' in result) return { me: null, userErrors: result.userErrors };
  return { me: await readPerson(context.core, context, viewer), userErrors: [] };
}

/** A password: set, changed, taken away. */
export const passwordsFeature: Feature = {
  resolvers: [PasswordOfResolver, PasswordResolver],
  rules: {
    Mutation: each(signedIn, 'setPassword', 'removePassword'),
    Security: { hasPassword: 'inherit' },
    PasswordPayload: each('inherit', 'me', 'userErrors'),
  },
};
