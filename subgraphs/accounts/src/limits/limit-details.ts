import { randomUUID } from 'node:crypto';
import type { Core } from '../core.ts';
import { WrongGuess } from '../database/entities.ts';
import { guessesSince, lockGuesses } from './wrong-guesses.ts';

/** A try that counts as a wrong one until it is taken back. */
export interface CountedTry {
  /** The details were right, or nobody could say. */
  takeBack(): Promise<void>;
}

/**
 * Counts a try to register as somebody, in a transaction of its own and before the trust is asked, so that a hundred at once
 * count as a hundred. Against a person there are a day's tries, whoever makes them and from wherever: as many wrong ones as
 * codes go by two ways in an hour. It is the same for an NHS number that no trust holds.
 * @returns null when the day's tries are used up
 */
export async function countTry(core: Core, person: string): Promise<CountedTry | null> {
  const subject = core.vault.lookup('wrong details', person).toString('base64url');
  const id = randomUUID();
  const isCounted = await core.database.write(async (em) => {
    await lockGuesses(em, subject);
    const now = core.clock();
    const wrong = await em.count(WrongGuess, { subject, at: { $gt: guessesSince(now) } });
    if (wrong >= 2 * core.codesPerHour) return false;
    em.create(WrongGuess, { id, subject, at: now });
    return true;
  });
  return isCounted
    ? { takeBack: async () => void (await core.database.write((em) => em.nativeDelete(WrongGuess, id))) }
    : null;
}
