import type { AccessBy } from '@crosstrust/contract';
import { mustBeOwn } from '../access/viewer.ts';
import type { Position } from '../storage/cursor.ts';
import type { ReaderParts } from '../storage/readers.ts';
import { type AccessTold, readAuditEvent, type WrittenEvent } from './audit-event.ts';

/** Which rows of a record's to list, newest first. */
export interface AccessSelection {
  /** Only those of these. Absent: everybody's. */
  readonly by?: readonly AccessBy[] | null | undefined;
  readonly after?: Position | undefined;
  /** How many at most. */
  readonly limit: number;
}

/** Who looked at the viewer's own record. */
export interface AccessLogReaders {
  accessLog(recordId: string, selection: AccessSelection): Promise<AccessTold[]>;
  countAccessLog(recordId: string, selection: Pick<AccessSelection, 'by'>): Promise<number>;
}

const chosen = `record_id = $1 and ($2::text[] is null or event #>> '{agent,0,role,0,coding,0,code}' = any($2))`;

/** Readers of the ledger, for the patient alone: whom a record was shared with learns of nobody else. */
export function createAccessLogReaders({
  viewer,
  queries,
  clock,
}: Pick<ReaderParts, 'viewer' | 'queries' | 'clock'>): AccessLogReaders {
  return {
    accessLog: async (recordId, { by, after, limit }) => {
      mustBeOwn(viewer, recordId, clock());
      const rows = await queries.query<{ event: WrittenEvent }>(
        `select event from access_log where ${chosen} and ($3::timestamptz is null or (at, id) < ($3, $4::uuid))
         order by at desc, id desc limit $5`,
        [recordId, by ?? null, after?.at ?? null, after?.id ?? null, limit],
      );
      return rows.map(({ event }) => readAuditEvent(event));
    },
    countAccessLog: async (recordId, { by }) => {
      mustBeOwn(viewer, recordId, clock());
      const [row] = await queries.query<{ count: number }>(
        `select count(*)::int as count from access_log where ${chosen}`,
        [recordId, by ?? null],
      );
      return row?.count ?? 0;
    },
  };
}
