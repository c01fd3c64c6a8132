import type { Call, Core } from '../core.ts';
import type { Viewer } from '../people/viewer.ts';

/** Since when the viewer has an authenticator app in use; null when there is none. */
export async function readTotp(core: Core, call: Call, { accountId }: Viewer): Promise<{ since: Date } | null> {
  const [row] = await core.database.read<{ since: Date }>(
    call.correlation,
    'select confirmed_at as since from totp where account_id = $1 and confirmed_at is not null',
    [accountId],
  );
  return row ?? null;
}
