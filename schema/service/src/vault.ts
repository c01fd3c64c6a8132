import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import type { KeyRing } from './settings.ts';

const ivBytes = 12;
const tagBytes = 16;

/** Encrypts what is stored, and makes the keyed hashes by which it is found. Both keys can be rotated. */
export interface Vault {
  /** AES-256-GCM of the value's JSON. `place` (table and row) is authenticated, so a value cannot be moved to another row. */
  seal(value: unknown, place: string): Buffer;
  sealBytes(bytes: Buffer, place: string): Buffer;
  /** @throws Error when the value was changed, moved, or its key is no longer on the ring. */
  open<Value>(sealed: Buffer, place: string): Value;
  openBytes(sealed: Buffer, place: string): Buffer;
  /** Whether a sealed value was sealed with another key than the current one. */
  isOutdated(sealed: Buffer): boolean;
  /** HMAC-SHA-256 under the current lookup key; `kind` keeps equal values of different kinds apart. */
  lookup(kind: string, value: string): Buffer;
  /** The same under every key on the ring, the current one first: to find what an older key has hashed. */
  lookups(kind: string, value: string): Buffer[];
}

/** Layout of a sealed value: length of the key's id (1 byte), the id, IV (12), tag (16), ciphertext. */
export function createVault(dataKeys: KeyRing, lookupKeys: KeyRing): Vault {
  // key objects, made once: with plain bytes node makes one for each call, at five times the cost of the hash itself
  const byId = new Map(dataKeys.map(({ id, key }) => [id, createSecretKey(key)]));
  const [{ id: currentId, key: currentBytes }] = dataKeys;
  const current = { id: currentId, key: createSecretKey(currentBytes) };
  const hashKeys = lookupKeys.map(({ key }) => createSecretKey(key));
  const currentHashKey = createSecretKey(lookupKeys[0].key);
  const prefix = Buffer.concat([Buffer.from([current.id.length]), Buffer.from(current.id)]);
  const keyIdOf = (sealed: Buffer) => sealed.toString('latin1', 1, 1 + (sealed[0] ?? 0));
  const hash = (key: KeyObject, kind: string, value: string) =>
    createHmac('sha256', key).update(`${kind}\0${value}`).digest();

  const sealBytes = (bytes: Buffer, place: string) => {
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv('aes-256-gcm', current.key, iv).setAAD(Buffer.from(place));
    const body = Buffer.concat([cipher.update(bytes), cipher.final()]);
    return Buffer.concat([prefix, iv, cipher.getAuthTag(), body]);
  };
  const openBytes = (sealed: Buffer, place: string) => {
    const key = byId.get(keyIdOf(sealed));
    if (!key) throw new Error('sealed with a key that is not on the ring');
    const start = 1 + (sealed[0] ?? 0);
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(start, start + ivBytes))
      .setAAD(Buffer.from(place))
      .setAuthTag(sealed.subarray(start + ivBytes, start + ivBytes + tagBytes));
    return Buffer.concat([decipher.update(sealed.subarray(start + ivBytes + tagBytes)), decipher.final()]);
  };
  return {
    seal: (value, place) => sealBytes(Buffer.from(JSON.stringify(value)), place),
    sealBytes,
    open: (sealed, place) => JSON.parse(openBytes(sealed, place).toString()),
    openBytes,
    isOutdated: (sealed) => keyIdOf(sealed) !== current.id,
    lookup: (kind, value) => hash(currentHashKey, kind, value),
    lookups: (kind, value) => hashKeys.map((key) => hash(key, kind, value)),
  };
}
