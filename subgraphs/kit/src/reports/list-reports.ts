import { type Page, type PageArgs, startOf } from '../graph/connections.ts';
import { makePage } from '../graph/make-page.ts';
import { encodeCursor } from '../storage/cursor.ts';
import type { ReportsReaders } from './read-reports.ts';
import { presentReport, type Report } from './report.ts';

/** A page of what the viewer asked and reported, newest first. */
export async function listReports(readers: ReportsReaders, recordId: string, page: PageArgs): Promise<Page<Report>> {
  const { limit, after } = startOf(page);
  return makePage(await readers.reports(recordId, { after, limit }), {
    first: page.first,
    isFirst: after === undefined,
    cursorOf: ({ createdAt, id }) => encodeCursor({ at: createdAt.toISOString(), id }),
    present: presentReport,
    count: () => readers.countReports(recordId),
  });
}
