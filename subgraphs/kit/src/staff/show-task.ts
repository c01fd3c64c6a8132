import { writeNhsNumber } from '../details/patient-details.ts';
import { withRecords } from '../import/records.ts';
import { appendAccess } from '../ledger/append-access.ts';
import type { PatientContent } from '../storage/content.ts';
import { writeAudit } from '../verbs/carry-out.ts';
import { placeOfReply, placeOfTask, type TaskContent } from '../verbs/task.ts';
import type { Desk, Told } from './desk.ts';
import { harmless, printFields, printTime } from './print.ts';
import { findTask, type TaskRow } from './tasks.ts';

/** What the staff need to know of the record and the item of a task. */
interface About {
  readonly nhsNumber: string | null;
  readonly item: {
    readonly section: string;
    readonly at: Date;
    readonly status: string;
    readonly withheld: boolean;
  } | null;
}

/** One task whole: `show <number>`. It prints personal data: what the patient wrote, and their NHS number; the audit says so. */
export async function showTask(desk: Desk, written: string): Promise<Told> {
  const task = await findTask(desk.client, written);
  const { topic, source, words, replyTo } = desk.vault.open<TaskContent>(task.content, placeOfTask(task.id));
  const reply = task.reply && desk.vault.open<string>(task.reply, placeOfReply(task.id));
  const { nhsNumber, item } = await readAbout(desk, task);
  const shown = {
    number: task.number,
    kind: task.kind,
    state: task.resolved_at ? 'answered' : 'open',
    since: task.created_at,
    answeredAt: task.resolved_at,
    record: task.record_id,
    nhsNumber,
    item: item && { id: task.item_id, ...item },
    topic: topic ?? null,
    source: source ?? null,
    replyTo: replyTo === undefined ? null : harmless(replyTo),
    words: words === undefined ? null : harmless(words),
    reply: reply === null ? null : harmless(reply),
  };
  const text = printFields([
    ['number', shown.number],
    ['kind', shown.kind],
    ['about', shown.topic],
    ['since', printTime(shown.since)],
    ['state', shown.answeredAt ? `answered ${printTime(shown.answeredAt)}` : 'open'],
    ['NHS number', nhsNumber],
    ['record', task.record_id],
    ['item', task.item_id && describeItem(task.item_id, item)],
    ['source', shown.source],
    ['answer to', shown.replyTo],
    ['words', shown.words],
    ['reply', shown.reply],
  ]);
  return { json: shown, text };
}

function describeItem(id: string, item: About['item']): string {
  if (!item) return `${id} (no longer in the record)`;
  return `${id} (${item.section} of ${printTime(item.at)}, ${item.status}${item.withheld ? ', withheld' : ''})`;
}

/** Reads what a task is about, and leaves a line in the audit that it was read. */
async function readAbout(desk: Desk, { record_id: recordId, item_id: itemId, kind }: TaskRow): Promise<About> {
  if (recordId === null) return { nhsNumber: null, item: null };
  const { client, vault, now, correlation } = desk;
  return withRecords(client, [recordId], async () => {
    const records = await client.query<{ content: Buffer }>('select content from record where id = $1', [recordId]);
    const items = await client.query<NonNullable<About['item']>>(
      `select section, at, status, exists (
         select from withheld where withheld.record_id = item.record_id and withheld.item_id = item.id) as withheld
       from item where record_id = $1 and id = $2`,
      [recordId, itemId],
    );
    const query = async (text: string, values: readonly unknown[] = []) => (await client.query(text, [...values])).rows;
    const by = { clock: () => now, actor: 'staff', correlation };
    await writeAudit(by, { query }, { recordId, verb: 'staff-show' }, itemId ?? undefined);
    const kinds = ['DETAILS', kind === 'support' ? 'SUPPORT_REQUESTS' : 'REPORTS'] as const;
    const item = itemId ?? undefined;
    const seen = { recordId, at: now, action: 'R', kinds, verb: 'staff-show', item, correlation } as const;
    await appendAccess({ query }, desk.policy.trust, { ...seen, by: 'STAFF', actor: 'staff' });
    const content = records.rows[0]?.content;
    const nhsNumber = content ? vault.open<PatientContent>(content, `record/${recordId}`).nhsNumber : null;
    return { nhsNumber: nhsNumber && writeNhsNumber(nhsNumber), item: items.rows[0] ?? null };
  });
}
