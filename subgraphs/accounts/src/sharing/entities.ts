import type { Section } from '@crosstrust/contract';
import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

const instant = () => p.datetime().columnType('timestamptz');
const bytes = () => p.blob().$type<Buffer>();

/** `carer`: somebody with an account of their own. `clinician`: whoever holds an emailed code, for a short time. */
export type ShareKind = 'carer' | 'clinician';
/** What the patient lets somebody do. */
export type May = 'read' | 'change';
/** `tries`: its code was guessed at too often. Time ends a share without a word here. */
export type EndedBy = 'patient' | 'holder' | 'tries';

/** That a patient lets somebody in. It opens nothing before it is accepted. */
export const Share = defineEntity({
  name: 'Share',
  tableName: 'share',
  properties: {
    id: p.uuid().primary(),
    /** Whose records: the patient's. */
    accountId: p.uuid(),
    kind: p.text().$type<ShareKind>(),
    /** Sealed `Shared`. */
    content: bytes(),
    /** A carer's: of the secret in the invitation. A clinician's: keyed, of the code. Null once it is used or worth nothing. */
    secretHash: bytes().nullable(),
    secretExpiresAt: instant(),
    /** Wrong codes. */
    tries: p.integer(),
    /** The account that accepted; a clinician needs none. */
    holderId: p.uuid().nullable(),
    /** Null: until somebody ends it. */
    until: instant().nullable(),
    createdAt: instant(),
    acceptedAt: instant().nullable(),
    endedAt: instant().nullable(),
    endedBy: p.text().$type<EndedBy>().nullable(),
  },
});
export type Share = InferEntity<typeof Share>;

/** What of the patient's record at one trust a share opens. */
export const ShareTrust = defineEntity({
  name: 'ShareTrust',
  tableName: 'share_trust',
  properties: {
    shareId: p.uuid().primary(),
    trust: p.text().primary(),
    /** Null: all that the trust shows, save what the patient wrote there. */
    sections: p.array().columnType('text[]').$type<Section[]>().nullable(),
    may: p.text().$type<May>(),
    /** When a rule of this trust ends it, before the share itself does. */
    until: instant().nullable(),
    /** The patient's age at which that is. */
    untilAge: p.smallint().nullable(),
    /** Who the holder is in this trust's tokens; null until they have accepted. Kept, so that they stay the same to it. */
    actor: p.text().nullable(),
    /** A link that is younger than this is another than the one that was shared. */
    grantedAt: instant(),
  },
});
export type ShareTrust = InferEntity<typeof ShareTrust>;

/** The one session of a share by code. */
export const GuestSession = defineEntity({
  name: 'GuestSession',
  tableName: 'guest_session',
  properties: {
    id: p.uuid().primary(),
    /** Unique: one code, one session. */
    shareId: p.uuid(),
    tokenHash: bytes(),
    createdAt: instant(),
    lastSeenAt: instant(),
    revokedAt: instant().nullable(),
  },
});
export type GuestSession = InferEntity<typeof GuestSession>;
