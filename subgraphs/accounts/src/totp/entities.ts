import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

const instant = () => p.datetime().columnType('timestamptz');

/** An authenticator app of a person's: the one in use, or one that waits for its first code to take that one's place. */
export const Totp = defineEntity({
  name: 'Totp',
  tableName: 'totp',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    /** Sealed bytes. */
    secret: p.blob().$type<Buffer>(),
    createdAt: instant(),
    /** Null while it waits. */
    confirmedAt: instant().nullable(),
    /** The 30 seconds since 1970 that its last code was of: none before or of them works any more. */
    lastStep: p.bigint('number'),
  },
});
export type Totp = InferEntity<typeof Totp>;

/** Where an app's secret is sealed to. */
export const placeOfTotpSecret = (id: string): string => `totp/${id}/secret`;
