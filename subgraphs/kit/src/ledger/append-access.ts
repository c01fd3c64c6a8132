import { RegistryError } from '@crosstrust/contract';
import type { Policy } from '../policy/policy.ts';
import type { Change } from '../storage/changes.ts';
import { type Access, writeAuditEvent } from './audit-event.ts';

/**
 * Adds a row to the trust's ledger in the transaction of a change: both stand, or neither. It is the last statement there,
 * because the chain's head stays locked until the end.
 * @throws RegistryError LEDGER_UNAVAILABLE; then the change must not stand
 */
export async function appendAccess({ query }: Change, trust: Policy['trust'], access: Access): Promise<void> {
  await query(appendSql, [[writeAuditEvent(trust, access)]]).catch(() => {
    throw new RegistryError('LEDGER_UNAVAILABLE');
  });
}

/** Appends events to the chain, in their order. $1: their JSON. */
export const appendSql = 'select append_access($1::text[])';
