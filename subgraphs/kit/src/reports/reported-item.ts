import { sections } from '@crosstrust/contract';
import type { TrustContext } from '../graph/context.ts';
import { isUuid } from '../graph/lists.ts';
import type { StoredItem } from '../storage/readers.ts';

/** The most characters of what a patient writes. */
const longestWords = 2000;

/** What a patient wrote, without space around it; undefined where it is nothing or too much. */
export function wordsOf(written: string | null | undefined): string | undefined {
  const words = written?.trim() ?? '';
  return words.length >= 1 && words.length <= longestWords ? words : undefined;
}

/** An item of any kind that shows in the record; null otherwise. */
export async function findShown(context: TrustContext, recordId: string, id: string): Promise<StoredItem | null> {
  return isUuid(id) ? context.readers().item(recordId, id, sections) : null;
}
