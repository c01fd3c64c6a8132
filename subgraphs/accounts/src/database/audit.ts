import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Call, Core } from '../core.ts';
import { AuditEntry } from './entities.ts';

/** What a line of the audit can say. */
export type AuditAction =
  | 'account-opened'
  | 'registered-by-carer'
  | 'signed-in'
  | 'signed-out'
  | 'email-verified'
  | 'trust-linked'
  | 'trust-unlinked'
  | 'calendar-feed-made'
  | 'calendar-feed-revoked'
  | 'nhs-login-linked'
  | 'nhs-login-unlinked'
  | 'passkey-added'
  | 'passkey-renamed'
  | 'passkey-removed'
  | 'passkey-cloned'
  | 'totp-added'
  | 'totp-removed'
  | 'recovery-codes-made'
  | 'account-deleted'
  | 'mobile-changed'
  | 'email-changed'
  | 'recovery-begun'
  | 'recovery-confirmed'
  | 'recovery-stopped'
  | 'account-recovered'
  | 'share-made'
  | 'share-accepted'
  | 'share-opened'
  | 'share-changed'
  | 'share-ended'
  | 'record-not-mine'
  | 'password-set'
  | 'password-removed'
  | 'session-raised'
  | 'session-ended'
  | 'other-sessions-ended'
  | 'device-saved'
  | 'device-forgotten';

/** Adds a line to the audit, in the transaction of what it tells. */
export function audit(
  em: EntityManager,
  core: Core,
  call: Call,
  entry: { accountId: string; action: AuditAction; trust?: string },
): void {
  em.create(AuditEntry, { id: randomUUID(), trust: null, ...entry, correlation: call.correlation, at: core.clock() });
}
