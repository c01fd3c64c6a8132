import { RegistryError, type Result } from '@crosstrust/contract';
import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { ownAccount, ownRecord, signedIn, signedInOrGuest } from '../graph/checks.ts';
import type { GraphContext } from '../graph/context.ts';
import { each, type Feature } from '../graph/feature.ts';
import { toRecord } from '../graph/record-types.ts';
import { type CareRecordType, PatientType } from '../graph/types.ts';
import { type Person, readPerson } from '../people/read-person.ts';
import { mustBeSignedIn } from '../people/viewer.ts';
import { acceptShare } from './accept-share.ts';
import { changeShare } from './change-share.ts';
import { endShare } from './end-share.ts';
import { listShares } from './list-shares.ts';
import { openSharedRecord } from './open-shared-record.ts';
import { presentErrors, presentOption, presentPreview, presentShare, presentSharedWith } from './present.ts';
import { previewShare } from './preview-share.ts';
import { readSharedWith, type SharedWith } from './read-shared-with.ts';
import { shareForShortTime } from './share-for-short-time.ts';
import { shareRecord } from './share-record.ts';
import { sharingOptions } from './sharing-options.ts';
import { SharePreviewType, ShareType, SharedRecordsType, SharingOptionType } from './types.ts';
import {
  AcceptShareInputType,
  AcceptSharePayload,
  ChangeShareInputType,
  EndShareInputType,
  EndSharePayload,
  OpenSharedRecordInputType,
  OpenSharedRecordPayload,
  PreviewShareInputType,
  ShareForShortTimeInputType,
  SharePayload,
  ShareRecordInputType,
} from './verb-types.ts';

/** What the viewer of this request is shared. */
const sharedWith = async (context: GraphContext) =>
  (await readSharedWith(context.core, context, mustBeSignedIn(context.viewer))).map(presentSharedWith);

@Resolver(() => PatientType)
class SharingOfPatient {
  @FieldResolver(() => [ShareType], { description: 'What the patient shares and has shared, the newest first.' })
  async shares(@Ctx() context: GraphContext) {
    return (await listShares(context.core, context, mustBeSignedIn(context.viewer))).map(presentShare);
  }

  @FieldResolver(() => [SharedRecordsType], { description: 'What others share with this person.' })
  sharedWithMe(@Ctx() context: GraphContext) {
    return sharedWith(context);
  }

  @FieldResolver(() => [SharingOptionType], {
    description: 'For each linked hospital, with whom it lets its patients share, and what.',
  })
  sharingOptions(@Root() person: Person, @Ctx() { core }: GraphContext) {
    return sharingOptions(core.policies, person).map(presentOption);
  }

  @FieldResolver(() => SharePreviewType, { description: 'What sharing this would bring; nobody is told of it.' })
  previewShare(
    @Arg('input', () => PreviewShareInputType) input: PreviewShareInputType,
    @Root() person: Person,
    @Ctx() { core }: GraphContext,
  ) {
    const grid = { ...input, minutes: input.minutes ?? undefined };
    return presentPreview(previewShare(core.policies, person, grid, core.clock()));
  }
}

@Resolver(() => SharedRecordsType)
class SharedRecordsResolver {
  @Query(() => [SharedRecordsType], {
    description: 'What others share with the viewer: with their account, or by the code that they came with.',
  })
  sharedWithMe(@Ctx() context: GraphContext) {
    return sharedWith(context);
  }

  @FieldResolver()
  records(@Root() { accountId, open }: { accountId: string; open: SharedWith['access'] }): CareRecordType[] {
    return open.flatMap((at) => toRecord({ id: accountId }, at) ?? []);
  }
}

@Resolver()
class SharingVerbs {
  @Mutation(() => SharePayload, {
    description: 'Shares records with family or a carer, who accept it in an account of their own.',
  })
  async shareRecord(
    @Arg('input', () => ShareRecordInputType) input: ShareRecordInputType,
    @Ctx() context: GraphContext,
  ) {
    return toShare(context, await shareRecord(context.core, context, mustBeSignedIn(context.viewer), input));
  }

  @Mutation(() => SharePayload, {
    description: 'Shares records for a short time with a clinician or other person, who is emailed a code.',
  })
  async shareForShortTime(
    @Arg('input', () => ShareForShortTimeInputType) input: ShareForShortTimeInputType,
    @Ctx() context: GraphContext,
  ) {
    return toShare(context, await shareForShortTime(context.core, context, mustBeSignedIn(context.viewer), input));
  }

  @Mutation(() => SharePayload, { description: 'Sets what is shared, and until when, anew.' })
  async changeShare(
    @Arg('input', () => ChangeShareInputType) input: ChangeShareInputType,
    @Ctx() context: GraphContext,
  ) {
    return toShare(context, await changeShare(context.core, context, mustBeSignedIn(context.viewer), input));
  }

  @Mutation(() => AcceptSharePayload, { description: 'Accepts what somebody shares with the viewer.' })
  async acceptShare(
    @Arg('input', () => AcceptShareInputType) input: AcceptShareInputType,
    @Ctx() context: GraphContext,
  ) {
    const result = await acceptShare(context.core, context, mustBeSignedIn(context.viewer), input);
    if ('userErrors' in result) return { shared: null, userErrors: result.userErrors };
    return { shared: await sharedBy(context, result.done.share), userErrors: [] };
  }

  @Mutation(() => EndSharePayload, {
    description: 'Ends a share, by either side: it opens nothing from the next request on.',
  })
  async endShare(@Arg('input', () => EndShareInputType) input: EndShareInputType, @Ctx() context: GraphContext) {
    const viewer = mustBeSignedIn(context.viewer);
    const result = await endShare(context.core, context, viewer, input);
    if ('userErrors' in result) return { me: null, userErrors: result.userErrors };
    if (viewer.purpose === 'session') return { me: await readPerson(context.core, context, viewer), userErrors: [] };
    context.viewer = new RegistryError('UNAUTHENTICATED');
    context.handSession('none');
    return { me: null, userErrors: [] };
  }

  @Mutation(() => OpenSharedRecordPayload, {
    description: 'Opens what was shared for a short time, with the code that was emailed. It works once.',
  })
  async openSharedRecord(
    @Arg('input', () => OpenSharedRecordInputType) input: OpenSharedRecordInputType,
    @Ctx() context: GraphContext,
  ) {
    const result = await openSharedRecord(context.core, context, context.viewer, input);
    if ('userErrors' in result) return { session: null, shared: null, userErrors: result.userErrors };
    const { token, viewer } = result.done;
    context.viewer = viewer;
    if (input.delivery === 'COOKIE') context.handSession(token);
    const session = input.delivery === 'BEARER' ? token : null;
    return { session, shared: await sharedBy(context, viewer.accountId), userErrors: [] };
  }
}

async function toShare(context: GraphContext, result: Result<{ share: string }>) {
  if ('userErrors' in result) return { share: null, userErrors: presentErrors(result.userErrors) };
  const shares = await listShares(context.core, context, mustBeSignedIn(context.viewer));
  const share = shares.find(({ id }) => id === result.done.share);
  return { share: share ? presentShare(share) : null, userErrors: [] };
}

const sharedBy = async (context: GraphContext, share: string) =>
  (await sharedWith(context)).find(({ id }) => id === share) ?? null;

const ofOneTrust = ['trust', 'sections', 'may', 'until'] as const;

/** What patients share, with whom, and what is shared with the viewer (D4 D12 M9). */
export const sharingFeature: Feature = {
  resolvers: [SharingOfPatient, SharedRecordsResolver, SharingVerbs],
  rules: {
    Query: { sharedWithMe: signedInOrGuest },
    Mutation: {
      ...each(signedIn, 'shareRecord', 'shareForShortTime', 'changeShare', 'acceptShare'),
      endShare: signedInOrGuest,
      openSharedRecord: 'public',
    },
    Patient: each(ownAccount, 'shares', 'sharedWithMe', 'sharingOptions', 'previewShare'),
    SharedRecords: each(
      ownRecord,
      ...['id', 'patientName', 'relation', 'relationship', 'may', 'until', 'access', 'records'],
    ),
    SharedAccess: each('inherit', ...ofOneTrust),
    Share: each(
      'inherit',
      ...['id', 'kind', 'name', 'email', 'relationship', 'state', 'until', 'createdAt', 'acceptedAt', 'endedAt'],
      ...['endedBy', 'trusts'],
    ),
    ShareTrust: each('inherit', ...ofOneTrust, 'standing', 'words', 'rule'),
    SharingOption: each('inherit', 'trust', 'carer', 'clinician', 'sections'),
    SharingStance: each('inherit', 'allowed', 'mayChange', 'longestMinutes', 'untilAge', 'words', 'rule'),
    SharePreview: each('inherit', 'possible', 'trusts', 'warnings'),
    PreviewedShare: each('inherit', 'trust', 'allowed', 'refusal', 'words', 'rule', 'until'),
    ShareWarning: each('inherit', 'code', 'words', 'rule'),
    ShareUserError: each('inherit', 'code', 'message', 'field', 'trust', 'rule'),
    SharePayload: each('inherit', 'share', 'userErrors'),
    AcceptSharePayload: each('inherit', 'shared', 'userErrors'),
    EndSharePayload: each('inherit', 'me', 'userErrors'),
    OpenSharedRecordPayload: each('public', 'session', 'shared', 'userErrors'),
  },
};
