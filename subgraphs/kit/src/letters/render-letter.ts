import type { LinkedDocument } from '../documents/document-links.ts';
import { canWrite, settable } from '../documents/font.ts';
import type { Rendered } from '../documents/renderings.ts';
import { type Block, writePdf } from '../documents/write-pdf.ts';
import type { TrustContext } from '../graph/context.ts';
import { sourceOf } from '../policy/policy.ts';
import type { DischargeSummaryContent, LetterContent } from '../storage/content.ts';
import { readableSections } from './lists.ts';
import { type Paper, paperOf } from './paper.ts';

/** Characters beyond which a text stays a text: setting it would hold up everybody else's requests. */
const longest = 100_000;
/** Lines beyond which it does, however short they are: each paragraph is a part of its own for screen readers. */
const mostLines = 1_000;
/** Characters of a word beyond which it does: breaking one takes the square of its length. */
const longestWord = 500;

/** A letter that came as a file: the file. */
export async function renderFile(context: TrustContext, linked: LinkedDocument): Promise<Rendered | null> {
  const letter = await findLetter(context, linked);
  return letter?.content.documentId === undefined
    ? null
    : context.readers().file(linked.record, letter.content.documentId);
}

/** A letter that came as text: a PDF of it. */
export async function renderPdf(context: TrustContext, linked: LinkedDocument): Promise<Rendered | null> {
  const letter = await findLetter(context, linked);
  const paper = letter && paperOf(letter.sender, letter.content);
  if (!paper || !canBePdf(paper)) return null;
  const { sender, title } = paper;
  const content = { title, author: sender, date: letter.date, blocks: blocksOf(paper) };
  return { contentType: 'application/pdf', body: await writePdf(content) };
}

/** A letter that came as text in letters that our PDFs cannot show: as text. */
export async function renderText(context: TrustContext, linked: LinkedDocument): Promise<Rendered | null> {
  const letter = await findLetter(context, linked);
  const paper = letter && paperOf(letter.sender, letter.content);
  return paper && { contentType: textType, body: Buffer.from(plainTextOf(paper)) };
}

export const textType = 'text/plain; charset=utf-8';

/** Whether a paper can be set as a PDF without losing a letter of it. */
export const canBePdf = (paper: Paper): boolean => {
  const text = plainTextOf(paper);
  if (text.length > longest || text.split('\n').length > mostLines) return false;
  return text.split(/\s+/).every((word) => word.length <= longestWord) && canWrite(settable(text));
};

/** The paper's parts in their order: who sent it, what it is, and its text in headings and paragraphs. */
export function blocksOf({ sender, title, facts, text }: Paper): Block[] {
  return [
    { as: 'P', text: sender },
    { as: 'H1', text: title },
    { as: 'P', text: facts.map(({ name, value }) => `${name}: ${value}`).join('\n') },
    ...text
      .split(/\n\s*\n|^(#{1,6} .*)$/m)
      .map((part) => part?.trim())
      .filter((part) => part !== undefined && part !== '')
      .map((part): Block => {
        const heading = /^#{1,6} +(.+)$/.exec(part ?? '')?.[1];
        return heading === undefined ? { as: 'P', text: part ?? '' } : { as: 'H2', text: heading };
      }),
  ];
}

function plainTextOf(paper: Paper): string {
  return blocksOf(paper)
    .map(({ text }) => text)
    .join('\n\n');
}

interface FoundLetter {
  readonly sender: string;
  readonly date: Date;
  readonly content: LetterContent | DischargeSummaryContent;
}

async function findLetter(context: TrustContext, { record, item }: LinkedDocument): Promise<FoundLetter | null> {
  const [found] = await context.readers().open(record, [item], readableSections);
  if (!found) return null;
  const sender = sourceOf(context.policy, found.source).name;
  return { sender, date: found.at, content: found.content as LetterContent | DischargeSummaryContent };
}
