import { RegistryError } from '@crosstrust/contract';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { anybody, ownAccount, signedIn } from '../graph/checks.ts';
import type { GraphContext } from '../graph/context.ts';
import { each, type Feature } from '../graph/feature.ts';
import { toTrust } from '../graph/record-types.ts';
import { PatientType } from '../graph/types.ts';
import { type Person, readPerson } from '../people/read-person.ts';
import { mustBeSignedIn } from '../people/viewer.ts';
import { deleteAccount } from './delete-account.ts';
import { leaveTrust } from './leave-trust.ts';
import { consequences, previewDepartures } from './preview-deletion.ts';
import {
  DeleteAccountInputType,
  DeleteAccountPayload,
  DeletionType,
  LeaveTrustInputType,
  LeaveTrustPayload,
} from './types.ts';

@Resolver(() => PatientType)
class LeavingResolver {
  @FieldResolver(() => DeletionType, { description: 'What deleting the account, or leaving a trust, would do.' })
  deletion(@Root() { links }: Person, @Ctx() { core }: GraphContext): DeletionType {
    const trusts = previewDepartures(core.policies, links);
    return { consequences, trusts: trusts.map((departure) => ({ ...departure, trust: toTrust(departure.trust) })) };
  }

  @Mutation(() => LeaveTrustPayload, {
    description: 'Leaves one trust’s portal: its record no longer shows here, and stays as it is at the trust.',
  })
  async leaveTrust(@Arg('input', () => LeaveTrustInputType) input: LeaveTrustInputType, @Ctx() context: GraphContext) {
    const viewer = mustBeSignedIn(context.viewer);
    const result = await leaveTrust(context.core, context, viewer, input);
    return 'done' in result
      ? { me: await readPerson(context.core, context, viewer), userErrors: [] }
      : { me: null, userErrors: result.userErrors };
  }

  @Mutation(() => DeleteAccountPayload, {
    description:
      'Deletes the whole account, after a fresh proof: look at `deletion` first. The same request again says that it is done, though nobody is signed in any more.',
  })
  async deleteAccount(
    @Arg('input', () => DeleteAccountInputType) input: DeleteAccountInputType,
    @Ctx() context: GraphContext,
  ) {
    const result = await deleteAccount(context.core, context, context.viewer, input);
    if ('userErrors' in result) return { deleted: false, userErrors: result.userErrors };
    context.viewer = new RegistryError('UNAUTHENTICATED');
    context.handSession('none');
    context.handDevice('none');
    return { deleted: true, userErrors: [] };
  }
}

/** Leaving one trust, and deleting the whole account (K9 K10 K11). */
export const leavingFeature: Feature = {
  resolvers: [LeavingResolver],
  rules: {
    Mutation: { leaveTrust: signedIn, deleteAccount: anybody },
    Patient: { deletion: ownAccount },
    Deletion: each('inherit', 'consequences', 'trusts'),
    Departure: each('inherit', 'trust', 'words', 'stopTexts'),
    LeaveTrustPayload: each('public', 'me', 'userErrors'),
    DeleteAccountPayload: each('public', 'deleted', 'userErrors'),
  },
};
