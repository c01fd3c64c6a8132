import { LockMode } from '@mikro-orm/core';
import { done, refuse, type Result } from '@crosstrust/contract';
import type { Call, Core } from '../core.ts';
import { totpAddedNotice } from '../messages/words.ts';
import type { Viewer } from '../people/viewer.ts';
import { changeSecurity } from '../security/change-security.ts';
import { setUpTime } from './begin-totp.ts';
import { placeOfTotpSecret, Totp } from './entities.ts';
import { stepOfCode } from './step-of-code.ts';

/** Takes an authenticator app into use, once its first code shows that it holds the secret. The one before it ends. */
export async function confirmTotp(
  core: Core,
  call: Call,
  viewer: Viewer,
  { code, idempotencyKey }: { readonly code: string; readonly idempotencyKey: string },
): Promise<Result<{ since: string }>> {
  const { accountId } = viewer;
  const now = core.clock();
  const change = {
    verb: 'confirm-totp',
    idempotencyKey,
    input: { code },
    action: 'totp-added',
    notice: totpAddedNotice,
  } as const;
  return changeSecurity(core, call, viewer, change, async (em) => {
    const waiting = await em.findOne(
      Totp,
      { accountId, confirmedAt: null, createdAt: { $gt: new Date(now.getTime() - setUpTime) } },
      { lockMode: LockMode.PESSIMISTIC_WRITE },
    );
    const step = waiting && stepOfCode(core.vault.openBytes(waiting.secret, placeOfTotpSecret(waiting.id)), code, now);
    if (!waiting || step === null) return refuse('CODE_WRONG', 'code');
    await em.nativeDelete(Totp, { accountId, confirmedAt: { $ne: null } });
    Object.assign(waiting, { confirmedAt: now, lastStep: step });
    return done({ since: now.toISOString() });
  });
}
