import { refuse } from '@crosstrust/contract';
import type { TrustContext } from '../graph/context.ts';
import { isUuid } from '../graph/lists.ts';
import { checkEntry, contentOf } from './check-entry.ts';
import type { ChangeEntryInput } from './entry-input.ts';
import { type EntryPayload, showEntry } from './entry-payload.ts';
import { lockEntry, mustHoldEntries, placeOf } from './stored-entry.ts';

/** Says something of the patient's own anew. Its kind stays. */
export async function changeEntry(input: ChangeEntryInput, context: TrustContext): Promise<EntryPayload> {
  const { record, idempotencyKey, entry: id, ...said } = input;
  await mustHoldEntries(context, record);
  if (!isUuid(id)) return { entry: null, ...refuse('NOT_FOUND', 'entry') };
  const told = await context.carryOut<{ id: string }>(
    { verb: 'change-entry', recordId: record, idempotencyKey, input: { id, ...said } },
    async (work) => {
      const kind = await lockEntry(work, id);
      if (!kind) return refuse('NOT_FOUND', 'entry');
      const userErrors = checkEntry({ kind, ...said }, work.now);
      if (userErrors.length > 0) return { userErrors };
      await work.query('update item set at = $3, content = $4, updated_at = $5 where record_id = $1 and id = $2', [
        record,
        id,
        said.at,
        work.vault.seal(contentOf({ kind, ...said }), placeOf(record, id)),
        work.now,
      ]);
      return { done: { id }, item: id };
    },
  );
  return showEntry(told, record, context);
}
