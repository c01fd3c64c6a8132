import { headers, sessionAnswerSchema, type SessionAnswer, type SessionQuestion } from '@crosstrust/contract';
import type { UpstreamAnswer, Upstream } from '../upstream/create-upstream.ts';
import type { Deadline } from '../upstream/deadline.ts';
import { UpstreamFault } from '../upstream/upstream-fault.ts';
import { isSessionText } from './read-presented-session.ts';
import type { Session } from './session.ts';
import type { TokenCache } from './token-cache.ts';

/** What checking a session needs to know of its request. */
export interface SessionCheck {
  readonly session: string;
  /** False for a retry in the background, which does not keep the session alive. */
  readonly active: boolean;
  readonly correlation: string;
  readonly deadline: Deadline;
}

/** Asks accounts, once a request, whether a session lives. @throws UpstreamFault */
export type CheckSession = (check: SessionCheck) => Promise<Session>;

/**
 * One small call a request, so that signing out bites at once on every gateway. Tokens come along only when the version
 * is not the one that this gateway still holds.
 */
export function createSessionCheck(accounts: Upstream, cache: TokenCache): CheckSession {
  return async ({ session, active, correlation, deadline }) => {
    if (!isSessionText(session)) return { state: 'ended' };
    const known = cache.get(session);
    const question: SessionQuestion = { session, active, ...(known ? { knownVersion: known.version } : {}) };
    const answer = await accounts.ask(
      {
        method: 'POST',
        path: '/session',
        headers: {
          'content-type': 'application/json',
          [headers.correlation]: correlation,
          [headers.budget]: String(Math.floor(deadline.remaining())),
        },
        body: JSON.stringify(question),
        deadline,
      },
      readSessionAnswer,
    );
    if (answer === 'ended') {
      cache.drop(session);
      return { state: 'ended' };
    }
    if (answer.fresh) cache.set(session, { version: answer.version, ...answer.fresh });
    const tokens = answer.fresh?.tokens ?? known?.tokens;
    if (!tokens) throw new UpstreamFault('unavailable', true);
    return { state: 'live', tokens };
  };
}

function readSessionAnswer({ status, text }: UpstreamAnswer): SessionAnswer | 'ended' {
  if (status === 401) return 'ended';
  try {
    if (status === 200) return sessionAnswerSchema.parse(JSON.parse(text));
  } catch {
    // told below: an answer that is not one
  }
  throw new UpstreamFault('unavailable', true);
}
