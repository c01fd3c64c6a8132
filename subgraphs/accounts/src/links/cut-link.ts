import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Core } from '../core.ts';
import type { Account, Link } from '../database/entities.ts';
import { never, queueJob } from '../messages/outbox.ts';

/**
 * Takes a link away, in the transaction given: from the next request on no token for this trust is made. The trust is
 * told until it has heard, whatever becomes of the account.
 * @param stopTexts whether the person wants no more texts of this trust (K10)
 */
export function cutLink(
  em: EntityManager,
  core: Core,
  { account, link, stopTexts }: { account: Account; link: Link; stopTexts: boolean },
): void {
  const { trust, recordId: record, subject } = link;
  em.remove(link);
  account.accessVersion += 1;
  const at = core.clock().toISOString();
  const registration = { kind: 'left', id: randomUUID(), record, subject, at, stopTexts } as const;
  queueJob(em, core, { kind: 'tell-trust', trust, registration }, never);
}
