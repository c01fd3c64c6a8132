import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Core } from '../core.ts';
import { Link } from '../database/entities.ts';
import { never, queueJob } from '../messages/outbox.ts';

/** Which record becomes a person's, and what they chose with it. */
export interface NewLink {
  readonly accountId: string;
  readonly trust: string;
  readonly record: string;
  /** Letters without paper, where the person was asked (W6). */
  readonly paperless?: boolean;
}

/** Adds a person's link to a trust's record, in the transaction given; the trust is told until it has heard. */
export function addLink(em: EntityManager, core: Core, { accountId, trust, record, paperless }: NewLink): void {
  // Kept with the link, so that a person stays the same to a trust when the lookup key is rotated.
  const subject = core.vault.lookup('subject at a trust', `${accountId}\n${trust}`).toString('base64url');
  const linkedAt = core.clock();
  em.create(Link, { accountId, trust, recordId: record, subject, linkedAt });
  const registration = {
    kind: 'registered',
    id: randomUUID(),
    record,
    subject,
    at: linkedAt.toISOString(),
    ...(paperless === undefined ? {} : { paperless }),
  } as const;
  queueJob(em, core, { kind: 'tell-trust', trust, registration }, never);
}
