import {
  createLocalJWKSet,
  createRemoteJWKSet,
  type JWK,
  type JWTPayload,
  type JWTVerifyGetKey,
  SignJWT,
  importJWK,
  jwtVerify,
} from 'jose';
import { z } from 'zod';
import { developmentMark } from './settings.ts';

const signingKey = z.looseObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  kid: z.string(),
  x: z.string(),
  d: z.string(),
});

/**
 * A service's Ed25519 key pairs as a JWKS with private parts: the first signs, all are published, so that a new one is
 * put first and the old one kept until its last signature has ended.
 */
export const signingKeys = z.string().transform((text, context) => {
  const parsed = z.object({ keys: z.array(signingKey).min(1) }).safeParse(parseJson(text));
  if (parsed.success) return parsed.data.keys as [SigningKey, ...SigningKey[]];
  context.addIssue({
    code: 'custom',
    message: `expected {"keys":[…]} of private Ed25519 JWKs, each with a kid (development kids begin with ${developmentMark})`,
  });
  return z.NEVER;
});
export type SigningKey = JWK & { kid: string };

export interface Signer {
  /** Signs a JWT. `seconds`: how long it lives from now. */
  sign(claims: JWTPayload, seconds: number, now: Date): Promise<string>;
  /** The public keys, to be served at `/.well-known/jwks.json`. */
  readonly publicKeys: { readonly keys: readonly JWK[] };
  /** Verifies what this service itself signed. */
  readonly ownKeys: JWTVerifyGetKey;
}

/** Signs with the first key of the set. */
export async function createSigner(keys: readonly [SigningKey, ...SigningKey[]]): Promise<Signer> {
  const current = await importJWK(keys[0], 'EdDSA');
  const publicKeys = { keys: keys.map(({ d: _private, ...key }) => ({ ...key, alg: 'EdDSA', use: 'sig' })) };
  return {
    publicKeys,
    ownKeys: createLocalJWKSet({ keys: publicKeys.keys as JWK[] }),
    sign: (claims, seconds, now) => {
      const issuedAt = Math.floor(now.getTime() / 1000);
      return new SignJWT({ ...claims, iat: issuedAt, exp: issuedAt + seconds })
        .setProtectedHeader({ alg: 'EdDSA', kid: keys[0].kid })
        .sign(current);
    },
  };
}

/** The published keys of another service, fetched when first needed and again when an unknown kid turns up. */
export function remoteKeys(serviceUrl: string): JWTVerifyGetKey {
  return createRemoteJWKSet(new URL(`${serviceUrl}/.well-known/jwks.json`), {
    cooldownDuration: 2_000,
    timeoutDuration: 1_000,
  });
}

/** Verifies a JWT by EdDSA keys, issuer, audience and time, and returns its claims as the schema has them; throws otherwise. */
export async function verifyToken<Claims>(
  token: string,
  expected: { keys: JWTVerifyGetKey; issuer: string; audience: string; now: Date; schema: z.ZodType<Claims> },
): Promise<Claims> {
  const { payload } = await jwtVerify(token, expected.keys, {
    algorithms: ['EdDSA'],
    issuer: expected.issuer,
    audience: expected.audience,
    currentDate: expected.now,
    requiredClaims: ['exp', 'iat'],
  });
  return expected.schema.parse(payload);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
