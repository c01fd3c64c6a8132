import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { resolve } = createRequire(import.meta.url);

/** The typeface of every PDF: a PDF's own standard fonts lack letters that patients' names have (Łukasz). */
export interface Typeface {
  readonly regular: Buffer;
  readonly bold: Buffer;
}

let loaded: Typeface | undefined;

/** DejaVu Sans, read once and not before it is needed. */
export function loadTypeface(): Typeface {
  const read = (name: string) => readFileSync(resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`));
  loaded ??= { regular: read('DejaVuSans'), bold: read('DejaVuSans-Bold') };
  return loaded;
}

/**
 * What DejaVu Sans has in both weights: Latin, Greek and Cyrillic with their accents, and the signs of letters and
 * numbers. It draws Hebrew and Arabic too, but PDFs are laid out from left to right only.
 */
const writable =
  /^(?:[\n -~\u00a0-\u02e9\u0370-\u03ff\u0400-\u0525\u1e00-\u1ef9\u1f00-\u1fff\u2000-\u2065\u2070-\u209f\u20a0-\u20b5\u2110-\u2149\u2150-\u2185\u2190-\u22ff\u2500-\u25ff\u2600-\u262f\u2713-\u2718\ufb00-\ufb06]|[\u0300-\u034f])*$/u;

/** Whether the typeface has every letter of a text; what it lacks would be an empty box. */
export const canWrite = (text: string): boolean => writable.test(text);

/** A text as it is set: composed letters, spaces for tabs, no control characters. */
export const settable = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replaceAll('\t', '    ')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, '');
