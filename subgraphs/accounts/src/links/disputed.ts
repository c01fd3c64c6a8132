import type { EntityManager } from '@mikro-orm/postgresql';
import { DisputedRecord } from '../database/entities.ts';

/**
 * Whether a patient reported this record as somebody else's and the trust does not know it yet. Once it knows, it is the
 * trust that vouches for the record to nobody until its staff have seen to it.
 */
export async function isDisputed(
  em: EntityManager,
  { trust, record }: { trust: string; record: string },
): Promise<boolean> {
  return (await em.count(DisputedRecord, { trust, recordId: record })) > 0;
}
