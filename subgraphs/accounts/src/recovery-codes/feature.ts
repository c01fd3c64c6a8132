import { Arg, Ctx, FieldResolver, Int, Mutation, Resolver } from 'type-graphql';
import { signedIn } from '../graph/checks.ts';
import type { GraphContext } from '../graph/context.ts';
import { each, type Feature } from '../graph/feature.ts';
import { readPerson } from '../people/read-person.ts';
import { mustBeSignedIn } from '../people/viewer.ts';
import { SecurityType } from '../security/types.ts';
import { makeRecoveryCodes } from './make-recovery-codes.ts';
import { readRecoveryCodesLeft } from './read-recovery-codes.ts';
import { MakeRecoveryCodesInputType, MakeRecoveryCodesPayload } from './types.ts';

@Resolver(() => SecurityType)
class RecoveryCodesOfResolver {
  @FieldResolver(() => Int, { description: 'Recovery codes that were not used yet.' })
  recoveryCodesLeft(@Ctx() context: GraphContext): Promise<number> {
    return readRecoveryCodesLeft(context.core, context, mustBeSignedIn(context.viewer));
  }
}

@Resolver()
class RecoveryCodesResolver {
  @Mutation(() => MakeRecoveryCodesPayload, {
    description: 'Makes ten codes for the day when everything else is lost. The set before them ends.',
  })
  async makeRecoveryCodes(
    @Arg('input', () => MakeRecoveryCodesInputType) input: MakeRecoveryCodesInputType,
    @Ctx() context: GraphContext,
  ) {
    const viewer = mustBeSignedIn(context.viewer);
    const result = await makeRecoveryCodes(context.core, context, viewer, input);
    return 'done' in result
      ? { ...result.done, me: await readPerson(context.core, context, viewer), userErrors: [] }
      : { codes: null, me: null, userErrors: result.userErrors };
  }
}

/** Recovery codes as a second factor (M7). */
export const recoveryCodesFeature: Feature = {
  resolvers: [RecoveryCodesOfResolver, RecoveryCodesResolver],
  rules: {
    Mutation: { makeRecoveryCodes: signedIn },
    Security: { recoveryCodesLeft: 'inherit' },
    MakeRecoveryCodesPayload: each('inherit', 'codes', 'me', 'userErrors'),
  },
};
