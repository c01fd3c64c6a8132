import { createHash } from 'node:crypto';
import type { BusinessIdentifier } from '../storage/content.ts';

/**
 * What two trusts can compare to learn that they mean the same booking, referral or pathway, without telling the number:
 * `<kind>.<SHA-256 of kind|system|value, base64url>`. Spelling does not matter: spaces and case are left out of it.
 */
export function sameAsOf(identifiers: readonly BusinessIdentifier[] = []): string[] {
  const marks = identifiers.map(({ kind, system = '', value }) => {
    const plain = [kind, system.trim().toLowerCase(), value.replace(/[\s-]/g, '').toLowerCase()].join('|');
    return `${kind}.${createHash('sha256').update(plain).digest('base64url')}`;
  });
  return [...new Set(marks)];
}
