import type { Core } from '../core.ts';
import { countGuess, forgetGuesses } from '../limits/limit-guesses.ts';
import type { Password } from './entities.ts';
import { isPassword } from './hash.ts';
import { normalisePassword } from './password-rules.ts';

/**
 * Judges a password that somebody wrote. It is counted as wrong first and forgotten when it is right, so that no lock and
 * no connection is held while it is hashed.
 * @param held the account's, or null where there is none: the work is the same
 * @param subject what wrong ones are counted against
 * @throws RegistryError TOO_MANY_REQUESTS, before anything is judged
 */
export async function judgePassword(
  core: Core,
  held: Pick<Password, 'id' | 'hash'> | null,
  written: string,
  subject: string,
): Promise<boolean> {
  await core.database.write((em) => countGuess(em, core, subject));
  const isRight = await isPassword(core, held, normalisePassword(written));
  if (isRight) await core.database.write((em) => forgetGuesses(em, subject));
  return isRight;
}
