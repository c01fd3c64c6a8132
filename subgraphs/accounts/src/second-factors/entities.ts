import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** Somebody who knew the password and has yet to show their second factor. */
export const HalfSignIn = defineEntity({
  name: 'HalfSignIn',
  tableName: 'half_sign_in',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    /** The challenge of the code that was texted last. */
    codeChallenge: p.uuid().nullable(),
    expiresAt: p.datetime().columnType('timestamptz'),
  },
});
export type HalfSignIn = InferEntity<typeof HalfSignIn>;
