import type { EntityManager } from '@mikro-orm/postgresql';
import type { Core } from '../core.ts';
import { Link } from '../database/entities.ts';

/** Adds a person's link to a trust's record, in the transaction given. */
export function addLink(
  em: EntityManager,
  core: Core,
  { accountId, trust, record }: { accountId: string; trust: string; record: string },
): void {
  // Kept with the link, so that a person stays the same to a trust when the lookup key is rotated.
  const subject = core.vault.lookup('subject at a trust', `${accountId}\n${trust}`).toString('base64url');
  em.create(Link, { accountId, trust, recordId: record, subject, linkedAt: core.clock() });
}
