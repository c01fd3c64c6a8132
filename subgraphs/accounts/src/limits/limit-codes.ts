import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Core } from '../core.ts';
import { SentCode } from '../database/entities.ts';

const hour = 60 * 60_000;

/**
 * Counts a code that is about to be sent, in the transaction given; one after the other for each subject. Each way is a
 * subject of its own, so that a stranger who floods one leaves the owner the other.
 * @returns false when the hour's codes have been sent
 */
export async function countCode(em: EntityManager, core: Core, subject: string): Promise<boolean> {
  const now = core.clock();
  await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 2))', [subject]);
  const sent = await em.count(SentCode, { subject, at: { $gt: new Date(now.getTime() - hour) } });
  if (sent >= core.codesPerHour) return false;
  em.create(SentCode, { id: randomUUID(), subject, at: now });
  return true;
}

/** What the codes to an account are counted against. */
export const wayOfAccount = (channel: 'mobile' | 'email', accountId: string): string => `${channel} ${accountId}`;
