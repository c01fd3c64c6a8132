import { LockMode } from '@mikro-orm/core';
import { describeFault } from '@crosstrust/service';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Core } from '../core.ts';
import { DisputedRecord, OutboxJob } from '../database/entities.ts';
import { findAndSend } from '../sign-in/find-and-send.ts';
import { type Job, placeOfJob } from './outbox.ts';
import type { Transport } from './transports.ts';

/**
 * Takes the oldest job that is due, messages before look-ups, and does it, in one transaction; other workers skip it
 * meanwhile. A job that fails stays, and is tried again after 1, 2, 4 … seconds until it expires.
 * @returns whether there was one
 */
export async function runNextJob(core: Core, transport: Transport): Promise<boolean> {
  const taken: { job?: OutboxJob } = {};
  try {
    await core.database.write(async (em) => {
      const job = await takeJob(em, core);
      if (!job) return;
      taken.job = job;
      if (job.expiresAt > core.clock())
        await doJob(em, core, transport, core.vault.open<Job>(job.payload, placeOfJob(job.id)));
      em.remove(job);
    });
  } catch (error) {
    if (!taken.job) throw error;
    await postpone(core, taken.job, error);
  }
  return taken.job !== undefined;
}

async function takeJob(em: EntityManager, core: Core): Promise<OutboxJob | null> {
  const [job] = await em.find(
    OutboxJob,
    { notBefore: { $lte: core.clock() } },
    { orderBy: { rank: 'asc', notBefore: 'asc' }, limit: 1, lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE },
  );
  return job ?? null;
}

async function doJob(em: EntityManager, core: Core, transport: Transport, job: Job): Promise<void> {
  if (job.kind === 'send') await transport(em, job.message);
  else if (job.kind === 'tell-trust') await tellTrust(em, core, job);
  else await findAndSend(em, core, job);
}

async function tellTrust(
  em: EntityManager,
  core: Core,
  { trust, report }: Extract<Job, { kind: 'tell-trust' }>,
): Promise<void> {
  await core.tellTrust(trust, report);
  await em.nativeDelete(DisputedRecord, report.id);
}

async function postpone(core: Core, { id, attempts }: OutboxJob, error: unknown): Promise<void> {
  const attempt = attempts + 1;
  core.log.warn('job failed', { job: id, attempt, reason: describeFault(error) });
  const notBefore = new Date(core.clock().getTime() + 1000 * 2 ** Math.min(attempts, 10));
  await core.database.write((em) => em.nativeUpdate(OutboxJob, id, { attempts: attempt, notBefore }));
}
