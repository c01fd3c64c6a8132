import type { EntityManager } from '@mikro-orm/postgresql';
import type { Call, Core } from '../core.ts';
import { audit } from '../database/audit.ts';
import { Session } from '../database/entities.ts';
import type { Viewer } from '../people/viewer.ts';

/** Ends the viewer's session: the next request that brings its token is refused, at every gateway. */
export async function signOut(core: Core, call: Call, viewer: Viewer): Promise<void> {
  await core.database.write((em) => endSession(em, core, call, viewer));
}

/** Ends the viewer's session, in the transaction given. */
export async function endSession(em: EntityManager, core: Core, call: Call, viewer: Viewer): Promise<void> {
  const ended = await em.nativeUpdate(
    Session,
    { id: viewer.sessionId, accountId: viewer.accountId, revokedAt: null },
    { revokedAt: core.clock() },
  );
  if (ended > 0) audit(em, core, call, { accountId: viewer.accountId, action: 'signed-out' });
}
