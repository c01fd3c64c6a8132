import type { Call, Core } from '../core.ts';
import type { Viewer } from '../people/viewer.ts';

/** How many of the viewer's recovery codes were not used yet. */
export async function readRecoveryCodesLeft(core: Core, call: Call, { accountId }: Viewer): Promise<number> {
  const [row] = await core.database.read<{ count: number }>(
    call.correlation,
    'select count(*)::integer as count from recovery_code where account_id = $1',
    [accountId],
  );
  return row?.count ?? 0;
}
