import { inflateSync } from 'node:zlib';

/** The text of one of our PDFs as it is drawn, line by line. It knows nothing of other PDFs. */
export function pdfText(pdf: Buffer): string {
  const objects = objectsOf(pdf);
  const letters = lettersByFont(objects);
  const drawn = [...objects.values()].filter(({ stream }) => / Tf\n/.test(stream));
  return drawn.map(({ stream }) => linesOf(stream, letters)).join('\n');
}

interface PdfObject {
  readonly head: string;
  readonly stream: string;
}

function objectsOf(pdf: Buffer): ReadonlyMap<string, PdfObject> {
  const raw = pdf.toString('latin1');
  const found = new Map<string, PdfObject>();
  for (const { 0: start, 1: id = '', index } of raw.matchAll(/^(\d+) 0 obj\n/gm)) {
    const from = index + start.length;
    const end = /\nstream\n|\nendobj/g;
    end.lastIndex = from;
    const head = raw.slice(from, end.exec(raw)?.index);
    const length = Number(/\/Length (\d+)/.exec(head)?.[1] ?? 0);
    const isText = head.includes('/FlateDecode') && !/\/Length1|\/Subtype/.test(head);
    const body = isText ? inflateSync(pdf.subarray(end.lastIndex, end.lastIndex + length)).toString('latin1') : '';
    found.set(id, { head, stream: body });
  }
  return found;
}

/** What each font draws under each number. */
function lettersByFont(objects: ReadonlyMap<string, PdfObject>): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const named = [...objects.values()].flatMap(({ head }) => [...head.matchAll(/\/(F\d+) (\d+) 0 R/g)]);
  return new Map(
    named.map(([, font = '', id = '']) => {
      const map = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id)?.head ?? '')?.[1] ?? '';
      const ranges = (objects.get(map)?.stream ?? '').matchAll(/<(\w{4})> <\w{4}> \[([^\]]*)\]/g);
      const letters = [...ranges].flatMap(([, first = '0', list = '']) =>
        [...list.matchAll(/<([\w ]*)>/g)].map(([, hex = ''], offset): [string, string] => [
          (Number.parseInt(first, 16) + offset).toString(16).padStart(4, '0'),
          Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'),
        ]),
      );
      return [font, new Map(letters)];
    }),
  );
}

function linesOf(content: string, letters: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  let font: ReadonlyMap<string, string> | undefined;
  const lines: string[] = [];
  for (const [, name, drawn] of content.matchAll(/^\/(F\d+) [\d.]+ Tf|^\[(.*)\] TJ/gm)) {
    if (name) font = letters.get(name);
    if (drawn === undefined) continue;
    const glyphs = [...drawn.matchAll(/<(\w+)>/g)].flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? []);
    lines.push(glyphs.map((glyph) => font?.get(glyph) ?? '').join(''));
  }
  return lines.join('\n');
}
