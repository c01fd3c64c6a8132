import { randomBytes, randomInt } from 'node:crypto';
import type { Vault } from '@crosstrust/service';

/** What an invitation is used with: the secret of its link, or the two codes of its letter. */
export type Secret =
  | { readonly kind: 'link'; readonly secret: string }
  | { readonly kind: 'codes'; readonly codes: readonly [string, string] };

/** Letters and digits that nobody takes for another (Crockford's base 32). */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const codeLength = 8;

/** A new secret from the system's generator: 256 bits for a link, two codes of 40 for a letter. */
export function makeSecret(kind: Secret['kind']): Secret {
  if (kind === 'link') return { kind, secret: randomBytes(32).toString('base64url') };
  return { kind, codes: [makeCode(), makeCode()] };
}

function makeCode(): string {
  const letters = Array.from({ length: codeLength }, () => alphabet[randomInt(alphabet.length)]);
  return `${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`;
}

/** A code as it was typed, in the form in which it is hashed: what looks alike is the same. */
function readCode(written: string): string {
  return written.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
}

/** The keyed hashes by which an invitation is found, under every key on the ring, the current one first. */
export const hashesOf = (vault: Vault, secret: Secret): Buffer[] =>
  secret.kind === 'link'
    ? vault.lookups('invitation', secret.secret)
    : vault.lookups('invitation code', readCode(secret.codes[0]));

/** The keyed hashes of a letter's second code; it is bound to its invitation. */
export const secondHashesOf = (vault: Vault, invitation: string, [, code]: readonly [string, string]): Buffer[] =>
  vault.lookups('second invitation code', `${invitation}\n${readCode(code)}`);
