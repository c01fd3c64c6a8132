import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createSigner, type Signer, type SigningKey } from '@crosstrust/service';

/** A new Ed25519 key pair as a private JWK. */
export function makeSigningKey(kid: string): SigningKey {
  return { ...generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }), kid } as SigningKey;
}

/** A signer with a new key. */
export const makeSigner = (kid: string): Promise<Signer> => createSigner([makeSigningKey(kid)]);

/** A key of a ring, as its setting writes it. */
export const makeRingKey = (id: string): string => `${id}:${randomBytes(32).toString('base64')}`;
