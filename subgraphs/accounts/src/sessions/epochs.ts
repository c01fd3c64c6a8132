import { accessTokenSeconds, type SessionQuestion } from '@crosstrust/contract';

/** Seconds after which a session's version changes by itself: its tokens have 20 seconds left then. */
const epochSeconds = accessTokenSeconds - 20;
/** Milliseconds within which a second request does not write the time again. */
const touchEvery = 1_000;

/** The part of a session's version that changes with time; each session's at moments of its own, so that they do not all come at once. */
export function epochOf(session: string, now: Date): number {
  const phase = Number.parseInt(session.slice(0, 4), 16) % epochSeconds;
  return Math.floor((Math.floor(now.getTime() / 1000) + phase) / epochSeconds);
}

/** A session that was last seen before this is touched. A retry in the background keeps none alive: it asks to touch what was last seen before the beginning. */
export function touchBefore({ active }: Pick<SessionQuestion, 'active'>, now: Date): Date {
  return active ? new Date(now.getTime() - touchEvery) : new Date(0);
}
