import { mustBeOwn } from '../access/viewer.ts';
import type { Position } from '../storage/cursor.ts';
import type { ReaderParts } from '../storage/readers.ts';
import { placeOfReply, placeOfTask, type Task, type TaskContent } from '../verbs/task.ts';

/** What patients ask or report about their record; asking for support is told of under help. */
export const reportKinds = [
  'mistake',
  'rebooking',
  'cancellation',
  'not-mine',
] as const satisfies readonly Task['kind'][];
export type ReportKind = (typeof reportKinds)[number];

/** A request or report of the viewer's own, opened. */
export interface StoredReport {
  readonly id: string;
  readonly number: string;
  readonly kind: ReportKind;
  readonly item: string | null;
  readonly createdAt: Date;
  readonly resolvedAt: Date | null;
  readonly content: TaskContent;
  readonly reply: string | null;
}

/** Which of them to list, newest first. */
export interface ReportPage {
  readonly after?: Position | undefined;
  /** How many at most. */
  readonly limit: number;
}

/** What the viewer themselves asked and reported; nobody else's, even about the same record. */
export interface ReportsReaders {
  reports(recordId: string, page: ReportPage): Promise<StoredReport[]>;
  countReports(recordId: string): Promise<number>;
  report(recordId: string, id: string): Promise<StoredReport | null>;
}

interface TaskRow {
  id: string;
  number: string;
  kind: ReportKind;
  item_id: string | null;
  content: Buffer;
  created_at: Date;
  resolved_at: Date | null;
  reply: Buffer | null;
}

const columns = 'id, number, kind, item_id, content, created_at, resolved_at, reply';
const own = 'record_id = $1 and actor = $2 and kind = any($3)';

/** Readers of the viewer's own reports; a carer or clinician is refused. */
export function createReportsReaders({ viewer, queries, vault, clock }: ReaderParts): ReportsReaders {
  const open = (row: TaskRow): StoredReport => ({
    id: row.id,
    number: row.number,
    kind: row.kind,
    item: row.item_id,
    createdAt: row.created_at,
    resolvedAt: row.resolved_at,
    content: vault.open<TaskContent>(row.content, placeOfTask(row.id)),
    reply: row.reply && vault.open<string>(row.reply, placeOfReply(row.id)),
  });
  const ownOf = (recordId: string) => {
    mustBeOwn(viewer, recordId, clock());
    return [recordId, viewer.actor, reportKinds];
  };
  return {
    reports: async (recordId, { after, limit }) => {
      const rows = await queries.query<TaskRow>(
        `select ${columns} from task where ${own} and ($4::timestamptz is null or (created_at, id) < ($4, $5::uuid))
         order by created_at desc, id desc limit $6`,
        [...ownOf(recordId), after?.at ?? null, after?.id ?? null, limit],
      );
      return rows.map(open);
    },
    countReports: async (recordId) => {
      const [row] = await queries.query<{ count: number }>(
        `select count(*)::int as count from task where ${own}`,
        ownOf(recordId),
      );
      return row?.count ?? 0;
    },
    report: async (recordId, id) => {
      const [row] = await queries.query<TaskRow>(`select ${columns} from task where ${own} and id = $4`, [
        ...ownOf(recordId),
        id,
      ]);
      return row ? open(row) : null;
    },
  };
}
