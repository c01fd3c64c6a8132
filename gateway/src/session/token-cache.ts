import { createHash } from 'node:crypto';

/** What `accounts` said about a session the last time, and until when its tokens are good. */
export interface KnownSession {
  readonly version: string;
  readonly tokens: Readonly<Record<string, string>>;
  /** Seconds since 1970. */
  readonly tokensExpireAt: number;
}

/** Tokens by session, in memory, the least recently used dropped first. Losing them costs only a larger answer. */
export interface TokenCache {
  get(session: string): KnownSession | undefined;
  set(session: string, known: KnownSession): void;
  drop(session: string): void;
}

/** Tokens nearer to their end than this are fetched anew, so that none ends on its way to a trust. */
const marginSeconds = 5;

/** @param now milliseconds since 1970 */
export function createTokenCache(capacity: number, now: () => number = Date.now): TokenCache {
  const entries = new Map<string, KnownSession>();
  const keyOf = (session: string) => createHash('sha256').update(session).digest('base64');
  return {
    get: (session) => {
      const key = keyOf(session);
      const known = entries.get(key);
      entries.delete(key);
      if (!known || known.tokensExpireAt - marginSeconds <= now() / 1000) return undefined;
      entries.set(key, known);
      return known;
    },
    set: (session, known) => {
      const key = keyOf(session);
      entries.delete(key); // a key that is set again keeps its place
      entries.set(key, known);
      const oldest = entries.keys().next();
      if (entries.size > capacity && !oldest.done) entries.delete(oldest.value);
    },
    drop: (session) => {
      entries.delete(keyOf(session));
    },
  };
}
