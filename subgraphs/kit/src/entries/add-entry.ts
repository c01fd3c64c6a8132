import { randomBytes, randomUUID } from 'node:crypto';
import type { TrustContext } from '../graph/context.ts';
import { checkEntry, contentOf } from './check-entry.ts';
import type { AddEntryInput } from './entry-input.ts';
import { type EntryPayload, showEntry } from './entry-payload.ts';
import { mustHoldEntries, placeOf } from './stored-entry.ts';

/** Adds something of the patient's own to their record (D2 D14). */
export async function addEntry(input: AddEntryInput, context: TrustContext): Promise<EntryPayload> {
  const { record, idempotencyKey, ...entry } = input;
  await mustHoldEntries(context, record);
  const userErrors = checkEntry(entry, context.clock());
  if (userErrors.length > 0) return { entry: null, userErrors };
  const [source] = context.policy.trust.sources;
  const told = await context.carryOut<{ id: string }>(
    { verb: 'add-entry', recordId: record, idempotencyKey, input: entry },
    async ({ query, now, vault }) => {
      const id = randomUUID();
      await query(
        `insert into item (record_id, id, section, source, at, status, digest, content, received_at, updated_at, kind)
         values ($1, $2, 'PATIENT_ENTRIES', $3, $4, 'final', $5, $6, $7, $7, $8)`,
        [
          record,
          id,
          source.key,
          entry.at,
          // an import tells by the digest what has changed; it knows nothing of entries
          randomBytes(32),
          vault.seal(contentOf(entry), placeOf(record, id)),
          now,
          entry.kind,
        ],
      );
      return { done: { id }, item: id };
    },
  );
  return showEntry(told, record, context);
}
