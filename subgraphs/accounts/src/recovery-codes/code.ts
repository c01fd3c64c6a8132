import { createHash, randomBytes } from 'node:crypto';

/** 32 letters and digits that nobody mistakes for one another on paper. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const length = 20;

/** A new code: 100 random bits, written in four groups of five. */
export function makeRecoveryCode(): string {
  const letters = Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join('');
  return letters.replace(/.{5}(?=.)/g, '$&-');
}

/** What is kept of a code. With 100 random bits in it, a slow hash would add nothing. */
export function hashRecoveryCode(accountId: string, written: string): Buffer {
  const letters = written.toUpperCase().replace(/[\s-]/g, '');
  return createHash('sha256').update(`${accountId}\n${letters}`).digest();
}
