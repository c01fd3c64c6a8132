import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { SessionLevel } from '@crosstrust/contract';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Core } from '../core.ts';
import { Session } from '../database/entities.ts';

/** Opens a session, in the transaction given. The token (256 random bits) is kept by nobody but the device. */
export function openSession(
  em: EntityManager,
  core: Core,
  accountId: string,
  level: SessionLevel,
): { token: string; session: Session } {
  const token = randomBytes(32).toString('base64url');
  const now = core.clock();
  const session = em.create(Session, {
    id: randomUUID(),
    tokenHash: hashToken(token),
    accountId,
    level,
    createdAt: now,
    lastSeenAt: now,
    revokedAt: null,
  });
  return { token, session };
}

/** How a token is stored and found. It is random, so a plain hash gives nothing away. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
