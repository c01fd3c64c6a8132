import { LockMode } from '@mikro-orm/core';
import { findTrust, RegistryError } from '@crosstrust/contract';
import type { Call, Core } from '../core.ts';
import { audit } from '../database/audit.ts';
import { Account, Link } from '../database/entities.ts';
import { once, recall } from '../database/once.ts';
import { queueMessage } from '../messages/outbox.ts';
import { linkedNotice } from '../messages/words.ts';
import { readPerson } from '../people/read-person.ts';
import type { Viewer } from '../people/viewer.ts';
import { done, refuse, type Result } from '../result.ts';
import { addLink } from './add-link.ts';

/** Which link a verb has made or taken away. */
export interface ChangedLink {
  readonly trust: string;
  readonly record: string | null;
}

/** Links the viewer's record at one more trust, when the trust vouches for the details that the account holds (K6 M4). */
export async function linkTrust(
  core: Core,
  call: Call,
  viewer: Viewer,
  input: { trust: string; idempotencyKey: string },
): Promise<Result<ChangedLink>> {
  const trust = findTrust(input.trust);
  if (!trust) throw new RegistryError('TRUST_UNKNOWN', { field: 'trust' });
  const use = { scope: `link:${viewer.accountId}`, key: input.idempotencyKey, input: { trust: trust.key } };
  const before = await recall<ChangedLink>(core, call, use);
  if (before) return before;
  const person = await readPerson(core, call, viewer);
  if (!person) throw new RegistryError('SESSION_ENDED');

  const vouched = await core.askTrust(call, trust.key, person.details);
  if ('refused' in vouched) return refuse(vouched.refused);

  const result = await core.database.write((em) =>
    once<ChangedLink>(em, core, use, async () => {
      const account = await em.findOneOrFail(Account, viewer.accountId, { lockMode: LockMode.PESSIMISTIC_WRITE });
      const held = await em.findOne(Link, {
        trust: trust.key,
        $or: [{ accountId: viewer.accountId }, { recordId: vouched.record }],
      });
      if (held && held.accountId !== viewer.accountId) return refuse('ACCOUNT_EXISTS');
      if (held) return done({ trust: trust.key, record: held.recordId });
      addLink(em, core, { accountId: viewer.accountId, trust: trust.key, record: vouched.record });
      account.accessVersion += 1;
      audit(em, core, call, { accountId: viewer.accountId, action: 'trust-linked', trust: trust.key });
      queueMessage(em, core, { channel: 'email', to: person.details.email, text: linkedNotice(trust.name) });
      return done({ trust: trust.key, record: vouched.record });
    }),
  );
  core.wakeWorker();
  return result;
}
