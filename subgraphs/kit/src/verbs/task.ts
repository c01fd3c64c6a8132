import { randomBytes, randomUUID } from 'node:crypto';
import { RegistryError } from '@crosstrust/contract';
import type { Vault } from '@crosstrust/service';
import type { Change } from '../storage/changes.ts';

/** What a task can be. */
export const taskKinds = ['rebooking', 'cancellation', 'mistake', 'not-mine', 'support'] as const;

/** What the trust's staff have to see to. */
export interface Task {
  readonly kind: (typeof taskKinds)[number];
  /** The item that it is about. */
  readonly item?: string;
  /** Sealed: what the patient wrote, and what it goes with. */
  readonly content: TaskContent;
}

export interface TaskContent {
  /** What it is about, in a word of the kind's own: `IMPORTANT`, `TECHNICAL`, ... */
  readonly topic?: string;
  /** Key of the trust that the item came from, of a record that several keep together. */
  readonly source?: string;
  readonly words?: string;
  /** Where the trust may answer, when nobody is signed in. */
  readonly replyTo?: string;
}

/**
 * Files a task in the transaction of the verb that asks for it. The number is what the patient quotes on the phone.
 * @throws RegistryError TOO_MANY_REQUESTS after 20 in an hour for one record
 */
export async function fileTask(
  change: Change,
  { vault, now, recordId, actor }: { vault: Vault; now: Date; recordId: string | null; actor?: string },
  { kind, item, content }: Task,
  followHash: Buffer | null = null,
): Promise<{ id: string; number: string }> {
  if (recordId !== null) await countTasks(change, recordId, now);
  const [id, number] = [randomUUID(), makeNumber()];
  await change.query(
    `insert into task (id, record_id, number, kind, item_id, content, follow_hash, created_at, actor)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [id, recordId, number, kind, item ?? null, vault.seal(content, placeOfTask(id)), followHash, now, actor ?? null],
  );
  return { id, number };
}

/** Tasks that one record files in an hour: the staff read each of them. */
const tasksPerHour = 20;

/** @throws RegistryError TOO_MANY_REQUESTS */
async function countTasks(change: Change, recordId: string, now: Date): Promise<void> {
  const [filed] = await change.query<{ number: number }>(
    'select count(*)::int as number from task where record_id = $1 and created_at > $2',
    [recordId, new Date(now.getTime() - 3_600_000)],
  );
  if ((filed?.number ?? 0) >= tasksPerHour) throw new RegistryError('TOO_MANY_REQUESTS', { retryAfterSeconds: 3_600 });
}

/** Where a task's content is sealed to. */
export const placeOfTask = (id: string) => `task/${id}`;
/** Where the staff's reply is sealed to. */
export const placeOfReply = (id: string) => `task/${id}/reply`;

// without letters and digits that are taken for each other on the phone
const alphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A task's number as it is kept, of what people say and type: with or without its dashes, in any case. */
export const readNumber = (written: string): string =>
  written
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replace(/^(...)(...)(...)$/, '$1-$2-$3');

/** `4K7-9QX-2MD`: said on the phone, and nobody else's can be guessed from it. */
function makeNumber(): string {
  const letters = [...randomBytes(9)].map((byte) => alphabet.charAt(byte % alphabet.length)).join('');
  return letters.replace(/(...)(...)(...)/, '$1-$2-$3');
}
