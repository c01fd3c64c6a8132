import type { TrustContext } from '../graph/context.ts';
import type { DocumentLink } from '../graph/values.ts';

/** What a letter or a summary tells of its file. */
export interface WithDocument {
  readonly id: string;
  readonly recordId: string;
  readonly documentId?: string;
  readonly contentType?: string;
  readonly size?: number;
}

/** A link to the file of a letter or a summary; null where it has none. */
export async function linkTo(
  { id, recordId, documentId, contentType, size }: WithDocument,
  { links }: TrustContext,
): Promise<DocumentLink | null> {
  if (!documentId || !contentType || size === undefined) return null;
  return { ...(await links.make({ record: recordId, item: id })), contentType, size };
}
