import { LockMode } from '@mikro-orm/core';
import { done, findTrust, refuse, RegistryError, type Result } from '@crosstrust/contract';
import type { Call, Core } from '../core.ts';
import { audit } from '../database/audit.ts';
import { Account, Link } from '../database/entities.ts';
import { once } from '../database/once.ts';
import { cutLink } from '../links/cut-link.ts';
import type { ChangedLink } from '../links/link-trust.ts';
import { queueMessage } from '../messages/outbox.ts';
import { leftNotice } from '../messages/words.ts';
import { noticeAddress } from '../people/email.ts';
import type { Viewer } from '../people/viewer.ts';

/**
 * Leaves one trust's portal (K9): from the next request on nothing of it shows, and the trust is told until it has heard,
 * with whether it may still send texts (K10). Its own record stays as it is.
 */
export async function leaveTrust(
  core: Core,
  call: Call,
  viewer: Viewer,
  input: { trust: string; stopTexts: boolean; idempotencyKey: string },
): Promise<Result<ChangedLink>> {
  const trust = findTrust(input.trust);
  if (!trust) throw new RegistryError('TRUST_UNKNOWN', { field: 'trust' });
  const { accountId } = viewer;
  const { stopTexts } = input;
  const use = { scope: `leave:${accountId}`, key: input.idempotencyKey, input: { trust: trust.key, stopTexts } };

  const result = await core.database.write((em) =>
    once<ChangedLink>(em, core, use, async () => {
      const account = await em.findOne(Account, accountId, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!account) throw new RegistryError('SESSION_ENDED');
      const link = await em.findOne(Link, { accountId, trust: trust.key });
      // who is not linked has left; but which record's texts to stop, nobody could say
      if (!link) return stopTexts ? refuse('NOT_FOUND', 'trust') : done({ trust: trust.key, record: null });
      cutLink(em, core, { account, link, stopTexts });
      audit(em, core, call, { accountId, action: 'trust-unlinked', trust: trust.key });
      queueMessage(em, core, { ...noticeAddress(core, account), text: leftNotice(trust.name, stopTexts) });
      return done({ trust: trust.key, record: null });
    }),
  );
  core.wakeWorker();
  return result;
}
