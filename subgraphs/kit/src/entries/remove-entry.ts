import { refuse } from '@crosstrust/contract';
import type { TrustContext } from '../graph/context.ts';
import { isUuid } from '../graph/lists.ts';
import type { RemoveEntryInput } from './entry-input.ts';
import type { RemoveEntryPayload } from './entry-payload.ts';
import { lockEntry, mustHoldEntries, placeOf } from './stored-entry.ts';

/** Takes away something of the patient's own: what it said is gone, and only an empty row is left. */
export async function removeEntry(input: RemoveEntryInput, context: TrustContext): Promise<RemoveEntryPayload> {
  const { record, idempotencyKey, entry: id } = input;
  await mustHoldEntries(context, record);
  if (!isUuid(id)) return { removed: null, ...refuse('NOT_FOUND', 'entry') };
  const told = await context.carryOut<{ id: string }>(
    { verb: 'remove-entry', recordId: record, idempotencyKey, input: { id } },
    async (work) => {
      if (!(await lockEntry(work, id))) return refuse('NOT_FOUND', 'entry');
      await work.query(
        `update item set status = 'removed', kind = null, content = $3, updated_at = $4 where record_id = $1 and id = $2`,
        [record, id, work.vault.seal({}, placeOf(record, id)), work.now],
      );
      return { done: { id }, item: id };
    },
  );
  return 'done' in told ? { removed: told.done.id, userErrors: [] } : { removed: null, ...told };
}
