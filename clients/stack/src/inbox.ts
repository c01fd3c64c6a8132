import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

const messagesSchema = z.array(z.object({ time: z.string(), channel: z.string(), to: z.string(), text: z.string() }));
/** A text or email that the development system "sent". */
export type InboxMessage = z.infer<typeof messagesSchema>[number];

/** The local inbox, where the codes arrive. */
export interface Inbox {
  /** Newest first. */
  read(): Promise<InboxMessage[]>;
  /** The code of the first message to this address that comes after an instant. @throws when none comes in 5 seconds */
  waitForCode(to: string, since: Date): Promise<string>;
}

/** Reads the inbox of the accounts service at this URL. */
export function openInbox(accountsUrl: string): Inbox {
  const read = async () => {
    const answer = await fetch(`${accountsUrl}/inbox.json`, { signal: AbortSignal.timeout(5_000) });
    if (!answer.ok) throw new Error('the inbox does not answer');
    return messagesSchema.parse(await answer.json());
  };
  const waitForCode = async (to: string, since: Date) => {
    for (const end = Date.now() + 5_000; Date.now() < end; await pause(25)) {
      const messages = await read();
      const codes = messages.flatMap((message) => {
        const code =
          message.to === to && new Date(message.time) >= since ? /^(\d{6}) /.exec(message.text)?.[1] : undefined;
        return code ? [code] : [];
      });
      if (codes[0]) return codes[0];
    }
    throw new Error('no code came to the inbox');
  };
  return { read, waitForCode };
}
