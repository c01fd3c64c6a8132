import type { Change } from '../storage/changes.ts';

/** Whoever has registered needs no invitation any more, whichever way they came; and none can be used twice. */
export async function useInvitations(query: Change['query'], recordId: string, at: Date): Promise<void> {
  await query('update invitation set used_at = $2 where record_id = $1 and used_at is null and voided_at is null', [
    recordId,
    at,
  ]);
}
