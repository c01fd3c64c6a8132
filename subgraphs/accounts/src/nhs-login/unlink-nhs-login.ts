import { done, type Result } from '@crosstrust/contract';
import type { Call, Core } from '../core.ts';
import { nhsLoginUnlinkedNotice } from '../messages/words.ts';
import type { Viewer } from '../people/viewer.ts';
import { changeSecurity } from '../security/change-security.ts';
import { NhsLoginIdentity, NhsLoginTakenAway } from './entities.ts';

/**
 * Takes NHS login away from the viewer's account. It is remembered, or the next sign-in with it would link it again by the
 * NHS number; from then on only the owner adds it, from a session. It locks nobody out: the mobile and the email stay.
 * @throws RegistryError SESSION_ENDED, STEP_UP_REQUIRED, FRESH_SIGN_IN_REQUIRED
 */
export function unlinkNhsLogin(core: Core, call: Call, viewer: Viewer, idempotencyKey: string): Promise<Result<true>> {
  const { accountId } = viewer;
  const change = {
    verb: 'unlink-nhs-login',
    idempotencyKey,
    input: null,
    action: 'nhs-login-unlinked',
    notice: nhsLoginUnlinkedNotice,
  } as const;
  return changeSecurity<true>(core, call, viewer, change, async (em) => {
    await em.nativeDelete(NhsLoginIdentity, { accountId });
    await em.upsert(NhsLoginTakenAway, { accountId, at: core.clock() });
    return done(true);
  });
}
