import { randomUUID } from 'node:crypto';
import type { AnchorClaims } from '@crosstrust/contract';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Core } from '../core.ts';
import { LedgerAnchor } from './entities.ts';

/** An anchor whose signature was found good. */
export interface Anchor extends Pick<AnchorClaims, 'seq' | 'hash'> {
  readonly trust: string;
  readonly readAt: Date;
  readonly token: string;
}

type Verdict = 'kept' | 'known' | 'stale' | 'conflict';

/**
 * Keeps an anchor of a trust's ledger. What contradicts those that are kept (another row in the same place, or a chain that has
 * become shorter) is refused, and kept as evidence; what is only late is neither.
 */
export async function keepAnchor({ database, clock, log }: Core, anchor: Anchor): Promise<Verdict> {
  const verdict = await database.write(async (em) => {
    const judged = await judge(em, anchor);
    if (judged === 'kept' || judged === 'conflict') await addOnce(em, anchor, judged, clock());
    return judged;
  });
  if (verdict === 'conflict')
    log.error('a trust’s ledger contradicts its anchors', { trust: anchor.trust, count: anchor.seq });
  return verdict;
}

async function judge(em: EntityManager, { trust, seq, hash, readAt }: Anchor): Promise<Verdict> {
  await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 10))', [trust]);
  const kept = { trust, verdict: 'kept' } as const;
  const [newest] = await em.find(LedgerAnchor, kept, { orderBy: { seq: 'desc' }, limit: 1 });
  if (!newest || seq > newest.seq) return 'kept';
  const same = seq === newest.seq ? newest : await em.findOne(LedgerAnchor, { ...kept, seq });
  if (same && same.hash !== hash) return 'conflict';
  if (seq === newest.seq) return 'known';
  return readAt > newest.readAt ? 'conflict' : 'stale';
}

/** The same contradiction comes as often as the trust tries; once is enough. */
async function addOnce(em: EntityManager, anchor: Anchor, verdict: 'kept' | 'conflict', now: Date): Promise<void> {
  const { trust, seq, hash } = anchor;
  if (verdict === 'conflict' && (await em.count(LedgerAnchor, { trust, seq, hash, verdict })) > 0) return;
  em.create(LedgerAnchor, { id: randomUUID(), ...anchor, verdict, receivedAt: now });
}
