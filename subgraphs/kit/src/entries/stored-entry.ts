import type { TrustContext } from '../graph/context.ts';
import type { EntryContent, EntryKind } from '../storage/content.ts';
import type { Work } from '../verbs/carry-out.ts';
import { entryList } from './entry-list.ts';

/**
 * The first step of every verb on entries: the viewer's grant holds them at all.
 * @throws RegistryError SECTION_NOT_SHARED
 */
export async function mustHoldEntries(context: TrustContext, recordId: string): Promise<void> {
  await context.readers().open(recordId, [], entryList.sections);
}

/** Where an entry's content is sealed for. */
export const placeOf = (recordId: string, id: string): string => `item/${recordId}/${id}`;

/** Locks an entry that stands, for the transaction of a verb. Undefined where there is none: absent and removed look the same. */
export async function lockEntry({ query, recordId, vault }: Work, id: string): Promise<EntryKind | undefined> {
  const [row] = await query<{ content: Buffer }>(
    `select content from item
     where record_id = $1 and id = $2 and section = 'PATIENT_ENTRIES' and status = 'final' for update`,
    [recordId, id],
  );
  return row && vault.open<EntryContent>(row.content, placeOf(recordId, id)).kind;
}
