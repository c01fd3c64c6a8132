import type { Call, Core } from '../core.ts';
import type { Viewer } from '../people/viewer.ts';
import { placeOfPasskeyName } from './entities.ts';

/** A passkey as its owner sees it. */
export interface ShownPasskey {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  /** Null until it has proven its owner once. */
  readonly lastUsedAt: Date | null;
  /** Whether it outlives its device. */
  readonly backedUp: boolean;
}

/** The viewer's passkeys, the oldest first. */
export async function listPasskeys(core: Core, call: Call, { accountId }: Viewer): Promise<ShownPasskey[]> {
  const rows = await core.database.read<{
    id: string;
    name: Buffer;
    created_at: Date;
    last_used_at: Date | null;
    backed_up: boolean;
  }>(
    call.correlation,
    'select id, name, created_at, last_used_at, backed_up from passkey where account_id = $1 order by created_at, id',
    [accountId],
  );
  return rows.map(({ id, name, created_at, last_used_at, backed_up }) => ({
    id,
    name: core.vault.open<string>(name, placeOfPasskeyName(id)),
    createdAt: created_at,
    lastUsedAt: last_used_at,
    backedUp: backed_up,
  }));
}
