import type { EntityManager } from '@mikro-orm/postgresql';

/**
 * Holds off changes of the account's security until the transaction given has ended, or waits for them: a new session
 * refers to the account anyhow, and taken in another order the two would wait for each other for ever.
 * @param accountId SQL of the account's id, with one value
 */
export async function lockIn(em: EntityManager, accountId: string, value: string): Promise<void> {
  await em.execute(`select 1 from account where id = (${accountId}) for key share`, [value]);
}
