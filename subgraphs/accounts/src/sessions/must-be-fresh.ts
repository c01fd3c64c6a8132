import { RegistryError, type SessionLevel, sessionLevels } from '@crosstrust/contract';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Core } from '../core.ts';
import { Session } from '../database/entities.ts';
import type { Viewer } from '../people/viewer.ts';

/** Milliseconds for which a proof counts as fresh. */
const freshFor = 10 * 60_000;

/**
 * For what changes how an account is got into: the viewer has proven themselves a moment ago, at this level. It is asked
 * of the session's row, in the transaction of the change, and never of a token.
 * @throws RegistryError SESSION_ENDED, STEP_UP_REQUIRED, FRESH_SIGN_IN_REQUIRED
 */
export async function mustBeFresh(
  em: EntityManager,
  core: Core,
  { sessionId, accountId }: Viewer,
  level: SessionLevel,
): Promise<Session> {
  const session = await em.findOne(
    Session,
    { id: sessionId, accountId, revokedAt: null },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  if (!session) throw new RegistryError('SESSION_ENDED');
  const held = sessionLevels.indexOf(session.level as SessionLevel);
  if (held < sessionLevels.indexOf(level)) throw new RegistryError('STEP_UP_REQUIRED');
  if (core.clock().getTime() - session.provenAt.getTime() > freshFor) throw new RegistryError('FRESH_SIGN_IN_REQUIRED');
  return session;
}
