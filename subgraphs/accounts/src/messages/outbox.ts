import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Core } from '../core.ts';
import { OutboxJob } from '../database/entities.ts';
import type { Telling } from '../links/tell-trust.ts';
import type { Way } from '../people/details.ts';

/** Something to tell a person. */
export interface Message {
  readonly channel: 'mobile' | 'email';
  readonly to: string;
  readonly text: string;
}

/** Work that the worker does after the request was answered. */
export type Job =
  /** Look up who signs in this way, and send them the code; nobody is told when there is nobody, or more than one. */
  | { readonly kind: 'find-and-send'; readonly challenge: string; readonly way: Way; readonly code: string }
  | { readonly kind: 'send'; readonly message: Message }
  /** Recover an account, now that its time has come. */
  | { readonly kind: 'apply-recovery'; readonly recovery: string }
  /** Tell a trust what it has to know, until it has heard. */
  | ({ readonly kind: 'tell-trust'; readonly trust: string } & Telling);

/** A code that waits to be sent runs out of time; who floods the look-ups shall not hold it up. */
const ranks: Readonly<Record<Job['kind'], number>> = {
  send: 0,
  'find-and-send': 1,
  'apply-recovery': 1,
  'tell-trust': 2,
};

const day = 24 * 60 * 60_000;
/** For a job that is owed until it is done. */
export const never = new Date('9999-12-31T00:00:00Z');

/** Queues a job, in the transaction that owes it; for now, or for a later moment. */
export function queueJob(
  em: EntityManager,
  core: Core,
  job: Job,
  expiresAt: Date,
  notBefore: Date = core.clock(),
): void {
  const id = randomUUID();
  em.create(OutboxJob, {
    id,
    payload: core.vault.seal(job, placeOfJob(id)),
    rank: ranks[job.kind],
    attempts: 0,
    createdAt: core.clock(),
    notBefore,
    expiresAt,
  });
}

/** Queues a message; it is given up after a day. */
export function queueMessage(
  em: EntityManager,
  core: Core,
  message: Message,
  expiresAt = new Date(core.clock().getTime() + day),
): void {
  queueJob(em, core, { kind: 'send', message }, expiresAt);
}

/** Where a job's payload is sealed to. */
export const placeOfJob = (id: string) => `outbox/${id}/payload`;
