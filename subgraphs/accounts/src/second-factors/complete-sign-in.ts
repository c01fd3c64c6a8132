import { done, refuse, type Result } from '@crosstrust/contract';
import type { ClientCall, Core } from '../core.ts';
import { saveDevice } from '../devices/saved-device.ts';
import type { ViewerOrError } from '../people/viewer.ts';
import type { SignedIn } from '../sessions/hand-over.ts';
import { letIn } from '../sessions/let-in.ts';
import { findHalf } from './find-half.ts';
import { judgeSecondFactor, type ProofFields, proofsIn } from './judge-second-factor.ts';

/** The second factor that follows a password. */
export interface CompleteSignInInput extends ProofFields {
  readonly challenge: string;
  /** Whether this device shall need no code for 30 days (K12). */
  readonly saveDevice: boolean;
}

/** A session by two factors, and the token of the device if it was saved. */
export interface Completed extends SignedIn {
  readonly savedDevice: string | null;
}

/** Opens a session for who knew the password and now shows one second factor. */
export async function completeSignIn(
  core: Core,
  call: ClientCall,
  presented: ViewerOrError,
  input: CompleteSignInInput,
): Promise<Result<Completed>> {
  const [proof, ...more] = proofsIn(input);
  if (!proof || more.length > 0) return refuse('BAD_INPUT', 'code');
  await core.limitAddress(call, 'guess');
  const result = await core.database.write<Result<Completed>>(async (em) => {
    const half = await findHalf(em, core, input.challenge);
    if (!half) return refuse('SIGN_IN_EXPIRED');
    const { accountId, codeChallenge: challenge } = half;
    const { kind, written, field } = proof;
    const subject = `second factor ${accountId}`;
    if (!(await judgeSecondFactor(em, core, accountId, { kind, written, challenge: challenge ?? null }, subject)))
      return refuse('CODE_WRONG', field);
    em.remove(half);
    const signedIn = await letIn(em, core, call, presented, { accountId, proven: ['password', kind] });
    const savedDevice = input.saveDevice ? await saveDevice(em, core, call, accountId) : null;
    return done({ ...signedIn, savedDevice });
  });
  core.wakeWorker();
  return result;
}
