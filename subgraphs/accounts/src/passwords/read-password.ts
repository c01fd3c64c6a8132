import type { Call, Core } from '../core.ts';

/** An account's password as it is judged. */
export interface HeldPassword {
  readonly id: string;
  readonly hash: Buffer;
  readonly changedAt: Date;
}

/** Reads an account's password; null when it has none. */
export async function readPassword(core: Core, call: Call, accountId: string): Promise<HeldPassword | null> {
  const [row] = await core.database.read<HeldPassword>(
    call.correlation,
    'select id, hash, changed_at as "changedAt" from password where account_id = $1',
    [accountId],
  );
  return row ?? null;
}
