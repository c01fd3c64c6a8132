import { LockMode } from '@mikro-orm/core';
import { done, refuse, type Result } from '@crosstrust/contract';
import type { Call, Core } from '../core.ts';
import { audit } from '../database/audit.ts';
import { CalendarFeed } from '../database/entities.ts';
import { isId } from '../database/is-id.ts';
import { once } from '../database/once.ts';
import type { Viewer } from '../people/viewer.ts';

/** Takes a feed of the viewer's back: from the next request on its link opens nothing. */
export async function revokeFeed(
  core: Core,
  call: Call,
  { accountId }: Viewer,
  input: { feed: string; idempotencyKey: string },
): Promise<Result<{ feed: string }>> {
  const use = { scope: `revoke-feed:${accountId}`, key: input.idempotencyKey, input: { feed: input.feed } };
  if (!isId(input.feed)) return refuse('NOT_FOUND', 'feed');
  return core.database.write((em) =>
    once<{ feed: string }>(em, core, use, async () => {
      const feed = await em.findOne(
        CalendarFeed,
        { id: input.feed, accountId },
        { lockMode: LockMode.PESSIMISTIC_WRITE },
      );
      if (!feed) return refuse('NOT_FOUND', 'feed');
      if (!feed.revokedAt) {
        feed.revokedAt = core.clock();
        audit(em, core, call, { accountId, action: 'calendar-feed-revoked' });
      }
      return done({ feed: feed.id });
    }),
  );
}
