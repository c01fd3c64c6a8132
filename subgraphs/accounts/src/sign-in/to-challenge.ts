import type { Result } from '@crosstrust/contract';
import type { PosedChallenge } from './pose-challenge.ts';

/** A posed challenge, or what has to be mended first, as a payload has it. */
export function toChallenge(result: Result<PosedChallenge>) {
  return 'done' in result
    ? { ...result.done, userErrors: [] }
    : { challenge: null, expiresAt: null, userErrors: result.userErrors };
}
