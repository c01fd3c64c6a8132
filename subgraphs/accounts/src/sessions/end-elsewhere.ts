import type { EntityManager } from '@mikro-orm/postgresql';
import type { Core } from '../core.ts';
import { Session } from '../database/entities.ts';
import { SavedDevice } from '../devices/entities.ts';
import type { Viewer } from '../people/viewer.ts';
import { HalfSignIn } from '../second-factors/entities.ts';

/**
 * Ends the account's other sessions, and sign-ins that wait for their second factor, in the transaction given.
 * @returns how many sessions ended
 */
export async function endOtherSessions(
  em: EntityManager,
  core: Core,
  { accountId, sessionId }: Viewer,
): Promise<number> {
  await em.nativeDelete(HalfSignIn, { accountId });
  return em.nativeUpdate(Session, { accountId, id: { $ne: sessionId }, revokedAt: null }, { revokedAt: core.clock() });
}

/** What a new password ends (ASVS 7.4.3): every other session, and every saved device, this one's too. */
export async function endElsewhere(em: EntityManager, core: Core, viewer: Viewer): Promise<void> {
  await endOtherSessions(em, core, viewer);
  await em.nativeDelete(SavedDevice, { accountId: viewer.accountId });
}
