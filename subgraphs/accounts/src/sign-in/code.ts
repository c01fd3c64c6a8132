import { randomInt, timingSafeEqual } from 'node:crypto';
import type { Vault } from '@crosstrust/service';

/** Milliseconds that a code works (U6). */
export const codeLifetime = 2 * 60_000;

/** Six digits from the system's generator (U6). */
export function makeCode(): string {
  return randomInt(1_000_000).toString().padStart(6, '0');
}

/** The keyed hash under which a code is stored; it is bound to its challenge. */
export function hashCode(vault: Vault, challenge: string, code: string): Buffer {
  return vault.lookup('code', `${challenge}\n${code}`);
}

/** Whether this is the code of this challenge. Spaces that a person types are not part of it. */
export function isCode(vault: Vault, challenge: string, codeHash: Buffer, written: string): boolean {
  const candidates = vault.lookups('code', `${challenge}\n${written.replace(/\s/g, '')}`);
  return candidates.filter((candidate) => timingSafeEqual(candidate, codeHash)).length > 0;
}
