/**
 * A PDF of plain text lines on A4, written by hand: these few objects are all that a letter needs, and a library would be
 * larger than the rest of the samples together.
 */
export function makePdf(title: string, lines: readonly string[]): Buffer {
  const pages = chunk(lines.flatMap(wrap), 48);
  const pageIds = pages.map((_page, index) => 5 + index * 2);
  const objects = [
    `<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>`,
    `<< /Type /Pages /Count ${pages.length} /Kids [${pageIds.map((id) => `${id} 0 R`).join(' ')}] >>`,
    `<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>`,
    `<< /Title (${escapeText(title)}) /Producer (Crosstrust samples) >>`,
    ...pages.flatMap((page, index) => [pageObject(6 + index * 2), streamObject(page)]),
  ];
  return assemble(objects);
}

function pageObject(contents: number): string {
  return `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${contents} 0 R >>`;
}

function streamObject(lines: readonly string[]): string {
  const text = ['BT /F1 11 Tf 15 TL 60 780 Td', ...lines.map((line) => `(${escapeText(line)}) Tj T*`), 'ET'].join('\n');
  return `<< /Length ${Buffer.byteLength(text, 'latin1')} >>\nstream\n${text}\nendstream`;
}

/** Puts the objects one after the other, with the table of where each begins. */
function assemble(objects: readonly string[]): Buffer {
  let text = '%PDF-1.4\n%\xE2\xE3\xCF\xD3\n';
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info 4 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

/** The fonts of a PDF reader know Latin letters only; typographic marks have plain ones. */
function escapeText(text: string): string {
  return text
    .replace(/[‘’]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/[–—]/g, '-')
    .replace(/[^\x20-\xff]/g, '?')
    .replace(/[\\()]/g, '\\$&');
}

function wrap(line: string): string[] {
  const rows = [''];
  for (const word of line.split(' ')) {
    const last = rows.at(-1) ?? '';
    if (last && last.length + word.length > 88) rows.push(word);
    else rows[rows.length - 1] = last ? `${last} ${word}` : word;
  }
  return rows;
}

function chunk<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.max(1, Math.ceil(items.length / size)) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
