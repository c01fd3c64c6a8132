import type { EntityManager } from '@mikro-orm/postgresql';

/** Milliseconds for which a wrong guess counts. */
const countedMs = 24 * 60 * 60_000;

/** From when on wrong guesses count. */
export const guessesSince = (now: Date): Date => new Date(now.getTime() - countedMs);

/** Makes all who count guesses against one subject wait for each other until the transaction given ends. */
export async function lockGuesses(em: EntityManager, subject: string): Promise<void> {
  await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 1))', [subject]);
}
