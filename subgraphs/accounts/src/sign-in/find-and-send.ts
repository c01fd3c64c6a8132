import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Core } from '../core.ts';
import { Account, Challenge } from '../database/entities.ts';
import { countCode, wayOfAccount } from '../limits/limit-codes.ts';
import { type Job, queueMessage } from '../messages/outbox.ts';
import { codeText } from '../messages/words.ts';
import { hashesOfWay } from '../people/details.ts';

/**
 * Finds who signs in this way, binds the challenge to their account, and queues the text or email. Two people whom
 * nothing tells apart (twins on one mobile) are nobody: they sign in by their email addresses. Past the hour's limit the
 * challenge stays nobody's: what was asked for too often can be guessed no more often either.
 */
export async function findAndSend(
  em: EntityManager,
  core: Core,
  job: Extract<Job, { kind: 'find-and-send' }>,
): Promise<void> {
  const { challenge, way, code } = job;
  const hashes = { $in: hashesOfWay(core.vault, way) };
  const accounts = await em.find(Account, way.channel === 'mobile' ? { mobileWay: hashes } : { emailWay: hashes }, {
    fields: ['id'],
    limit: 2,
  });
  const [account] = accounts;
  if (!account || accounts.length > 1) return;
  const posed = await em.findOne(Challenge, challenge, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!posed) return;
  if (!(await countCode(em, core, wayOfAccount(way.channel, account.id)))) {
    core.log.warn('code withheld: too many in an hour', { kind: way.channel });
    return;
  }
  posed.accountId = account.id;
  posed.subject = account.id;
  queueMessage(em, core, { channel: way.channel, to: way.address, text: codeText(code) }, posed.expiresAt);
}
