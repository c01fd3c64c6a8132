import { SettingsError } from '@crosstrust/service';
import { withRecords } from '../import/records.ts';
import { appendAccess } from '../ledger/append-access.ts';
import { owe, type Work, writeAudit } from '../verbs/carry-out.ts';
import { placeOfReply, type Task } from '../verbs/task.ts';
import type { Desk, Told } from './desk.ts';
import { printTime } from './print.ts';
import { type Settled, settleBooking } from './settle-booking.ts';
import { findTask, type TaskRow } from './tasks.ts';

/** The staff's answer. */
export interface Answer {
  /** What the patient reads. */
  readonly reply: string | undefined;
  /** The staff do not do what was asked. */
  readonly decline: boolean;
}

type Decide = (work: Work, task: TaskRow, answer: Answer, desk: Desk) => Promise<Settled>;

/** The most characters of a reply. */
const longestReply = 2000;

const nothing: Settled = { said: 'the patient reads the answer', owes: [] };

/** What an answer does, by what was asked. */
const decisions: Readonly<Record<Task['kind'], Decide>> = {
  mistake: async () => nothing,
  support: async () => nothing,
  /** The new date comes with the booking system's next import. */
  rebooking: (work, { item_id }, _answer, { policy }) =>
    settleBooking(work, policy, item_id, { waiting: 'pending-reschedule', cancel: false }),
  cancellation: (work, { item_id }, { decline }, { policy }) =>
    settleBooking(work, policy, item_id, { waiting: 'pending-cancellation', cancel: !decline }),
  'not-mine': async (work, { record_id, item_id }, { decline }) => {
    if (item_id === null) return { said: 'the record can be linked again', owes: [] };
    if (!decline) return { said: 'the item stays withheld', owes: [] };
    await work.query('delete from withheld where record_id = $1 and (item_id = $2 or split_from = $2)', [
      record_id,
      item_id,
    ]);
    return { said: 'the item shows in the record again', owes: [] };
  },
};

/** Kinds that ask for something which the staff can decline. */
const declinable: readonly Task['kind'][] = ['rebooking', 'cancellation', 'not-mine'];

/**
 * Answers a task, once: `resolve <number> [--reply <words>] [--decline]`. What was asked is done or declined, with the
 * answer, a line in the audit and the message to the patient, in one transaction.
 * @throws SettingsError for an unknown number, a task that was answered before, and an answer that does not fit; nothing is changed
 */
export async function resolveTask(desk: Desk, written: string, answer: Answer): Promise<Told> {
  const task = await findTask(desk.client, written);
  mustFit(task, answer);
  const settled = await withRecords(desk.client, task.record_id === null ? [] : [task.record_id], () =>
    answerTask(desk, task, answer),
  );
  const decision = answer.decline ? 'declined' : 'resolved';
  return {
    json: { number: task.number, kind: task.kind, decision, outcome: settled.said },
    text: `${task.number} ${decision}: ${settled.said}\n`,
  };
}

function mustFit({ number, kind, resolved_at }: TaskRow, { reply, decline }: Answer): void {
  if (resolved_at)
    throw new SettingsError(`${number} was answered ${printTime(resolved_at)} already; nothing is changed`);
  if (decline && !declinable.includes(kind)) throw new SettingsError(`a ${kind} cannot be declined, only answered`);
  if (reply !== undefined && (reply.length === 0 || reply.length > longestReply))
    throw new SettingsError(`a reply has 1 to ${longestReply} characters`);
}

async function answerTask(desk: Desk, task: TaskRow, answer: Answer): Promise<Settled> {
  const { client, vault, now, correlation } = desk;
  const query: Work['query'] = async (text, values = []) => (await client.query(text, [...values])).rows;
  const sealed = answer.reply === undefined ? null : vault.seal(answer.reply, placeOfReply(task.id));
  // of two answers at once the second waits here, and finds it answered
  const taken = await query(
    `update task set resolved_at = $3, reply = $4
     where id = $1 and record_id is not distinct from $2 and resolved_at is null returning id`,
    [task.id, task.record_id, now, sealed],
  );
  if (taken.length === 0) throw new SettingsError(`${task.number} has just been changed by somebody else; look again`);
  const recordId = task.record_id;
  if (recordId === null) return nothing; // asked without signing in: there is no record whose audit it could stand in
  const work: Work = { query, recordId, now, vault, actor: 'staff' };
  const settled = await decisions[task.kind](work, task, answer, desk);
  const by = { clock: () => now, actor: 'staff', correlation };
  const verb = `staff-${answer.decline ? 'decline' : 'resolve'}-${task.kind}`;
  await writeAudit(by, work, { recordId, verb }, task.item_id ?? undefined);
  for (const message of [...settled.owes, { kind: 'staff-answered', task: task.id } as const])
    await owe({ vault, clock: () => now }, work, { recordId }, message);
  const item = task.item_id ?? undefined;
  const seen = { recordId, at: now, action: 'U', kinds: [], verb, item, correlation } as const;
  await appendAccess(work, desk.policy.trust, { ...seen, by: 'STAFF', actor: 'staff' });
  return settled;
}
