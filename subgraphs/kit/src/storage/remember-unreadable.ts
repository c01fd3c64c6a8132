import { createHash } from 'node:crypto';
import type { Clock } from '@crosstrust/contract';
import type { Log } from '@crosstrust/service';
import type { Pool } from 'pg';
import { changeRecord } from './changes.ts';
import type { Unreadable } from './salvage.ts';

/** How many items a process keeps in mind as told; beyond that it tells them again, which changes nothing. */
const mostKnown = 10_000;
const budgetMs = 2_000;

const insert = `
  insert into set_aside (id, source_file, position, resource_id, reason, at, record_id, section, source, item_id, unreadable)
  values ($1, 'stored item', 0, $2::uuid::text, $3, $4, $5, $6, $7, $2::uuid, true) on conflict do nothing`;

/**
 * Tells the trust's staff of stored items that cannot be shown: a line of the log and a row of `set_aside`, once for each
 * item. As well as it can: reading goes on whatever becomes of it.
 */
export function rememberUnreadable(
  pool: Pool,
  log: Log,
  clock: Clock,
): (found: Unreadable, correlation: string) => void {
  const known = new Set<string>();
  return ({ recordId, itemId, section, source, reason }, correlation) => {
    const key = `${itemId} ${reason}`;
    if (known.has(key)) return;
    if (known.size >= mostKnown) known.clear();
    known.add(key);
    log.warn('a stored item cannot be shown', { correlation, item: itemId, reason });
    changeRecord(pool, { recordId, correlation, budgetMs: () => budgetMs }, async ({ query }) => {
      const values = [idOf(key), itemId, reason, clock(), recordId, section, source];
      return { value: await query(insert, values), keep: true };
    }).catch(() => {
      known.delete(key);
      log.warn('an item that cannot be shown was not noted for staff', { correlation, item: itemId });
    });
  };
}

/** The same for the same item and reason, so that whoever finds it first notes it once. */
function idOf(key: string): string {
  const hash = createHash('sha256').update(`unreadable\0${key}`).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
