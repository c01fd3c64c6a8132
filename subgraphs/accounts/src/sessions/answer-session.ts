import { accessTokenSeconds, type SessionAnswer, type SessionLevel, type SessionQuestion } from '@crosstrust/contract';
import type { Signer } from '@crosstrust/service';
import type { Call, Core } from '../core.ts';
import { answerGuest } from '../sharing/answer-guest.ts';
import { holdsShares, readHeldShares, versionOfShares } from '../sharing/shares-for-tokens.ts';
import { hashToken } from '../tokens.ts';
import { epochOf, touchBefore } from './epochs.ts';
import { aliveSince } from './limits.ts';
import { type LinkForTokens, linksOf, mintTokens } from './mint-tokens.ts';

interface LiveSession {
  readonly id: string;
  readonly account_id: string;
  readonly level: SessionLevel;
  readonly access_version: number;
  readonly links: readonly LinkForTokens[];
  readonly holds_shares: boolean;
}

// One statement finds the session by its index, reads what the tokens need, and notes that the person is there.
const liveSession = `
  with live as (
    select session.id, account_id, level, last_seen_at, access_version
    from session join account on account.id = account_id
    where token_hash = $1 and revoked_at is null and last_seen_at > $2 and session.created_at > $3
  ), touched as (
    update session set last_seen_at = $4 from live where session.id = live.id and live.last_seen_at < $5
  )
  select id, account_id, level, access_version, ${linksOf('live')} as links,
    ${holdsShares('live')} as holds_shares
  from live`;

/**
 * Answers the gateway's question of each request: is this session alive, and has what it may see changed?
 * @returns null when the session has ended
 */
export async function answerSession(
  core: Core,
  signer: Signer,
  call: Call,
  question: SessionQuestion,
): Promise<SessionAnswer | null> {
  const now = core.clock();
  const { seenAfter, createdAfter } = aliveSince(now);
  const [session] = await core.database.read<LiveSession>(call.correlation, liveSession, [
    hashToken(question.session),
    seenAfter,
    createdAfter,
    now,
    touchBefore(question, now),
  ]);
  if (!session) return answerGuest(core, signer, call, question);
  const shares = session.holds_shares ? await readHeldShares(core, call, session.account_id, now) : [];
  const version = `${versionOf(session, now)}${versionOfShares(shares)}`;
  if (version === question.knownVersion) return { version };
  const tokensExpireAt = Math.floor(now.getTime() / 1000) + accessTokenSeconds;
  const { id, account_id: accountId, level, links } = session;
  const tokens = await mintTokens(signer, { accountId, level, links, shares, own: { sid: id }, sections: 'all' }, now);
  return { version, fresh: { tokens, tokensExpireAt } };
}

/** Changes with the rights, with the level, and with time. */
function versionOf({ id, access_version, level }: LiveSession, now: Date): string {
  return `${access_version}.${level}.${epochOf(id, now)}`;
}
