import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** A new mobile or email that its challenge's code has yet to prove; the challenge says which of the two it is. */
export const ContactChange = defineEntity({
  name: 'ContactChange',
  tableName: 'contact_change',
  properties: {
    /** The challenge's. */
    id: p.uuid().primary(),
    accountId: p.uuid(),
    /** The session that asked: no other can finish it. */
    sessionId: p.uuid(),
    /** Sealed. */
    address: p.blob().$type<Buffer>(),
  },
});
export type ContactChange = InferEntity<typeof ContactChange>;

/** Where a new address is sealed to. */
export const placeOfAddress = (id: string): string => `contact_change/${id}/address`;
