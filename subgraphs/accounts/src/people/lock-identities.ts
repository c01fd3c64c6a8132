import type { EntityManager } from '@mikro-orm/postgresql';

/**
 * Makes whoever is about to claim an identity (an email, an NHS number, a trust's record) wait for each other until the
 * end of the transaction given. Two rings may hash one address differently while the keys are being rotated, so the
 * unique indexes alone are no lock.
 */
export async function lockIdentities(em: EntityManager): Promise<void> {
  await em.execute("select pg_advisory_xact_lock(hashtextextended('accounts: identities', 0))");
}
