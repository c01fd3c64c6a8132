import type { EntityManager } from '@mikro-orm/postgresql';
import { DisputedRecord } from '../database/entities.ts';
import type { Vouched } from './ask-trust.ts';

/**
 * Whether a patient reported this record as somebody else's and the trust did not know it yet when it was asked. Once it
 * knows, it is the trust that vouches for the record to nobody until its staff have seen to it.
 */
export async function isDisputed(
  em: EntityManager,
  { trust, record, askedAt }: { trust: string } & Pick<Exclude<Vouched, { refused: string }>, 'record' | 'askedAt'>,
): Promise<boolean> {
  const reports = await em.count(DisputedRecord, {
    trust,
    recordId: record,
    $or: [{ toldAt: null }, { toldAt: { $gte: new Date(askedAt) } }],
  });
  return reports > 0;
}
