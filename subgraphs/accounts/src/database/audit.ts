import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Call, Core } from '../core.ts';
import { AuditEntry } from './entities.ts';

/** What a line of the audit can say. */
export type AuditAction =
  | 'account-opened'
  | 'signed-in'
  | 'signed-out'
  | 'email-verified'
  | 'trust-linked'
  | 'trust-unlinked'
  | 'calendar-feed-made'
  | 'calendar-feed-revoked'
  | 'record-not-mine';

/** Adds a line to the audit, in the transaction of what it tells. */
export function audit(
  em: EntityManager,
  core: Core,
  call: Call,
  entry: { accountId: string; action: AuditAction; trust?: string },
): void {
  em.create(AuditEntry, { id: randomUUID(), trust: null, ...entry, correlation: call.correlation, at: core.clock() });
}
