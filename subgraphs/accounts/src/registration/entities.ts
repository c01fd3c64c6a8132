import { defineEntity, p } from '@mikro-orm/core';

/** That a carer opened an account for the patient, and how the patient agreed (D11). */
export const CarerRegistration = defineEntity({
  name: 'CarerRegistration',
  tableName: 'carer_registration',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    /** Sealed `RegisteredBy`. */
    content: p.blob().$type<Buffer>(),
    at: p.datetime().columnType('timestamptz'),
  },
});
