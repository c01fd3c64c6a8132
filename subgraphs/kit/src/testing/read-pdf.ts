import { inflateSync } from 'node:zlib';

/** What a screen reader finds in one of our PDFs: its catalogue and information as they stand, and its marked parts in order. */
export interface ReadPdf {
  /** Catalogue, information and metadata: where language, title and tags are declared. */
  readonly declared: string;
  readonly pages: readonly (readonly MarkedPart[])[];
  /** Whether some letter was drawn as an empty box. */
  readonly hasGaps: boolean;
  /** How many elements of each kind the structure has. */
  readonly structure: Readonly<Record<string, number>>;
}

export interface MarkedPart {
  /** `H1`, `P`, ... or `Artifact`. */
  readonly as: string;
  /** Its lines on this page, joined by a space. */
  readonly text: string;
}

/** Reads a PDF of pdfkit's with embedded fonts. For tests: it knows nothing of other PDFs. */
export function readPdf(pdf: Buffer): ReadPdf {
  const objects = objectsOf(pdf);
  const named = (pattern: RegExp) => [...objects.values()].filter(({ head }) => pattern.test(head));
  const pages = named(/\/Type \/Page\n/).map(({ head }) => {
    const fonts = fontsOf(objects, head);
    return partsOf(contentOf(objects, head, 'Contents'), fonts);
  });
  const elements = named(/^<<\n\/S \/\w+\n/m).map(({ head }) => /\/S \/(\w+)/.exec(head)?.[1] ?? '');
  return {
    declared: [...named(/\/Type \/Catalog/), ...named(/\/Marked|\/DisplayDocTitle/), ...named(/\/Type \/Metadata/)]
      .map(({ head, stream }) => head + (stream?.toString() ?? ''))
      .join('\n'),
    pages: pages.map(({ parts }) => parts),
    hasGaps: pages.some(({ hasGaps }) => hasGaps),
    structure: Object.fromEntries([...Map.groupBy(elements, (kind) => kind)].map(([kind, all]) => [kind, all.length])),
  };
}

interface PdfObject {
  readonly head: string;
  readonly stream: Buffer | undefined;
}
type Objects = ReadonlyMap<string, PdfObject>;
type Font = ReadonlyMap<string, string>;

function objectsOf(pdf: Buffer): Objects {
  const raw = pdf.toString('latin1');
  const found = new Map<string, PdfObject>();
  for (const { 0: start, 1: id = '', index } of raw.matchAll(/^(\d+) 0 obj\n/gm)) {
    const from = index + start.length;
    const end = /\nstream\n|\nendobj/g;
    end.lastIndex = from;
    const at = end.exec(raw);
    const head = `${raw.slice(from, at?.index)}\n`;
    const length = Number(/\/Length (\d+)/.exec(head)?.[1] ?? 0);
    const body = at?.[0] === '\nstream\n' ? pdf.subarray(end.lastIndex, end.lastIndex + length) : undefined;
    found.set(id, { head, stream: body && head.includes('/FlateDecode') ? inflateSync(body) : body });
  }
  return found;
}

const referenceIn = (head: string, name: string) => new RegExp(`/${name} (\\d+) 0 R`).exec(head)?.[1] ?? '';
const contentOf = (objects: Objects, head: string, name: string) =>
  objects.get(referenceIn(head, name))?.stream?.toString('latin1') ?? '';

/** The letters of each font of a page, by the number under which the page draws them. */
function fontsOf(objects: Objects, page: string): ReadonlyMap<string, Font> {
  const resources = objects.get(referenceIn(page, 'Resources'))?.head ?? '';
  return new Map(
    [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', id = '']) => {
      const map = contentOf(objects, objects.get(id)?.head ?? '', 'ToUnicode');
      const letters = [...map.matchAll(/<(\w{4})> <\w{4}> \[([^\]]*)\]/g)].flatMap(([, first = '0', list = '']) =>
        [...list.matchAll(/<([\w ]*)>/g)].map(([, hex = ''], offset): [string, string] => [
          (parseInt(first, 16) + offset).toString(16).padStart(4, '0'),
          Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'),
        ]),
      );
      return [name, new Map(letters)];
    }),
  );
}

function partsOf(content: string, fonts: ReadonlyMap<string, Font>): { parts: MarkedPart[]; hasGaps: boolean } {
  const parts: { as: string; lines: string[] }[] = [];
  let font: Font | undefined;
  let hasGaps = false;
  for (const [, tag, fontName, drawn] of content.matchAll(/^\/(\w+) <<|^\/(F\d+) [\d.]+ Tf|^\[(.*)\] TJ/gm)) {
    if (tag) parts.push({ as: tag, lines: [] });
    if (fontName) font = fonts.get(fontName);
    if (drawn === undefined) continue;
    const glyphs = [...drawn.matchAll(/<(\w+)>/g)].flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? []);
    hasGaps ||= glyphs.includes('0000');
    parts.at(-1)?.lines.push(glyphs.map((glyph) => font?.get(glyph) ?? '').join(''));
  }
  return { parts: parts.map(({ as, lines }) => ({ as, text: lines.join(' ').replace(/ +/g, ' ').trim() })), hasGaps };
}
