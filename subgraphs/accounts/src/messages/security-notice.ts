import type { EntityManager } from '@mikro-orm/postgresql';
import type { Core } from '../core.ts';
import { Account } from '../database/entities.ts';
import { openDetails } from '../people/details.ts';
import { type Message, queueMessage } from './outbox.ts';

/**
 * Tells a person that how their account is got into has changed, in the transaction of the change: by text and, when it is
 * verified, by email, so that who has taken one of the two cannot keep it from them. The caller wakes the worker afterwards.
 * @param text from `words.ts`; says what to do when it was not them
 * @param alsoTo the address that was theirs until now, when it is one of these that changed
 */
export async function tellSecurity(
  em: EntityManager,
  core: Core,
  accountId: string,
  text: string,
  alsoTo: readonly Pick<Message, 'channel' | 'to'>[] = [],
): Promise<void> {
  const account = await em.findOneOrFail(Account, accountId);
  const { mobile, email } = openDetails(core.vault, account.id, account.details);
  const addresses: Pick<Message, 'channel' | 'to'>[] = [
    { channel: 'mobile', to: mobile },
    ...(account.emailHash ? [{ channel: 'email', to: email } as const] : []),
    ...alsoTo,
  ];
  const each = new Map(addresses.map((address) => [`${address.channel} ${address.to}`, address]));
  for (const address of each.values()) queueMessage(em, core, { ...address, text });
}
