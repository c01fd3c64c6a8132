import { createHash } from 'node:crypto';
import { nhsCheckDigit } from '@crosstrust/contract';

/** The same UUID for the same words, in every run: what is imported twice is the same thing. */
export function stableId(...words: readonly string[]): string {
  const hex = createHash('sha256')
    .update(['crosstrust sample', ...words].join('\n'))
    .digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The n-th made-up NHS number: they begin with 999, and no real patient has one. */
export function madeUpNhsNumber(n: number): string {
  for (let candidate = 999_900_000 + n * 11; ; candidate += 1) {
    const digit = nhsCheckDigit(String(candidate));
    if (digit !== null) return `${candidate}${digit}`;
  }
}

/** The n-th mobile number of the range that Ofcom keeps for drama. */
export function fictionalMobile(n: number): string {
  return `07700 900${String(n).padStart(3, '0')}`;
}

/** A made-up Unique Booking Reference Number: twelve digits, the first four of them zeros, as no booking has. */
export function madeUpBooking(...words: readonly string[]): string {
  return `0000${digitsOf(8, 'booking', ...words)}`;
}

/** A made-up pathway of a trust, with the 999 of the made-up NHS numbers. */
export function madeUpPathway(odsCode: string, ...words: readonly string[]): string {
  return `${odsCode}999${digitsOf(6, 'pathway', odsCode, ...words)}`;
}

function digitsOf(count: number, ...words: readonly string[]): string {
  const number = Number.parseInt(stableId(...words).slice(0, 8), 16);
  return String(number % 10 ** count).padStart(count, '0');
}
