import { SettingsError } from '@crosstrust/service';
import { taskKinds } from '../verbs/task.ts';
import type { Desk, Told } from './desk.ts';
import { printTable, printTime } from './print.ts';
import type { TaskRow } from './tasks.ts';

/** What waits for the staff, the oldest first: `list [--kind <kind>] [--all]`. Nothing of what patients wrote is in it. */
export async function listTasks(
  { client }: Pick<Desk, 'client'>,
  { kind, all }: { kind: string | undefined; all: boolean },
): Promise<Told> {
  if (kind !== undefined && !taskKinds.some((known) => known === kind))
    throw new SettingsError(`no kind ${kind}; there are ${taskKinds.join(', ')}`);
  const { rows } = await client.query<TaskRow>(
    `select id, record_id, number, kind, item_id, created_at, resolved_at from task
     where ($1 or resolved_at is null) and ($2::text is null or kind = $2) order by created_at, id`,
    [all, kind ?? null],
  );
  const tasks = rows.map((row) => ({
    number: row.number,
    kind: row.kind,
    since: row.created_at,
    state: row.resolved_at ? 'answered' : 'open',
    item: row.item_id,
    record: row.record_id,
  }));
  const cells = tasks.map(({ number, kind: what, since, state, item, record }) => [
    number,
    what,
    printTime(since),
    state,
    item ?? '-',
    record ?? '-',
  ]);
  const text =
    cells.length > 0 ? printTable(['number', 'kind', 'since', 'state', 'item', 'record'], cells) : 'nothing waits\n';
  return { json: tasks, text };
}
