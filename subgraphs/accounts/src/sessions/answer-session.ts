import { accessTokenSeconds, type SessionAnswer, type SessionLevel, type SessionQuestion } from '@crosstrust/contract';
import type { Signer } from '@crosstrust/service';
import type { Call, Core } from '../core.ts';
import { aliveSince } from './limits.ts';
import { type LinkForTokens, linksOf, mintTokens } from './mint-tokens.ts';
import { hashToken } from './open-session.ts';

/** Seconds after which a session's version changes by itself: its tokens have 20 seconds left then. */
const epochSeconds = accessTokenSeconds - 20;
/** Milliseconds within which a second request does not write the time again. */
const touchEvery = 1_000;

interface LiveSession {
  readonly id: string;
  readonly account_id: string;
  readonly level: SessionLevel;
  readonly access_version: number;
  readonly links: readonly LinkForTokens[];
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
  select id, account_id, level, access_version, ${linksOf('live')} as links
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
  // A retry in the background does not keep a session alive: it asks to touch what was last seen before the beginning.
  const touchBefore = question.active ? new Date(now.getTime() - touchEvery) : new Date(0);
  const [session] = await core.database.read<LiveSession>(call.correlation, liveSession, [
    hashToken(question.session),
    seenAfter,
    createdAfter,
    now,
    touchBefore,
  ]);
  if (!session) return null;
  const version = versionOf(session, now);
  if (version === question.knownVersion) return { version };
  const tokensExpireAt = Math.floor(now.getTime() / 1000) + accessTokenSeconds;
  const { id, account_id: accountId, level, links } = session;
  const tokens = await mintTokens(signer, { accountId, level, links, own: { sid: id }, sections: 'all' }, now);
  return { version, fresh: { tokens, tokensExpireAt } };
}

/** Changes with the rights, with the level, and with time; each session at moments of its own, so that they do not all come at once. */
function versionOf({ id, access_version, level }: LiveSession, now: Date): string {
  const phase = Number.parseInt(id.slice(0, 4), 16) % epochSeconds;
  const epoch = Math.floor((Math.floor(now.getTime() / 1000) + phase) / epochSeconds);
  return `${access_version}.${level}.${epoch}`;
}
