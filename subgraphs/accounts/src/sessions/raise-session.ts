import { RegistryError } from '@crosstrust/contract';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Call, Core } from '../core.ts';
import { audit } from '../database/audit.ts';
import { Session } from '../database/entities.ts';
import { Viewer } from '../people/viewer.ts';
import { hashToken, makeToken } from '../tokens.ts';
import { type Factor, levelOf } from './factors.ts';
import type { SignedIn } from './hand-over.ts';
import { aliveSince } from './limits.ts';

/**
 * Adds a factor that was proven just now to the viewer's session, in the transaction given. The session gets a new token
 * and the old one is worth nothing from here on, so who knew the old one does not rise with it; it ends when it would have.
 * @throws RegistryError SESSION_ENDED
 */
export async function raiseSession(
  em: EntityManager,
  core: Core,
  call: Call,
  viewer: Viewer,
  proven: Factor,
): Promise<SignedIn> {
  const session = await lockSession(em, core, viewer);
  const token = makeToken();
  session.factors = [...new Set([...session.factors, proven])];
  session.level = levelOf(session.factors);
  session.provenAt = core.clock();
  session.tokenHash = hashToken(token);
  audit(em, core, call, { accountId: viewer.accountId, action: 'session-raised' });
  return { token, viewer: Viewer.ofSession(session) };
}

/**
 * Locks the viewer's session, which goes before every other lock of a proof as it does of a change.
 * @throws RegistryError SESSION_ENDED
 */
export async function lockSession(em: EntityManager, core: Core, { sessionId, accountId }: Viewer): Promise<Session> {
  const now = core.clock();
  const { seenAfter, createdAfter } = aliveSince(now);
  const session = await em.findOne(
    Session,
    { id: sessionId, accountId, revokedAt: null, lastSeenAt: { $gt: seenAfter }, createdAt: { $gt: createdAfter } },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  if (!session) throw new RegistryError('SESSION_ENDED');
  return session;
}
