import { randomUUID } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Core } from '../core.ts';
import { Challenge, type Purpose, WrongGuess } from '../database/entities.ts';
import { isId } from '../database/is-id.ts';
import { guessesSince, lockGuesses } from '../limits/wrong-guesses.ts';
import { isCode } from './code.ts';

/** A code that somebody sends back. */
export interface Guess {
  readonly challenge: string;
  readonly code: string;
}

/** Tries that a challenge allows. */
const triesUsually = 5;
/** Wrong guesses against one account in a day from which each challenge allows a single try. */
const pileUp = 20;
/** Tries that a challenge allows from then on. Never none: the owner's own first right code always works. */
const triesInPileUp = 1;

/**
 * Judges one guess at a challenge's code, and uses the challenge up when it is right. The row's lock makes guesses at
 * one challenge wait for each other, and the lock on the subject those at all challenges of one account, so that a
 * hundred guesses at once count as a hundred. The transaction must commit either way, or the count is lost.
 *
 * Whether anything is written hangs on the challenge alone, and never on how much has piled up against somebody: or the
 * second guess at a challenge would tell whether there is an account.
 * @param among the only challenges that the code may be meant for
 * @returns the challenge when the code is right and there is somebody behind it
 */
export async function judgeGuess(
  em: EntityManager,
  core: Core,
  guess: Guess,
  among: { purpose: Purpose; accountId?: string },
): Promise<Challenge | null> {
  const now = core.clock();
  if (!isId(guess.challenge)) return null;
  const challenge = await em.findOne(
    Challenge,
    { id: guess.challenge, ...among },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  if (!challenge || challenge.usedAt || challenge.expiresAt <= now || challenge.tries >= triesUsually) return null;

  const allowed = await triesAllowed(em, challenge.subject, now);
  challenge.tries += 1;
  const isRight = isCode(core.vault, challenge.id, challenge.codeHash, guess.code) && challenge.tries <= allowed;
  if (isRight && (challenge.accountId || challenge.opening)) {
    challenge.usedAt = now;
    return challenge;
  }
  em.create(WrongGuess, { id: randomUUID(), subject: challenge.subject, at: now });
  return null;
}

async function triesAllowed(em: EntityManager, subject: string, now: Date): Promise<number> {
  await lockGuesses(em, subject);
  const wrong = await em.count(WrongGuess, { subject, at: { $gt: guessesSince(now) } });
  return wrong >= pileUp ? triesInPileUp : triesUsually;
}
