import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { connectionOf, connectionRules, type Page, startOf } from '../graph/connections.ts';
import type { TrustContext } from '../graph/context.ts';
import { inherit, type MakeFeature, mayReadOwn, namesOf } from '../graph/feature.ts';
import { makePage } from '../graph/make-page.ts';
import { CareRecord, type RecordParent } from '../graph/record.ts';
import { encodeCursor } from '../storage/cursor.ts';
import { AccessLogArgs, AccessLogEntry, presentAccess } from './values.ts';

const AccessLogConnection = connectionOf('AccessLog', AccessLogEntry);

@Resolver(() => CareRecord)
class AccessLogOfRecord {
  @FieldResolver(() => AccessLogConnection, {
    nullable: true,
    description: 'Who looked at this record or changed it, newest first. Only the patient reads it.',
  })
  async accessLog(
    @Root() { id }: RecordParent,
    @Args(() => AccessLogArgs) { by, ...page }: AccessLogArgs,
    @Ctx() context: TrustContext,
  ): Promise<Page<AccessLogEntry>> {
    const readers = context.readers();
    const { limit, after } = startOf(page);
    return makePage(await readers.accessLog(id, { by, after, limit }), {
      first: page.first,
      isFirst: after === undefined,
      cursorOf: (row) => encodeCursor({ at: row.at.toISOString(), id: row.id }),
      present: presentAccess,
      count: () => readers.countAccessLog(id, { by }),
    });
  }
}

/** Who looked at a record: the patient reads it in each trust's own part of the graph. */
export const ledgerFeature: MakeFeature = (policy) => ({
  resolvers: [AccessLogOfRecord],
  types: [],
  rules: {
    [namesOf(policy).record]: { accessLog: mayReadOwn },
    ...connectionRules('AccessLog'),
    AccessLogEntry: inherit('id', 'at', 'action', 'by', 'share', 'kinds', 'change', 'outcome', 'code'),
  },
});
