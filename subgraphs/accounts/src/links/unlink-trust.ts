import { LockMode } from '@mikro-orm/core';
import { findTrust, RegistryError, done, type Result } from '@crosstrust/contract';
import type { Call, Core } from '../core.ts';
import { audit } from '../database/audit.ts';
import { Account, Link } from '../database/entities.ts';
import { once } from '../database/once.ts';
import { queueMessage } from '../messages/outbox.ts';
import { unlinkedNotice } from '../messages/words.ts';
import { noticeAddress } from '../people/email.ts';
import type { Viewer } from '../people/viewer.ts';
import type { ChangedLink } from './link-trust.ts';

/** Takes the viewer's link to a trust away: from the next request on, no token for that trust is made. */
export async function unlinkTrust(
  core: Core,
  call: Call,
  viewer: Viewer,
  input: { trust: string; idempotencyKey: string },
): Promise<Result<ChangedLink>> {
  const trust = findTrust(input.trust);
  if (!trust) throw new RegistryError('TRUST_UNKNOWN', { field: 'trust' });
  const use = { scope: `unlink:${viewer.accountId}`, key: input.idempotencyKey, input: { trust: trust.key } };

  const result = await core.database.write((em) =>
    once<ChangedLink>(em, core, use, async () => {
      const account = await em.findOne(Account, viewer.accountId, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!account) throw new RegistryError('SESSION_ENDED');
      const link = await em.findOne(Link, { accountId: viewer.accountId, trust: trust.key });
      if (!link) return done({ trust: trust.key, record: null });
      em.remove(link);
      account.accessVersion += 1;
      audit(em, core, call, { accountId: viewer.accountId, action: 'trust-unlinked', trust: trust.key });
      queueMessage(em, core, { ...noticeAddress(core, account), text: unlinkedNotice(trust.name) });
      return done({ trust: trust.key, record: null });
    }),
  );
  core.wakeWorker();
  return result;
}
