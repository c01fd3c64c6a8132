import { done, refuse, type Result } from '@crosstrust/contract';
import type { ClientCall, Core } from '../core.ts';
import type { Viewer } from '../people/viewer.ts';
import type { SignedIn } from '../sessions/hand-over.ts';
import { lockSession, raiseSession } from '../sessions/raise-session.ts';
import { judgePasskey, type PasskeyAnswer } from './judge-passkey.ts';

/** Raises or refreshes the viewer's session by one of their own passkeys. */
export async function proveWithPasskey(
  core: Core,
  call: ClientCall,
  viewer: Viewer,
  answer: PasskeyAnswer,
): Promise<Result<SignedIn>> {
  await core.limitAddress(call, 'passkey');
  const result = await core.database.write<Result<SignedIn>>(async (em) => {
    await lockSession(em, core, viewer);
    const passkey = await judgePasskey(em, core, call, answer, { purpose: 'proof', viewer });
    return passkey
      ? done(await raiseSession(em, core, call, viewer, 'passkey'))
      : refuse('PASSKEY_REFUSED', 'response');
  });
  core.wakeWorker();
  return result;
}
