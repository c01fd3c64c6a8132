import { LockMode } from '@mikro-orm/core';
import { describeFault } from '@crosstrust/service';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Core } from '../core.ts';
import { DisputedRecord, OutboxJob } from '../database/entities.ts';
import { applyRecovery } from '../recovery/apply-recovery.ts';
import { findAndSend } from '../sign-in/find-and-send.ts';
import { noteFailure, noteSent } from '../ways-in/channel-health.ts';
import { type Job, type Message, placeOfJob } from './outbox.ts';
import { ChannelFault, type Transport } from './transports.ts';

/**
 * Takes the oldest job that is due, messages before look-ups, and does it, in one transaction; other workers skip it
 * meanwhile. A job that fails leaves nothing behind but that it is tried again after 1, 2, 4 … seconds until it expires; it
 * is put off before anybody else can take it.
 * @returns whether there was one
 */
export async function runNextJob(core: Core, transport: Transport): Promise<boolean> {
  return core.database.write(async (em) => {
    const job = await takeJob(em, core);
    if (!job) return false;
    try {
      if (job.expiresAt > core.clock())
        await em.transactional((work) =>
          doJob(work, core, transport, core.vault.open<Job>(job.payload, placeOfJob(job.id))),
        );
      em.remove(job);
    } catch (error) {
      await postpone(em, core, job, error);
    }
    return true;
  });
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
  if (job.kind === 'send') await send(em, transport, job.message);
  else if (job.kind === 'tell-trust') await tellTrust(em, core, job);
  else if (job.kind === 'apply-recovery') await applyRecovery(em, core, job.recovery);
  else await findAndSend(em, core, job);
}

async function send(em: EntityManager, transport: Transport, message: Message): Promise<void> {
  await transport(em, message);
  await noteSent(em, message.channel);
}

async function tellTrust(em: EntityManager, core: Core, job: Extract<Job, { kind: 'tell-trust' }>): Promise<void> {
  await core.tellTrust(job.trust, job);
  if ('report' in job) await em.nativeUpdate(DisputedRecord, job.report.id, { toldAt: core.clock() });
}

async function postpone(em: EntityManager, core: Core, { id, attempts }: OutboxJob, error: unknown): Promise<void> {
  const attempt = attempts + 1;
  core.log.warn('job failed', { job: id, attempt, reason: describeFault(error) });
  const notBefore = new Date(core.clock().getTime() + 1000 * 2 ** Math.min(attempts, 10));
  await em.nativeUpdate(OutboxJob, id, { attempts: attempt, notBefore });
  if (error instanceof ChannelFault) await noteFailure(em, core, error.channel);
}
