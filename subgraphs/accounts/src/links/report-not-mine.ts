import { randomUUID } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import { done, findTrust, type NotMineReport, refuse, RegistryError, type Result } from '@crosstrust/contract';
import type { Call, Core } from '../core.ts';
import { audit } from '../database/audit.ts';
import { Account, DisputedRecord, Link } from '../database/entities.ts';
import { once } from '../database/once.ts';
import { never, queueJob, queueMessage } from '../messages/outbox.ts';
import { notMineNotice } from '../messages/words.ts';
import { noticeAddress } from '../people/email.ts';
import type { Viewer } from '../people/viewer.ts';
import { cutLink } from './cut-link.ts';
import type { ChangedLink } from './link-trust.ts';

/** The most characters of what a person writes. */
const longestWords = 2000;

/**
 * "This is not mine": cuts the viewer's link to a trust at once, so that the very next request sees nothing of the record,
 * and owes the trust the report: it is told until it has taken it, however long it is away. Until the trust's staff have
 * seen to it, the record cannot be linked again.
 */
export async function reportNotMine(
  core: Core,
  call: Call,
  viewer: Viewer,
  input: { trust: string; words?: string | null; idempotencyKey: string },
): Promise<Result<ChangedLink>> {
  const trust = findTrust(input.trust);
  if (!trust) throw new RegistryError('TRUST_UNKNOWN', { field: 'trust' });
  const words = input.words?.trim() || undefined;
  if (words !== undefined && words.length > longestWords) return refuse('BAD_INPUT', 'words');
  const use = {
    scope: `not-mine:${viewer.accountId}`,
    key: input.idempotencyKey,
    input: { trust: trust.key, words: words ?? null },
  };
  const result = await core.database.write((em) =>
    once<ChangedLink>(em, core, use, async () => {
      const account = await em.findOne(Account, viewer.accountId, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!account) throw new RegistryError('SESSION_ENDED');
      const link = await em.findOne(Link, { accountId: viewer.accountId, trust: trust.key });
      if (!link) return refuse('NOT_FOUND', 'trust');
      // whether this record's patient wants texts is not for who reports it to say
      cutLink(em, core, { account, link, stopTexts: false });
      const { recordId: record, subject } = link;
      const reportedAt = core.clock();
      const id = randomUUID();
      const report: NotMineReport = {
        id,
        record,
        subject,
        reportedAt: reportedAt.toISOString(),
        ...(words ? { words } : {}),
      };
      em.create(DisputedRecord, { id, trust: trust.key, recordId: record, reportedAt, toldAt: null });
      queueJob(em, core, { kind: 'tell-trust', trust: trust.key, report }, never);
      audit(em, core, call, { accountId: viewer.accountId, action: 'record-not-mine', trust: trust.key });
      queueMessage(em, core, { ...noticeAddress(core, account), text: notMineNotice(trust.name) });
      return done({ trust: trust.key, record: null });
    }),
  );
  core.wakeWorker();
  return result;
}
