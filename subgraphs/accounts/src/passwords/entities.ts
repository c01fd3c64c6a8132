import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** The password of an account, as what argon2id made of it. */
export const Password = defineEntity({
  name: 'Password',
  tableName: 'password',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    /** Sealed PHC string. */
    hash: p.blob().$type<Buffer>(),
    changedAt: p.datetime().columnType('timestamptz'),
  },
});
export type Password = InferEntity<typeof Password>;
