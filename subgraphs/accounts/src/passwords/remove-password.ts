import { done, refuse, type Result } from '@crosstrust/contract';
import type { Call, Core } from '../core.ts';
import { passwordRemovedNotice } from '../messages/words.ts';
import type { Viewer } from '../people/viewer.ts';
import { changeSecurity } from '../security/change-security.ts';
import { endElsewhere } from '../sessions/end-elsewhere.ts';
import { Password } from './entities.ts';

/** Takes the password of the viewer's account away, and with it what was open elsewhere and the saved devices. */
export async function removePassword(
  core: Core,
  call: Call,
  viewer: Viewer,
  { idempotencyKey }: { readonly idempotencyKey: string },
): Promise<Result<true>> {
  const change = {
    verb: 'remove-password',
    idempotencyKey,
    input: {},
    action: 'password-removed',
    notice: passwordRemovedNotice,
  } as const;
  return changeSecurity<true>(core, call, viewer, change, async (em) => {
    const removed = await em.nativeDelete(Password, { accountId: viewer.accountId });
    if (removed === 0) return refuse('NOT_FOUND');
    await endElsewhere(em, core, viewer);
    return done(true);
  });
}
