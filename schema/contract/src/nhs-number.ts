import type { Brand } from './brand.ts';

/** Ten digits with a valid check digit (NHS Data Dictionary, modulus 11). Never an id, never in a URL or a log. */
export type NhsNumber = Brand<string, 'NhsNumber'>;

/** The check digit of the first nine digits, or null where the modulus gives 10 and no number exists. */
export function nhsCheckDigit(firstNine: string): number | null {
  const sum = [...firstNine].reduce((total, digit, index) => total + Number(digit) * (10 - index), 0);
  const check = 11 - (sum % 11);
  if (check === 10) return null;
  return check === 11 ? 0 : check;
}

/** Reads an NHS number as people write it (spaces and dashes allowed); null when it is not one. */
export function parseNhsNumber(written: string): NhsNumber | null {
  const digits = written.replace(/[\s-]/g, '');
  if (!/^\d{10}$/.test(digits)) return null;
  return nhsCheckDigit(digits.slice(0, 9)) === Number(digits[9]) ? (digits as NhsNumber) : null;
}
