import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { connectionOf, type Page, PageArgs, startOf } from '../graph/connections.ts';
import type { TrustContext } from '../graph/context.ts';
import { makePage } from '../graph/make-page.ts';
import { CareRecord, type RecordParent } from '../graph/record.ts';
import { encodeCursor } from '../storage/cursor.ts';
import { presentRequest, SupportRequest } from './support-request.ts';

const SupportRequestConnection = connectionOf('SupportRequest', SupportRequest);

/** What the patient asked the trust's staff about this record, the latest first. Nobody else sees it. */
@Resolver(() => CareRecord)
export class RequestsOfRecord {
  @FieldResolver(() => SupportRequestConnection, {
    nullable: true,
    description:
      'What the patient asked the trust’s staff, the latest first; empty until they ask. Shared with nobody.',
  })
  async supportRequests(
    @Root() record: RecordParent,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { desk: { requests } }: TrustContext,
  ): Promise<Page<SupportRequest>> {
    const { limit, after } = startOf(page);
    return makePage(await requests.of(record.id, { limit, after }), {
      first: page.first,
      isFirst: after === undefined,
      cursorOf: ({ createdAt, id }) => encodeCursor({ at: createdAt.toISOString(), id }),
      present: presentRequest,
      count: () => requests.count(record.id),
    });
  }
}
