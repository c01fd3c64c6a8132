import { defineEntity, p } from '@mikro-orm/core';

const instant = () => p.datetime().columnType('timestamptz');

/** How far a trust's ledger had got, as the trust signed it. `conflict`: it contradicts what was kept, and is evidence. */
export const LedgerAnchor = defineEntity({
  name: 'LedgerAnchor',
  tableName: 'ledger_anchor',
  properties: {
    id: p.uuid().primary(),
    trust: p.text(),
    seq: p.bigint('number'),
    /** base64url */
    hash: p.text(),
    /** By the clock of the trust's database. */
    readAt: instant(),
    verdict: p.text().$type<'kept' | 'conflict'>(),
    /** What the trust sent, with its signature. */
    token: p.text(),
    receivedAt: instant(),
  },
});
