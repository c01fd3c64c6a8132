import { describe, expect, it } from 'vitest';
import { isBirthDate, parseEmail, parseMobile } from './parse-details.ts';

describe('a mobile number', () => {
  it.each([
    ['07700 900123', '+447700900123'],
    ['+44 (0)7911 123456', '+447911123456'],
    ['0044 7911 123456', '+447911123456'],
    ['+353 85 012 3456', '+353850123456'],
    ['07911', null],
    ['', null],
    ['call me', null],
    ['07911 123456 ext 5', null],
  ])('U5 is read as people write it: %s', (written, expected) => {
    expect(parseMobile(written)).toBe(expected);
  });
});

describe('an email address', () => {
  it.each([
    [' Ada@Example.ORG ', 'ada@example.org'],
    ['ada', null],
    ['ada@example', null],
    [`${'a'.repeat(250)}@example.org`, null],
  ])('K14 has one spelling: %s', (written, expected) => {
    expect(parseEmail(written)).toBe(expected);
  });
});

describe('a birth date', () => {
  it.each([
    ['1992-02-29', true],
    ['1993-02-29', false],
    ['2025-06-02', true],
    ['2025-06-03', false],
    ['1889-12-31', false],
    ['2.6.1990', false],
  ])('U5 is a day on which somebody alive can be born: %s', (text, expected) => {
    // already 3 June in UTC+1's summer: the day is London's
    expect(isBirthDate(text, new Date('2025-06-02T22:59:59Z'))).toBe(expected);
  });
});
