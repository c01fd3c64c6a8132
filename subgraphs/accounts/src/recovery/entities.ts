import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

const instant = () => p.datetime().columnType('timestamptz');

/** An account that somebody recovers: until both codes came back, and then until its time has come. */
export const Recovery = defineEntity({
  name: 'Recovery',
  tableName: 'recovery',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    /** Sealed: the mobile that the trust has vouched for. */
    mobile: p.blob().$type<Buffer>(),
    /** Whether the trust has compared the email with its own too, so that the account's becomes a way in. */
    isEmailVouched: p.boolean(),
    mobileChallenge: p.uuid(),
    emailChallenge: p.uuid(),
    begunAt: instant(),
    /** Null until both codes came back. */
    confirmedAt: instant().nullable(),
    takesEffectAt: instant().nullable(),
  },
});
export type Recovery = InferEntity<typeof Recovery>;

/** Where the new mobile is sealed to. */
export const placeOfNewMobile = (id: string): string => `recovery/${id}/mobile`;
