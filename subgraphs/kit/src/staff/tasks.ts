import { SettingsError } from '@crosstrust/service';
import type { Client } from 'pg';
import type { Task } from '../verbs/task.ts';

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

export const taskKinds = [
  'rebooking',
  'cancellation',
  'mistake',
  'not-mine',
  'support',
] as const satisfies readonly Task['kind'][];

/** The task with this number, however it is written. @throws SettingsError when there is none */
export async function findTask(client: Client, written: string): Promise<TaskRow> {
  const number = written
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replace(/^(...)(...)(...)$/, '$1-$2-$3');
  const { rows } = await client.query<TaskRow>('select * from task where number = $1', [number]);
  const [task] = rows;
  if (!task) throw new SettingsError('no task has this number; `staff list --all` has them all');
  return task;
}
