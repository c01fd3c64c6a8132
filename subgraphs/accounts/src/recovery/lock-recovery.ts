import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Account } from '../database/entities.ts';
import { Recovery } from './entities.ts';

/** A recovery and the account that it is of, both locked: the account first, as whoever deletes one does. Null when it is no more. */
export async function lockRecovery(
  em: EntityManager,
  id: string,
): Promise<{ recovery: Recovery; account: Account } | null> {
  const [found] = await em.execute<{ account_id: string }[]>('select account_id from recovery where id = ?', [id]);
  if (!found) return null;
  const account = await em.findOne(Account, found.account_id, { lockMode: LockMode.PESSIMISTIC_WRITE });
  const recovery = await em.findOne(Recovery, id, { lockMode: LockMode.PESSIMISTIC_WRITE });
  return account && recovery ? { recovery, account } : null;
}
