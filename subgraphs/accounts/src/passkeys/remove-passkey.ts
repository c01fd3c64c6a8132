import { done, refuse, type Result } from '@crosstrust/contract';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Call, Core } from '../core.ts';
import { passkeyRemovedNotice } from '../messages/words.ts';
import type { Viewer } from '../people/viewer.ts';
import { changeSecurity } from '../security/change-security.ts';
import { requiredLevel } from '../sessions/strong-factors.ts';
import { Passkey } from './entities.ts';
import { findOwnPasskey, type WhichPasskey } from './find-own-passkey.ts';

/** Takes a passkey off the viewer's account: from then on it opens nothing. Sessions that it has opened go on. */
export async function removePasskey(
  core: Core,
  call: Call,
  viewer: Viewer,
  { passkey: id, idempotencyKey }: WhichPasskey,
): Promise<Result<{ passkey: string }>> {
  const change = {
    verb: 'remove-passkey',
    idempotencyKey,
    input: { id },
    action: 'passkey-removed',
    notice: async (em: EntityManager) =>
      passkeyRemovedNotice((await requiredLevel(em, viewer.accountId)) === 'one-factor'),
  } as const;
  return changeSecurity(core, call, viewer, change, async (em) => {
    const passkey = await findOwnPasskey(em, viewer, id);
    if (!passkey) return refuse('NOT_FOUND', 'passkey');
    await em.nativeDelete(Passkey, { id });
    return done({ passkey: id });
  });
}
