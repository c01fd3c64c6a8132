import { done, refuse, type Result } from '@crosstrust/contract';
import type { ClientCall, Core } from '../core.ts';
import { sendCodeToMobile } from './code-to-mobile.ts';
import { findHalf } from './find-half.ts';

/** Texts a code to the mobile of who has just given their password. Never by email: who reads it could have had the password reset. */
export async function requestSecondFactorCode(
  core: Core,
  call: ClientCall,
  challenge: string,
): Promise<Result<{ expiresAt: string }>> {
  await core.limitAddress(call, 'code');
  const result = await core.database.write<Result<{ expiresAt: string }>>(async (em) => {
    const half = await findHalf(em, core, challenge);
    if (!half) return refuse('SIGN_IN_EXPIRED');
    const sent = await sendCodeToMobile(em, core, half.accountId);
    if ('userErrors' in sent) return sent;
    half.codeChallenge = sent.done.challenge;
    return done({ expiresAt: sent.done.expiresAt });
  });
  core.wakeWorker();
  return result;
}
