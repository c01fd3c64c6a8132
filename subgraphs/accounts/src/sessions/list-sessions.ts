import type { SessionLevel } from '@crosstrust/contract';
import type { Call, Core } from '../core.ts';
import type { Viewer } from '../people/viewer.ts';
import type { Factor } from './factors.ts';
import { aliveSince } from './limits.ts';
import { placeOfClient, type SeenClient } from './open-session.ts';
import { agentInWords, networkInWords } from './seen-client.ts';

/** A session as its owner sees it in the list. */
export interface ListedSession {
  readonly id: string;
  /** Whether it is the one that asks. */
  readonly current: boolean;
  readonly openedAt: Date;
  readonly lastSeenAt: Date;
  readonly factors: readonly Factor[];
  readonly level: SessionLevel;
  readonly agent: string | null;
  readonly network: string;
}

interface Row {
  readonly id: string;
  readonly factors: Factor[];
  readonly level: SessionLevel;
  readonly client: Buffer;
  readonly created_at: Date;
  readonly last_seen_at: Date;
}

/** The viewer's sessions that are alive, the last seen first. */
export async function listSessions(core: Core, call: Call, { accountId, sessionId }: Viewer): Promise<ListedSession[]> {
  const { seenAfter, createdAfter } = aliveSince(core.clock());
  const rows = await core.database.read<Row>(
    call.correlation,
    `select id, factors, level, client, created_at, last_seen_at from session
     where account_id = $1 and revoked_at is null and last_seen_at > $2 and created_at > $3
     order by last_seen_at desc, created_at desc, id`,
    [accountId, seenAfter, createdAfter],
  );
  return rows.map(({ id, factors, level, client, created_at, last_seen_at }) => {
    const seen = core.vault.open<SeenClient>(client, placeOfClient(id));
    return {
      id,
      current: id === sessionId,
      openedAt: created_at,
      lastSeenAt: last_seen_at,
      factors,
      level,
      agent: agentInWords(seen.agent),
      network: networkInWords(seen.address),
    };
  });
}
