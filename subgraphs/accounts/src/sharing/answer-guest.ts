import { accessTokenSeconds, type SessionAnswer, type SessionQuestion } from '@crosstrust/contract';
import type { Signer } from '@crosstrust/service';
import type { Call, Core } from '../core.ts';
import { epochOf, touchBefore } from '../sessions/epochs.ts';
import { aliveSince } from '../sessions/limits.ts';
import { mintTokens } from '../sessions/mint-tokens.ts';
import { hashToken } from '../tokens.ts';
import { type ShareForTokens, sharesOf, versionOfShares } from './shares-for-tokens.ts';

interface LiveGuest {
  readonly id: string;
  readonly share_id: string;
  readonly shares: readonly ShareForTokens[];
}

const liveGuest = `
  with live as (
    select guest_session.id, share_id, last_seen_at from guest_session join share on share.id = share_id
    where token_hash = $1 and revoked_at is null and last_seen_at > $2 and guest_session.created_at > $3
      and ended_at is null and until > $4
  ), touched as (
    update guest_session set last_seen_at = $4 from live where guest_session.id = live.id and live.last_seen_at < $5
  )
  select id, share_id, ${sharesOf('share.id = live.share_id', '$4')} as shares from live`;

/**
 * Answers the gateway's question about a session that is nobody's: whether it is that of somebody who holds a code (M9).
 * Its tokens open what was shared with them, to read, and at this service what it is that was shared.
 * @returns null when there is no such session, or it or its share has ended
 */
export async function answerGuest(
  core: Core,
  signer: Signer,
  call: Call,
  question: SessionQuestion,
): Promise<SessionAnswer | null> {
  const now = core.clock();
  const { seenAfter, createdAfter } = aliveSince(now);
  const [guest] = await core.database.read<LiveGuest>(call.correlation, liveGuest, [
    hashToken(question.session),
    seenAfter,
    createdAfter,
    now,
    touchBefore(question, now),
  ]);
  if (!guest) return null;
  const { id, share_id: share, shares } = guest;
  const version = `guest.${epochOf(id, now)}${versionOfShares(shares)}`;
  if (version === question.knownVersion) return { version };
  const tokens = await mintTokens(
    signer,
    { accountId: share, level: 'one-factor', own: { guest: id }, links: [], shares, sections: 'all' },
    now,
  );
  return { version, fresh: { tokens, tokensExpireAt: Math.floor(now.getTime() / 1000) + accessTokenSeconds } };
}
