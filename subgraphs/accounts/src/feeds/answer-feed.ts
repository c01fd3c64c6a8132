import { type FeedAnswer, appointmentSections } from '@crosstrust/contract';
import type { Signer } from '@crosstrust/service';
import type { Call, Core } from '../core.ts';
import { type LinkForTokens, linksOf, mintTokens } from '../sessions/mint-tokens.ts';
import { hashToken } from '../tokens.ts';

/** Milliseconds within which a second reading does not write the time again. */
const noteEvery = 60_000;

// One statement finds the feed by its index, reads what the tokens need, and notes that it was read.
const liveFeed = `
  with live as (
    select id, account_id, last_read_at from calendar_feed where secret_hash = $1 and revoked_at is null
  ), noted as (
    update calendar_feed set last_read_at = $2 from live
    where calendar_feed.id = live.id and (live.last_read_at is null or live.last_read_at < $3)
  )
  select id, account_id, ${linksOf('live')} as links from live`;

/**
 * Answers the gateway's question for a calendar: whose feed is this? The tokens open the appointments of the linked
 * records, and of the account nothing but where those are.
 * @returns null when there is no such feed, or it was revoked
 */
export async function answerFeed(core: Core, signer: Signer, call: Call, secret: string): Promise<FeedAnswer | null> {
  const now = core.clock();
  const [feed] = await core.database.read<{ id: string; account_id: string; links: LinkForTokens[] }>(
    call.correlation,
    liveFeed,
    [hashToken(secret), now, new Date(now.getTime() - noteEvery)],
  );
  if (!feed) return null;
  const tokens = await mintTokens(
    signer,
    {
      accountId: feed.account_id,
      level: 'one-factor',
      own: { feed: feed.id },
      links: feed.links,
      sections: [...appointmentSections],
    },
    now,
  );
  return { tokens };
}
