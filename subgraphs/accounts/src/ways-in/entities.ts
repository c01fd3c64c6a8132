import { defineEntity, p } from '@mikro-orm/core';
import type { Message } from '../messages/outbox.ts';

/** A channel of messages whose provider takes none: there is a row while it fails, and none while it works. */
export const FailingChannel = defineEntity({
  name: 'FailingChannel',
  tableName: 'failing_channel',
  properties: {
    channel: p.text().primary().$type<Message['channel']>(),
    /** Tries in a row that failed. */
    failures: p.integer(),
    /** The last of them. */
    failedAt: p.datetime().columnType('timestamptz'),
  },
});
