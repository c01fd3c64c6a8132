import { createHash } from 'node:crypto';
import type { BusinessIdentifier } from '../storage/content.ts';

/**
 * What two trusts can compare to learn that they mean the same booking, referral or pathway, without telling the number:
 * `<kind>.<SHA-256 of kind|system|value, base64url>`. Spelling does not matter: spaces and case are left out of it.
 * A number without a system could be anybody's, and is not told.
 */
export function sameAsOf(identifiers: readonly BusinessIdentifier[] = []): string[] {
  const marks = identifiers.flatMap(({ kind, system, value }) => {
    const where = system?.trim().toLowerCase();
    if (!where) return [];
    const plain = [kind, where, value.replace(/[\s-]/g, '').toLowerCase()].join('|');
    return [`${kind}.${createHash('sha256').update(plain).digest('base64url')}`];
  });
  return [...new Set(marks)];
}
