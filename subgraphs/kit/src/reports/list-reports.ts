import type { Page, PageArgs } from '../graph/connections.ts';
import { checkFirst, makePage } from '../graph/make-page.ts';
import { decodeCursor, encodeCursor } from '../storage/cursor.ts';
import type { ReportsReaders } from './read-reports.ts';
import { presentReport, type Report } from './report.ts';

/** A page of what the viewer asked and reported, newest first. */
export async function listReports(
  readers: ReportsReaders,
  recordId: string,
  { first, after }: PageArgs,
): Promise<Page<Report>> {
  const limit = checkFirst(first) + 1;
  const position = typeof after === 'string' ? decodeCursor(after) : undefined;
  return makePage(await readers.reports(recordId, { after: position, limit }), {
    first,
    isFirst: position === undefined,
    cursorOf: ({ createdAt, id }) => encodeCursor({ at: createdAt.toISOString(), id }),
    present: presentReport,
    count: () => readers.countReports(recordId),
  });
}
