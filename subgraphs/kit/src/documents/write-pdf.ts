import { setImmediate as nextTurn } from 'node:timers/promises';
import PDFDocument from 'pdfkit';
import { loadTypeface, settable } from './font.ts';

/** A part of a document, as screen readers announce it. */
export interface Block {
  readonly as: 'H1' | 'H2' | 'H3' | 'P';
  readonly text: string;
}

export interface PdfContent {
  /** What the window and a screen reader call it. */
  readonly title: string;
  readonly author: string;
  /** BCP 47; British English, if it is not given. */
  readonly language?: string;
  /** When it was written: the same document is the same bytes, whenever it is asked for. */
  readonly date: Date;
  readonly blocks: readonly Block[];
}

/** Points of type, and of space above, by what a part is. */
const styles = {
  H1: { size: 18, bold: true, above: 14 },
  H2: { size: 13, bold: true, above: 10 },
  H3: { size: 11, bold: true, above: 9 },
  P: { size: 11, bold: false, above: 7 },
} as const;
const margin = 64;
/** Parts that are set before other requests get their turn. */
const partsATurn = 20;

/**
 * An A4 document that screen readers can follow (PDF/UA): language, title, headings and paragraphs are marked, and the page
 * numbers are marked as no part of the text.
 */
export async function writePdf({ title, author, language = 'en-GB', date, blocks }: PdfContent): Promise<Buffer> {
  const { regular, bold } = loadTypeface();
  const pdf = new PDFDocument({
    size: 'A4',
    margin,
    bufferPages: true,
    pdfVersion: '1.7',
    subset: 'PDF/UA' as never, // newer than its types
    tagged: true,
    lang: language,
    displayTitle: true,
    font: regular as never, // a path or the font itself
    info: { Title: settable(title), Author: settable(author), CreationDate: date, ModDate: date },
  });
  pdf.registerFont('regular', regular).registerFont('bold', bold);
  const root = pdf.struct('Document');
  pdf.addStructure(root);
  for (const [place, block] of blocks.entries()) {
    root.add(pdf.struct(block.as, {}, () => writeBlock(pdf, block)));
    if (place % partsATurn === partsATurn - 1) await nextTurn();
  }
  root.end();
  numberPages(pdf);
  pdf.end();
  return Buffer.concat(await pdf.toArray());
}

function writeBlock(pdf: PDFKit.PDFDocument, { as, text }: Block): void {
  const { size, bold, above } = styles[as];
  if (pdf.y > margin) pdf.y += above;
  pdf
    .font(bold ? 'bold' : 'regular')
    .fontSize(size)
    .text(settable(text), { lineGap: 2 });
}

function numberPages(pdf: PDFKit.PDFDocument): void {
  const { start, count } = pdf.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    pdf.switchToPage(page);
    // the number stands below the margin, where a text would otherwise begin another page
    pdf.page.margins.bottom = 0;
    pdf.markContent('Artifact', { type: 'Pagination', attached: ['Bottom'] });
    pdf
      .font('regular')
      .fontSize(9)
      .text(`Page ${page + 1} of ${count}`, margin, pdf.page.height - margin / 2, { lineBreak: false });
    pdf.endMarkedContent();
  }
}
