import { randomUUID } from 'node:crypto';
import { RegistryError } from '@crosstrust/contract';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Core } from '../core.ts';
import { WrongGuess } from '../database/entities.ts';
import { guessesSince, lockGuesses } from './wrong-guesses.ts';

const minute = 60_000;
/** Wrong guesses of a day after which one has to wait. */
const guessesWithoutWait = 5;
const firstWait = minute;
const longestWait = 15 * minute;

/** Milliseconds to wait after so many wrong guesses, from the last one on: 1, 2, 4, 8 and then always 15 minutes. */
export function waitAfter(wrong: number): number {
  return wrong < guessesWithoutWait ? 0 : Math.min(firstWait * 2 ** (wrong - guessesWithoutWait), longestWait);
}

/**
 * Counts a guess against a subject before it is judged, in the transaction given, one after the other for each subject: so
 * a hundred at once are a hundred. Who then turns out to be right calls `forgetGuesses`. That leaves about a hundred a day.
 * @throws RegistryError TOO_MANY_REQUESTS with `retryAfterSeconds`
 */
export async function countGuess(em: EntityManager, core: Core, subject: string): Promise<void> {
  const now = core.clock();
  await lockGuesses(em, subject);
  const [row] = await em.execute<{ wrong: number; last: Date | null }[]>(
    'select count(*)::integer as wrong, max(at) as last from wrong_guess where subject = ? and at > ?',
    [subject, guessesSince(now)],
  );
  const openFrom = row?.last ? new Date(row.last).getTime() + waitAfter(row.wrong) : 0;
  if (openFrom > now.getTime())
    throw new RegistryError('TOO_MANY_REQUESTS', {
      retryAfterSeconds: Math.ceil((openFrom - now.getTime()) / 1000),
    });
  await em.insert(WrongGuess, { id: randomUUID(), subject, at: now });
}

/** Forgets what was counted against a subject, in the transaction given. */
export async function forgetGuesses(em: EntityManager, subject: string): Promise<void> {
  await em.nativeDelete(WrongGuess, { subject });
}
