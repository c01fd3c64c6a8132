import { SettingsError } from '@crosstrust/service';
import type { Client } from 'pg';
import { readNumber, type Task } from '../verbs/task.ts';

/** A row of `task`. */
export interface TaskRow {
  id: string;
  record_id: string | null;
  number: string;
  kind: Task['kind'];
  item_id: string | null;
  content: Buffer;
  created_at: Date;
  resolved_at: Date | null;
  reply: Buffer | null;
}

/** The task with this number, however it is written. @throws SettingsError when there is none */
export async function findTask(client: Client, written: string): Promise<TaskRow> {
  const { rows } = await client.query<TaskRow>('select * from task where number = $1', [readNumber(written)]);
  const [task] = rows;
  if (!task) throw new SettingsError('no task has this number; `staff list --all` has them all');
  return task;
}
