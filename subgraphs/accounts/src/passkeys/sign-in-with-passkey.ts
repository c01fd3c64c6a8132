import { done, refuse, type Result } from '@crosstrust/contract';
import type { ClientCall, Core } from '../core.ts';
import type { ViewerOrError } from '../people/viewer.ts';
import type { SignedIn } from '../sessions/hand-over.ts';
import { letIn } from '../sessions/let-in.ts';
import { judgePasskey, type PasskeyAnswer } from './judge-passkey.ts';

/**
 * Opens a session for whom a passkey proves (M7): two factors at once, for it is held, and has verified its user by face,
 * fingerprint or PIN. There is nothing to guess, so nothing is counted against the account: strangers cannot slow it.
 * The session that the request came with, if any, gives way to the new one.
 */
export async function signInWithPasskey(
  core: Core,
  call: ClientCall,
  presented: ViewerOrError,
  answer: PasskeyAnswer,
): Promise<Result<SignedIn>> {
  await core.limitAddress(call, 'passkey');
  const result = await core.database.write<Result<SignedIn>>(async (em) => {
    const passkey = await judgePasskey(em, core, call, answer, { purpose: 'sign-in' });
    if (!passkey) return refuse('PASSKEY_REFUSED', 'response');
    return done(await letIn(em, core, call, presented, { accountId: passkey.accountId, proven: ['passkey'] }));
  });
  core.wakeWorker();
  return result;
}
