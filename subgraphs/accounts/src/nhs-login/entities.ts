import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

const instant = () => p.datetime().columnType('timestamptz');
const bytes = () => p.blob().$type<Buffer>();

/** The identity at NHS login that signs an account in: at most one each. */
export const NhsLoginIdentity = defineEntity({
  name: 'NhsLoginIdentity',
  tableName: 'nhs_login',
  properties: {
    accountId: p.uuid().primary(),
    issuer: p.text(),
    /** Keyed hash of issuer and subject; unique for the issuer. */
    subjectHash: bytes(),
    /** The subject, sealed, so that it can be hashed anew. */
    subject: bytes(),
    linkedAt: instant(),
  },
});
export type NhsLoginIdentity = InferEntity<typeof NhsLoginIdentity>;

/** That somebody has taken NHS login away from their account: it comes back by their own wish alone. */
export const NhsLoginTakenAway = defineEntity({
  name: 'NhsLoginTakenAway',
  tableName: 'nhs_login_taken_away',
  properties: { accountId: p.uuid().primary(), at: instant() },
});

/** A browser that is on its way to NHS login and back: once, within ten minutes. */
export const NhsLoginAttempt = defineEntity({
  name: 'NhsLoginAttempt',
  tableName: 'nhs_login_attempt',
  properties: {
    id: p.uuid().primary(),
    stateHash: bytes(),
    /** Of what the browser keeps in a cookie. */
    browserHash: bytes(),
    /** To whose account NHS login is to be added; null when somebody signs in. */
    accountId: p.uuid().nullable(),
    /** Sealed `AttemptContent`. */
    content: bytes(),
    createdAt: instant(),
    expiresAt: instant(),
  },
});

/** The tables of NHS login. */
export const nhsLoginEntities = [NhsLoginIdentity, NhsLoginTakenAway, NhsLoginAttempt];
