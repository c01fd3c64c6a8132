import { Arg, Ctx, FieldResolver, Mutation, Resolver } from 'type-graphql';
import { ownAccount, signedIn } from '../graph/checks.ts';
import type { GraphContext } from '../graph/context.ts';
import { each, type Feature } from '../graph/feature.ts';
import { PatientType } from '../graph/types.ts';
import { readPerson } from '../people/read-person.ts';
import { mustBeSignedIn } from '../people/viewer.ts';
import { beginRecovery } from './begin-recovery.ts';
import { finishRecovery } from './finish-recovery.ts';
import { readRecovery, stopRecovery } from './stop-recovery.ts';
import {
  BeginRecoveryInputType,
  BeginRecoveryPayload,
  FinishRecoveryInputType,
  FinishRecoveryPayload,
  StopRecoveryInputType,
  StopRecoveryPayload,
  WaitingRecoveryType,
} from './types.ts';

@Resolver(() => PatientType)
class RecoveryResolver {
  @FieldResolver(() => WaitingRecoveryType, {
    nullable: true,
    description: 'The recovery of this login that waits for its time.',
  })
  recovery(@Ctx() context: GraphContext) {
    return readRecovery(context.core, context, mustBeSignedIn(context.viewer));
  }

  @Mutation(() => BeginRecoveryPayload, {
    description:
      'Begins to recover a login whose phone or password is lost: the hospital or the GP must have put the new mobile into the patient’s details first. Codes go to the new mobile and to the email.',
  })
  async beginRecovery(
    @Arg('input', () => BeginRecoveryInputType) input: BeginRecoveryInputType,
    @Ctx() context: GraphContext,
  ) {
    const result = await beginRecovery(context.core, context, input);
    return 'done' in result
      ? { ...result.done, userErrors: [] }
      : { recovery: null, expiresAt: null, userErrors: result.userErrors };
  }

  @Mutation(() => FinishRecoveryPayload, {
    description: 'Takes both codes. The login is recovered a day later; until then any live session can stop it.',
  })
  async finishRecovery(
    @Arg('input', () => FinishRecoveryInputType) input: FinishRecoveryInputType,
    @Ctx() context: GraphContext,
  ) {
    const result = await finishRecovery(context.core, context, input);
    return 'done' in result
      ? { ...result.done, userErrors: [] }
      : { takesEffectAt: null, userErrors: result.userErrors };
  }

  @Mutation(() => StopRecoveryPayload, { description: 'Stops the recovery of the login of who is signed in.' })
  async stopRecovery(
    @Arg('input', () => StopRecoveryInputType) input: StopRecoveryInputType,
    @Ctx() context: GraphContext,
  ) {
    const viewer = mustBeSignedIn(context.viewer);
    await stopRecovery(context.core, context, viewer, input);
    return { me: await readPerson(context.core, context, viewer), userErrors: [] };
  }
}

/** Getting back into an account whose phone or password is lost, with a trust's help. */
export const recoveryFeature: Feature = {
  resolvers: [RecoveryResolver],
  rules: {
    Mutation: { ...each('public', 'beginRecovery', 'finishRecovery'), stopRecovery: signedIn },
    Patient: { recovery: ownAccount },
    WaitingRecovery: each('inherit', 'confirmedAt', 'takesEffectAt'),
    BeginRecoveryPayload: each('public', 'recovery', 'expiresAt', 'userErrors'),
    FinishRecoveryPayload: each('public', 'takesEffectAt', 'userErrors'),
    StopRecoveryPayload: each('public', 'me', 'userErrors'),
  },
};
