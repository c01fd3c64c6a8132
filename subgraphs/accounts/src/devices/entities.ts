import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

const instant = () => p.datetime().columnType('timestamptz');
const bytes = () => p.blob().$type<Buffer>();

/** A device on which the code was saved (K12). Its token is held by the device alone; here is the token's hash. */
export const SavedDevice = defineEntity({
  name: 'SavedDevice',
  tableName: 'saved_device',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    tokenHash: bytes(),
    /** Sealed `SeenClient`. */
    client: bytes(),
    savedAt: instant(),
    expiresAt: instant(),
    lastUsedAt: instant(),
  },
});
export type SavedDevice = InferEntity<typeof SavedDevice>;
