import { randomUUID } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import { done, RegistryError, refuse, type Result } from '@crosstrust/contract';
import type { Call, Core } from '../core.ts';
import { audit } from '../database/audit.ts';
import { Account, CalendarFeed } from '../database/entities.ts';
import { once } from '../database/once.ts';
import { queueMessage } from '../messages/outbox.ts';
import { feedNotice } from '../messages/words.ts';
import { noticeAddress } from '../people/email.ts';
import type { Viewer } from '../people/viewer.ts';
import { hashToken, makeToken } from '../tokens.ts';
import { placeOfFeedName } from './list-feeds.ts';

/** Feeds that one account can have at once. */
const mostFeeds = 5;
/** Characters of a feed's name. */
const longestName = 60;

/** A feed that was made. */
export interface MadeFeed {
  readonly feed: string;
  /** Its path at the gateway, which nobody can tell a second time: only the secret's hash is kept. Null then. */
  readonly url: string | null;
}

/**
 * Makes a private link that a calendar can follow. Its secret (256 random bits) leaves in this answer and is kept by
 * nobody but the calendar; the same request again gives the same feed without it.
 */
export async function createFeed(
  core: Core,
  call: Call,
  { accountId }: Viewer,
  input: { name?: string | null; idempotencyKey: string },
): Promise<Result<MadeFeed>> {
  const name = input.name?.trim() || null;
  if (name && (name.length > longestName || /\p{Cc}/u.test(name))) return refuse('BAD_INPUT', 'name');
  const use = { scope: `create-feed:${accountId}`, key: input.idempotencyKey, input: { name } };
  const secret = makeToken();
  const id = randomUUID();
  const result = await core.database.write((em) =>
    once<{ feed: string }>(em, core, use, async () => {
      const account = await em.findOne(Account, accountId, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!account) throw new RegistryError('SESSION_ENDED');
      if ((await em.count(CalendarFeed, { accountId, revokedAt: null })) >= mostFeeds) return refuse('TOO_MANY_FEEDS');
      em.create(CalendarFeed, {
        id,
        accountId,
        secretHash: hashToken(secret),
        name: name === null ? null : core.vault.seal(name, placeOfFeedName(id)),
        createdAt: core.clock(),
        lastReadAt: null,
        revokedAt: null,
      });
      audit(em, core, call, { accountId, action: 'calendar-feed-made' });
      queueMessage(em, core, { ...noticeAddress(core, account), text: feedNotice() });
      return done({ feed: id });
    }),
  );
  core.wakeWorker();
  if ('userErrors' in result) return result;
  const { feed } = result.done;
  return done({ feed, url: feed === id ? `/calendar/${secret}.ics` : null });
}
