import { describe, expect, it } from 'vitest';
import { readPdf } from '../testing/read-pdf.ts';
import { canWrite, settable } from './font.ts';
import { type Block, writePdf } from './write-pdf.ts';

const write = (blocks: readonly Block[]) =>
  writePdf({ title: 'Clinic letter', author: 'Example Hospital', date: new Date('2026-06-15T11:00:00Z'), blocks });

describe('writePdf', () => {
  it('D1 marks language, title, headings and paragraphs for screen readers', async () => {
    const pdf = readPdf(
      await write([
        { as: 'P', text: 'Example Hospital' },
        { as: 'H1', text: 'Clinic letter' },
        { as: 'P', text: 'Dear Łukasz Żak,\nβ-blocker ≥ 5 µg → daily. Дмитрий, Việt, naïve café “quoted” – fine.' },
        { as: 'H2', text: 'Plan' },
        { as: 'P', text: 'See you.' },
      ]),
    );
    for (const declaration of [
      /\/Marked true/,
      /\/StructTreeRoot \d+ 0 R/,
      /\/Lang \(en-GB\)/,
      /\/DisplayDocTitle true/,
      /<pdfuaid:part>1<\/pdfuaid:part>/,
      /Clinic letter/,
    ])
      expect(pdf.declared).toMatch(declaration);
    expect(pdf.structure).toEqual({ Document: 1, P: 3, H1: 1, H2: 1 });
    expect(pdf.pages).toEqual([
      [
        { as: 'P', text: 'Example Hospital' },
        { as: 'H1', text: 'Clinic letter' },
        {
          as: 'P',
          text: 'Dear Łukasz Żak, β-blocker ≥ 5 µg → daily. Дмитрий, Việt, naïve café “quoted” – fine.',
        },
        { as: 'H2', text: 'Plan' },
        { as: 'P', text: 'See you.' },
        { as: 'Artifact', text: 'Page 1 of 1' },
      ],
    ]);
    expect(pdf.hasGaps).toBe(false);
  });

  it('D1 goes over pages, keeps every word in order, and numbers the pages apart from the text', async () => {
    const paragraphs = Array.from({ length: 60 }, (_, n) => `Paragraph ${n} of a long letter. `.repeat(12).trim());
    const { pages } = readPdf(await write(paragraphs.map((text) => ({ as: 'P', text }))));
    expect(pages.length).toBeGreaterThan(4);
    const words = pages.flatMap((parts) => parts.filter(({ as, text }) => as === 'P' && text).map(({ text }) => text));
    expect(words.join(' ') === paragraphs.join(' ')).toBe(true);
    expect(pages.map((parts) => parts.filter(({ as }) => as === 'Artifact'))).toEqual(
      pages.map((_, page) => [{ as: 'Artifact', text: `Page ${page + 1} of ${pages.length}` }]),
    );
  });

  it('D1 is the same bytes whenever it is written', async () => {
    const blocks: Block[] = [{ as: 'P', text: 'Again.' }];
    expect((await write(blocks)).equals(await write(blocks))).toBe(true);
  });
});

describe('canWrite', () => {
  it.each([
    ['plain English', 'Dear Ms O’Neill,\n£5 – “quoted” … 20 °C', true],
    ['names of Europe', 'Łukasz Żak, Đặng Thị, Ólafur Þór, Ştefan, Ελένη, Дмитрий', true],
    ['signs of letters and numbers', '≥ 5 µg/m² ± ½ → ↑ ☐ ✓ ⅓ ℃ ① €'.replace('①', '').replace('℃', '°'), true],
    ['Chinese', '王小明', false],
    ['Hindi', 'नमस्ते', false],
    ['Arabic, which is laid out from right to left', 'مرحبا', false],
    ['Hebrew, likewise', 'שלום', false],
    ['an emoji', 'Well done 😀', false],
    ['a tab, before it is set as spaces', '\t', false],
  ] as const)('D1 answers for %s', (_what, text, answer) => {
    expect(canWrite(text)).toBe(answer);
  });

  it('D1 promises no letter that the typeface lacks, in either weight', async () => {
    const all = Array.from({ length: 0xffff }, (_, code) => String.fromCharCode(code))
      .filter((letter) => canWrite(letter) && /^[^\p{Cn}\p{Cs}\n]$/u.test(letter))
      .join('');
    expect(all.length).toBeGreaterThan(2500);
    const pdf = readPdf(
      await write([
        { as: 'H1', text: all },
        { as: 'P', text: all },
      ]),
    );
    expect(pdf.hasGaps).toBe(false);
  });
});

describe('settable', () => {
  it.each([
    ['accents in two parts', 'Z\u0307ak', 'Żak'],
    ['line ends of other systems', 'a\r\nb\rc', 'a\nb\nc'],
    ['tabs', 'a\tb', 'a    b'],
    ['control characters', 'a\u0000\u0007\u0085b\u007f', 'ab'],
  ])('D1 sets %s', (_what, text, set) => {
    expect(settable(text)).toBe(set);
  });
});
