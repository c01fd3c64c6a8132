import type { EntityManager } from '@mikro-orm/postgresql';
import type { Core } from '../core.ts';
import { type Account, Challenge } from '../database/entities.ts';
import { columnsOf, openDetails } from './details.ts';
import { isEmailTaken } from './email.ts';
import type { Email, Mobile } from './parse-details.ts';

/** A new address that its owner has proven. */
export type ProvenAddress =
  | { readonly channel: 'mobile'; readonly address: Mobile }
  | { readonly channel: 'email'; readonly address: Email };

/**
 * Makes a proven address the account's, with the hashes by which it is found, in the transaction given. Codes that are on
 * their way to the old one open nothing any more. The caller holds `lockIdentities` and the account's lock.
 * @returns the address that it was until now; null when the email is somebody else's (K14)
 */
export async function setAddress(
  em: EntityManager,
  core: Core,
  account: Account,
  { channel, address }: ProvenAddress,
): Promise<string | null> {
  if (channel === 'email' && (await isEmailTaken(em, core, address))) return null;
  const before = openDetails(core.vault, account.id, account.details);
  const isEmailVerified = channel === 'email' || account.emailHash !== null;
  const columns = columnsOf(core.vault, account.id, { ...before, [channel]: address }, isEmailVerified);
  Object.assign(account, columns);
  await em.nativeUpdate(Challenge, { accountId: account.id, channel, usedAt: null }, { usedAt: core.clock() });
  return before[channel];
}
