import { expect, it } from 'vitest';
import { makePdf } from './pdf.ts';

it('writes a PDF whose table of objects points at them', () => {
  const pdf = makePdf(
    'A (small) letter',
    Array.from({ length: 60 }, (_, line) => `Line ${line}`),
  ).toString('latin1');
  const table = /startxref\n(\d+)\n%%EOF\n$/.exec(pdf)?.[1];
  expect(pdf.slice(Number(table)).startsWith('xref\n')).toBe(true);
  const offsets = [...pdf.matchAll(/^(\d{10}) 00000 n $/gm)].map(([, offset]) => Number(offset));
  expect(offsets.map((offset, index) => pdf.slice(offset).startsWith(`${index + 1} 0 obj`))).toEqual(
    offsets.map(() => true),
  );
  expect(pdf).toContain('/Count 2');
});
