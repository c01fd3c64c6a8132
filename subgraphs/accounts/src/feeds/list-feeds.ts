import type { Call, Core } from '../core.ts';
import type { Viewer } from '../people/viewer.ts';

/** A feed as its owner sees it: everything but its secret, which nobody has. */
export interface Feed {
  readonly id: string;
  readonly name: string | null;
  readonly createdAt: Date;
  /** Null until a calendar has read it. */
  readonly lastReadAt: Date | null;
}

/** The viewer's feeds that are not revoked, the oldest first. */
export async function listFeeds(core: Core, call: Call, { accountId }: Viewer): Promise<Feed[]> {
  const rows = await core.database.read<{
    id: string;
    name: Buffer | null;
    created_at: Date;
    last_read_at: Date | null;
  }>(
    call.correlation,
    `select id, name, created_at, last_read_at from calendar_feed
     where account_id = $1 and revoked_at is null order by created_at, id`,
    [accountId],
  );
  return rows.map(({ id, name, created_at, last_read_at }) => ({
    id,
    name: name && core.vault.open<string>(name, placeOfFeedName(id)),
    createdAt: created_at,
    lastReadAt: last_read_at,
  }));
}

/** Where a feed's name is sealed to. */
export const placeOfFeedName = (id: string): string => `calendar_feed/${id}/name`;
