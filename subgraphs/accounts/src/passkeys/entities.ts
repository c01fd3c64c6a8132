import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

const instant = () => p.datetime().columnType('timestamptz');
const bytes = () => p.blob().$type<Buffer>();

/** What a person's authenticators know the person by: random, one for an account, and shown nowhere else. */
export const PasskeyUser = defineEntity({
  name: 'PasskeyUser',
  tableName: 'passkey_user',
  properties: { accountId: p.uuid().primary(), handle: bytes() },
});

/**
 * A passkey. The private key never leaves its authenticator; what stands here opens nothing, so it is stored as it is,
 * all but the name.
 */
export const Passkey = defineEntity({
  name: 'Passkey',
  tableName: 'passkey',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    credentialId: bytes(),
    /** COSE. */
    publicKey: bytes(),
    /** How often the authenticator says that it was used; 0 for ever when it does not count. */
    counter: p.bigint('number'),
    /** How browsers reach the authenticator. */
    transports: p.array().columnType('text[]'),
    /** Sealed: what its owner calls it. */
    name: bytes(),
    /** Whether it outlives its device. */
    backedUp: p.boolean(),
    createdAt: instant(),
    lastUsedAt: instant().nullable(),
  },
});
export type Passkey = InferEntity<typeof Passkey>;

/** What an authenticator shall sign, once. */
export const PasskeyChallenge = defineEntity({
  name: 'PasskeyChallenge',
  tableName: 'passkey_challenge',
  properties: {
    id: p.uuid().primary(),
    purpose: p.text().$type<'registration' | 'sign-in' | 'proof'>(),
    value: bytes(),
    /** Null for a sign-in, which is nobody's yet. */
    sessionId: p.uuid().nullable(),
    expiresAt: instant(),
  },
});

/** Where a passkey's name is sealed to. */
export const placeOfPasskeyName = (id: string): string => `passkey/${id}/name`;
