import type { Result } from '@crosstrust/contract';
import type { ClientCall, Core } from '../core.ts';
import type { Viewer } from '../people/viewer.ts';
import { sendCodeToMobile } from '../second-factors/code-to-mobile.ts';
import type { PosedChallenge } from '../sign-in/pose-challenge.ts';
import { lockSession } from './raise-session.ts';

/** Texts a code to the viewer's own mobile, for `prove` alone: it opens no session. */
export async function requestProof(core: Core, call: ClientCall, viewer: Viewer): Promise<Result<PosedChallenge>> {
  await core.limitAddress(call, 'code');
  const result = await core.database.write(async (em) => {
    await lockSession(em, core, viewer);
    return sendCodeToMobile(em, core, viewer.accountId);
  });
  core.wakeWorker();
  return result;
}
