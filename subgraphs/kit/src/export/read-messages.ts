import type { TrustContext } from '../graph/context.ts';
import type { Position } from '../storage/cursor.ts';
import { type Asked, askedByReport, askedByRequest } from './map-conversation.ts';

const pageSize = 100;

/** All that the patient asked of the staff or reported to them about this record, newest first. */
export async function readMessages({ readers, desk }: TrustContext, recordId: string): Promise<Asked[]> {
  const [reports, requests] = await Promise.all([
    all((page) => readers().reports(recordId, page)),
    all((page) => desk.requests.of(recordId, page)),
  ]);
  return [...reports.map(askedByReport), ...requests.map(askedByRequest)].toSorted(
    (one, other) => other.createdAt.getTime() - one.createdAt.getTime(),
  );
}

async function all<Row extends { readonly id: string; readonly createdAt: Date }>(
  read: (page: { limit: number; after: Position | undefined }) => Promise<Row[]>,
): Promise<Row[]> {
  const found: Row[] = [];
  for (;;) {
    const last = found.at(-1);
    const after = last && { at: last.createdAt.toISOString(), id: last.id };
    const page = await read({ limit: pageSize, after });
    found.push(...page);
    if (page.length < pageSize) return found;
  }
}
