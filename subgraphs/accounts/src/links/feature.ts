import type { Result } from '@crosstrust/contract';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { ownAccount, ownRecord, signedIn, wayToRecords } from '../graph/checks.ts';
import type { GraphContext } from '../graph/context.ts';
import { each, type Feature } from '../graph/feature.ts';
import { recordTypes, toRecord, toTrust, trustOfRecordType } from '../graph/record-types.ts';
import { CareRecordType, PatientType } from '../graph/types.ts';
import { type LinkedRecord, type Person, readPerson } from '../people/read-person.ts';
import { mustBeSignedIn, Viewer } from '../people/viewer.ts';
import { readSharedWith } from '../sharing/read-shared-with.ts';
import { leaveTrust } from '../leaving/leave-trust.ts';
import { type ChangedLink, linkTrust } from './link-trust.ts';
import { reportNotMine } from './report-not-mine.ts';
import { trustStatuses } from './trust-status.ts';
import {
  LinkTrustInputType,
  LinkTrustPayload,
  ReportNotMineInputType,
  ReportNotMinePayload,
  TrustStatusType,
  UnlinkTrustInputType,
  UnlinkTrustPayload,
} from './types.ts';

@Resolver(() => PatientType)
class LinksResolver {
  @FieldResolver(() => [CareRecordType], { description: 'The records of the linked trusts.' })
  records(@Root() person: Person): CareRecordType[] {
    return person.links.flatMap((link) => toRecord(person, link) ?? []);
  }

  @FieldResolver(() => [TrustStatusType], { description: 'Every trust, linked or not, and what to do to link it.' })
  trusts(@Root() person: Person, @Ctx() { core }: GraphContext) {
    const statuses = trustStatuses(
      core.policies,
      { birthDate: person.details.birthDate, links: person.links },
      core.clock(),
    );
    return statuses.map((status) => ({ ...status, trust: toTrust(status.trust) }));
  }

  @Mutation(() => LinkTrustPayload, {
    description:
      'Links the record at one more trust, by the details that the account holds or by an invitation of the trust’s.',
  })
  async linkTrust(@Arg('input', () => LinkTrustInputType) input: LinkTrustInputType, @Ctx() context: GraphContext) {
    return toLinks(context, await linkTrust(context.core, context, mustBeSignedIn(context.viewer), input));
  }

  @Mutation(() => UnlinkTrustPayload, {
    description: 'Takes the link to a trust away, and leaves its texts as they are.',
    deprecationReason: 'Use leaveTrust, which asks about texts.',
  })
  async unlinkTrust(
    @Arg('input', () => UnlinkTrustInputType) input: UnlinkTrustInputType,
    @Ctx() context: GraphContext,
  ) {
    return toLinks(
      context,
      await leaveTrust(context.core, context, mustBeSignedIn(context.viewer), { ...input, stopTexts: false }),
    );
  }

  @Mutation(() => ReportNotMinePayload, {
    description:
      'Reports a linked record as somebody else’s: the link is cut at once, and the trust’s staff see to it.',
  })
  async reportNotMine(
    @Arg('input', () => ReportNotMineInputType) input: ReportNotMineInputType,
    @Ctx() context: GraphContext,
  ) {
    return toLinks(context, await reportNotMine(context.core, context, mustBeSignedIn(context.viewer), input));
  }
}

async function toLinks(context: GraphContext, result: Result<ChangedLink>) {
  if ('userErrors' in result) return { record: null, me: null, userErrors: result.userErrors };
  const me = await readPerson(context.core, context, mustBeSignedIn(context.viewer));
  const link = me?.links.find(({ trust, record }) => trust === result.done.trust && record === result.done.record);
  return { record: me && link ? toRecord(me, link) : null, me, userErrors: [] };
}

/** A record of this trust among the viewer's links, or among what was shared with them. */
const recordAt =
  (trust: string) =>
  async ({ id }: { id: string }, { core, viewer, correlation }: GraphContext) => {
    if (!(viewer instanceof Viewer)) return null;
    const isIt = (candidate: LinkedRecord) => candidate.trust === trust && candidate.record === id;
    const own = (await readPerson(core, { correlation }, viewer))?.links.find(isIt);
    const link =
      own ?? (await readSharedWith(core, { correlation }, viewer)).flatMap(({ access }) => access).find(isIt);
    return link ? toRecord({ id: viewer.accountId }, link) : null;
  };

/** Which record at which trust is a person's, and how they stand with every other trust. */
export const linksFeature: Feature = {
  resolvers: [LinksResolver],
  types: recordTypes,
  rules: {
    Mutation: each(signedIn, 'linkTrust', 'unlinkTrust', 'reportNotMine'),
    Patient: { records: wayToRecords, trusts: ownAccount },
    ...Object.fromEntries([...trustOfRecordType.keys()].map((name) => [name, each(ownRecord, 'id', 'trust')])),
    TrustStatus: each('inherit', 'trust', 'state', 'minimumAge', 'how'),
    LinkTrustPayload: each('public', 'record', 'me', 'userErrors'),
    UnlinkTrustPayload: each('public', 'me', 'userErrors'),
    ReportNotMinePayload: each('public', 'me', 'userErrors'),
  },
  references: Object.fromEntries([...trustOfRecordType].map(([name, trust]) => [name, recordAt(trust)])),
};
