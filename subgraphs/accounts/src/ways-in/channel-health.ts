import type { EntityManager } from '@mikro-orm/postgresql';
import type { Call, Core } from '../core.ts';
import type { Message } from '../messages/outbox.ts';

/** By what a message goes out. */
export type Channel = Message['channel'];

/** Tries in a row from which a channel counts as failing: one alone is a hiccup, which the next try a second later mends. */
const failuresOfAFault = 2;
/** Milliseconds after which nothing more is known of a channel that nobody has tried since. */
const knownFor = 10 * 60_000;

const knownSince = ({ clock }: Core): Date => new Date(clock().getTime() - knownFor);

/** Notes that the provider took a message, in the transaction that sent it. While all is well there is no row, and nothing is written. */
export async function noteSent(em: EntityManager, channel: Channel): Promise<void> {
  await em.execute('delete from failing_channel where channel = ?', [channel]);
}

/** Notes that the provider took no message, in the transaction that puts it off; every process counts in the same row. */
export async function noteFailure(em: EntityManager, core: Core, channel: Channel): Promise<void> {
  await em.execute(
    `insert into failing_channel (channel, failures, failed_at) values (?, 1, ?)
     on conflict (channel) do update set failed_at = excluded.failed_at,
       failures = case when failing_channel.failed_at > ? then failing_channel.failures + 1 else 1 end`,
    [channel, core.clock(), knownSince(core)],
  );
}

/** The channels by which messages do not go out just now. */
export async function failingChannels(core: Core, call: Call): Promise<ReadonlySet<Channel>> {
  const rows = await core.database.read<{ channel: Channel }>(
    call.correlation,
    'select channel from failing_channel where failures >= $1 and failed_at > $2',
    [failuresOfAFault, knownSince(core)],
  );
  return new Set(rows.map(({ channel }) => channel));
}
