import { describe, expect, it } from 'vitest';
import { nhsCheckDigit, parseNhsNumber } from './nhs-number.ts';

describe('parseNhsNumber', () => {
  it.each([
    ['as people write it', '943 476 5919', '9434765919'],
    ['with dashes', '943-476-5919', '9434765919'],
    ['with a wrong check digit', '9434765918', null],
    ['too short', '943476591', null],
    ['with letters', '94347659I9', null],
    ['empty', '', null],
  ])('reads one %s', (_case, written, read) => {
    expect(parseNhsNumber(written)).toBe(read);
  });

  it('knows that some nine digits have no check digit', () => {
    const without = [...Array(200).keys()]
      .map((n) => String(999_000_000 + n))
      .filter((nine) => nhsCheckDigit(nine) === null);
    expect(without.length).toBeGreaterThan(5);
    for (const nine of without)
      for (let digit = 0; digit < 10; digit++) expect(parseNhsNumber(`${nine}${digit}`)).toBeNull();
  });

  it('counts 11 as 0', () => {
    const nine =
      [...Array(200).keys()].map((n) => String(999_000_000 + n)).find((candidate) => nhsCheckDigit(candidate) === 0) ??
      '';
    expect(parseNhsNumber(`${nine}0`)).toBe(`${nine}0`);
  });
});
