import type { SessionLevel } from '@crosstrust/contract';
import type { Call, Core } from '../core.ts';
import type { Viewer } from '../people/viewer.ts';
import { absoluteLimit, aliveSince, idleLimit } from './limits.ts';

/** When the viewer's session ends. */
export interface SessionTimes {
  readonly level: SessionLevel;
  /** Whatever happens. */
  readonly expiresAt: Date;
  /** Unless the person does something. */
  readonly idleExpiresAt: Date;
}

/** Reads the viewer's own session; null when it has ended. */
export async function readSession(core: Core, call: Call, viewer: Viewer): Promise<SessionTimes | null> {
  const { seenAfter, createdAfter } = aliveSince(core.clock());
  const [row] = await core.database.read<{ level: SessionLevel; created_at: Date; last_seen_at: Date }>(
    call.correlation,
    `select level, created_at, last_seen_at from session
     where id = $1 and account_id = $2 and revoked_at is null and last_seen_at > $3 and created_at > $4`,
    [viewer.sessionId, viewer.accountId, seenAfter, createdAfter],
  );
  if (!row) return null;
  const expiresAt = new Date(row.created_at.getTime() + absoluteLimit);
  const idle = row.last_seen_at.getTime() + idleLimit;
  return { level: row.level, expiresAt, idleExpiresAt: new Date(Math.min(idle, expiresAt.getTime())) };
}
