import { randomUUID } from 'node:crypto';
import type { Clock } from '@crosstrust/contract';
import type { Vault } from '@crosstrust/service';
import type { EntityManager } from '@mikro-orm/postgresql';
import { InboxMessage } from '../database/entities.ts';
import type { Message } from './outbox.ts';

/** Takes a message out of this service. It throws when it could not: the job stays owed and is tried again. */
export type Transport = (em: EntityManager, message: Message) => Promise<void>;

/** Puts messages on the development inbox page. */
export function inboxTransport(vault: Vault, clock: Clock): Transport {
  return async (em, message) => {
    const id = randomUUID();
    em.create(InboxMessage, { id, message: vault.seal(message, placeOfMessage(id)), createdAt: clock() });
  };
}

/** The provider takes no messages of this channel just now, whoever they are for. */
export class ChannelFault extends Error {
  override readonly name = 'ChannelFault';

  constructor(
    readonly channel: Message['channel'],
    cause?: unknown,
  ) {
    super('the message provider does not answer', { cause });
  }
}

/** HTTP statuses by which a provider refuses one message, such as one to a number that nobody has. */
const ofThisMessage: ReadonlySet<number> = new Set([400, 404, 410, 413, 422]);

/** Posts each message as JSON `{channel, to, text}` to the provider that sends texts and emails. */
export function webhookTransport(url: string): Transport {
  return async (_em, message) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(message),
      signal: AbortSignal.timeout(5_000),
    }).catch((cause: unknown) => {
      throw new ChannelFault(message.channel, cause);
    });
    if (ofThisMessage.has(response.status)) throw new Error('the message provider refused a message');
    if (!response.ok) throw new ChannelFault(message.channel);
  };
}

/** Where an inbox message is sealed to. */
export const placeOfMessage = (id: string) => `inbox/${id}/message`;
