import type { TrustContext } from '../graph/context.ts';
import type { DocumentLink } from '../graph/values.ts';
import type { DischargeSummaryContent, LetterContent } from '../storage/content.ts';
import { paperOf } from './paper.ts';
import { canBePdf, textType } from './render-letter.ts';

/** A letter or a summary as it stands in the graph. */
export type WithDocument = (LetterContent | DischargeSummaryContent) & {
  readonly id: string;
  readonly recordId: string;
  readonly source: { readonly name: string };
};

/** A link to a letter or a summary as a document: the file that it came as, or else a PDF that is made of its text. */
export async function linkTo(letter: WithDocument, { links }: TrustContext): Promise<DocumentLink | null> {
  const form = formOf(letter);
  if (!form) return null;
  const { as, contentType, size } = form;
  return { ...(await links.make({ record: letter.recordId, item: letter.id, as })), contentType, size };
}

function formOf(letter: WithDocument): { as: string; contentType: string; size: number | null } | null {
  const { documentId, contentType, size = null } = letter;
  if (documentId !== undefined && contentType !== undefined) return { as: 'file', contentType, size };
  const paper = paperOf(letter.source.name, letter);
  if (!paper) return null;
  return canBePdf(paper)
    ? { as: 'pdf', contentType: 'application/pdf', size: null }
    : { as: 'text', contentType: textType, size: null };
}
