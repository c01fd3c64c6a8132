import { done, refuse, type Result } from '@crosstrust/contract';
import type { Call, Core } from '../core.ts';
import { totpRemovedNotice } from '../messages/words.ts';
import type { Viewer } from '../people/viewer.ts';
import { changeSecurity } from '../security/change-security.ts';
import { Totp } from './entities.ts';

/** Takes the viewer's authenticator app out of use, and one that waits. Sessions that it helped to open go on. */
export async function removeTotp(
  core: Core,
  call: Call,
  viewer: Viewer,
  { idempotencyKey }: { readonly idempotencyKey: string },
): Promise<Result<{ removed: true }>> {
  const change = {
    verb: 'remove-totp',
    idempotencyKey,
    input: {},
    action: 'totp-removed',
    notice: totpRemovedNotice,
  } as const;
  return changeSecurity(core, call, viewer, change, async (em) => {
    const removed = await em.nativeDelete(Totp, { accountId: viewer.accountId });
    return removed > 0 ? done({ removed: true }) : refuse('NOT_FOUND');
  });
}
