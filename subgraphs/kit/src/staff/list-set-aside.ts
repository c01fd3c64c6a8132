import type { Desk, Told } from './desk.ts';
import { harmless, printTable, printTime } from './print.ts';

interface SetAsideRow {
  source_file: string;
  position: number;
  resource_type: string | null;
  resource_id: string | null;
  reason: string;
  at: Date;
  record_id: string | null;
  section: string | null;
}

/** What the import and the readers set aside, with the reason: `set-aside`. */
export async function listSetAside({ client }: Pick<Desk, 'client'>): Promise<Told> {
  const { rows } = await client.query<SetAsideRow>(
    `select source_file, position, resource_type, resource_id, reason, at, record_id, section from set_aside
     order by at, source_file, position, id`,
  );
  const json = rows.map((row) => ({
    sourceFile: row.source_file,
    position: row.position,
    resourceType: row.resource_type,
    resourceId: row.resource_id,
    reason: row.reason,
    at: row.at,
    record: row.record_id,
    section: row.section,
  }));
  const cells = rows.map((row) => [
    printTime(row.at),
    row.reason,
    harmless(`${row.source_file}:${row.position}`),
    harmless([row.resource_type, row.resource_id].filter(Boolean).join('/')) || '-',
    row.section ?? '-',
    row.record_id ?? '-',
  ]);
  const headings = ['at', 'reason', 'where', 'resource', 'section', 'record'];
  return { json, text: cells.length > 0 ? printTable(headings, cells) : 'nothing is set aside\n' };
}
