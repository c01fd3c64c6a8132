import type { ClientCall, Core } from '../core.ts';
import type { Viewer } from '../people/viewer.ts';
import type { SeenClient } from '../sessions/open-session.ts';
import { agentInWords, networkInWords } from '../sessions/seen-client.ts';
import { hashOfDevice, placeOfSeenDevice } from './saved-device.ts';

/** A saved device as its owner sees it. */
export interface ListedDevice {
  readonly id: string;
  readonly current: boolean;
  readonly savedAt: Date;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date;
  readonly agent: string | null;
  readonly network: string;
}

interface Row {
  readonly id: string;
  readonly current: boolean;
  readonly client: Buffer;
  readonly saved_at: Date;
  readonly expires_at: Date;
  readonly last_used_at: Date;
}

/** The viewer's saved devices whose 30 days go on, the newest first. */
export async function listDevices(
  core: Core,
  { correlation, client }: ClientCall,
  { accountId }: Viewer,
): Promise<ListedDevice[]> {
  const rows = await core.database.read<Row>(
    correlation,
    `select id, coalesce(token_hash = $3, false) as current, client, saved_at, expires_at, last_used_at
     from saved_device where account_id = $1 and expires_at > $2 order by saved_at desc, id`,
    [accountId, core.clock(), hashOfDevice(client.savedDevice)],
  );
  return rows.map(({ id, current, client: sealed, saved_at, expires_at, last_used_at }) => {
    const seen = core.vault.open<SeenClient>(sealed, placeOfSeenDevice(id));
    return {
      id,
      current,
      savedAt: saved_at,
      expiresAt: expires_at,
      lastUsedAt: last_used_at,
      agent: agentInWords(seen.agent),
      network: networkInWords(seen.address),
    };
  });
}
