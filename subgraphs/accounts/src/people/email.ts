import type { LinkProof } from '@crosstrust/contract';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Core } from '../core.ts';
import { Account } from '../database/entities.ts';
import type { Message } from '../messages/outbox.ts';
import { emailColumnsOf, hashesOfEmail, openDetails } from './details.ts';

/** Whether a trust that vouches for somebody who came this way has compared the email address with its own. */
export function vouchesForEmail({ policies }: Core, trust: string, way: LinkProof['kind'] = 'details'): boolean {
  const policy = policies.get(trust);
  if (!policy) return false;
  const { invitation } = policy.registration;
  if (way === 'details') return policy.linking.match.includes('email');
  return invitation.by !== 'nothing' && invitation.match.includes('email');
}

/** Whether an address is the verified one of an account (K14). */
export async function isEmailTaken(em: EntityManager, core: Core, email: string): Promise<boolean> {
  return (await em.count(Account, { emailHash: { $in: hashesOfEmail(core.vault, email) } })) > 0;
}

/**
 * Makes the account's email a way in, now that it is known to be the person's. The caller holds `lockIdentities`.
 * @returns false when the address is somebody else's (K14)
 */
export async function claimEmail(em: EntityManager, core: Core, account: Account): Promise<boolean> {
  if (account.emailHash) return true;
  const details = openDetails(core.vault, account.id, account.details);
  if (await isEmailTaken(em, core, details.email)) return false;
  Object.assign(account, emailColumnsOf(core.vault, details));
  return true;
}

/** Where a person is told what happened to their account: an email that is not verified may be a stranger's. */
export function noticeAddress({ vault }: Core, account: Account): Pick<Message, 'channel' | 'to'> {
  const { email, mobile } = openDetails(vault, account.id, account.details);
  return account.emailHash ? { channel: 'email', to: email } : { channel: 'mobile', to: mobile };
}
