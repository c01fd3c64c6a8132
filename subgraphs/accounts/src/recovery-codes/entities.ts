import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** A recovery code that has not been used yet. */
export const RecoveryCode = defineEntity({
  name: 'RecoveryCode',
  tableName: 'recovery_code',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    /**
     * The code's hash, sealed: codes lie in drawers for years, and a keyed hash could not be made anew when its key is
     * rotated.
     */
    hash: p.blob().$type<Buffer>(),
  },
});
export type RecoveryCode = InferEntity<typeof RecoveryCode>;

/** Where a code's hash is sealed to. */
export const placeOfRecoveryCode = (id: string): string => `recovery_code/${id}/hash`;
