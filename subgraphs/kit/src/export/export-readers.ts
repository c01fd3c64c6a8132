import type { Clock } from '@crosstrust/contract';
import { mustBeOwn, type Viewer } from '../access/viewer.ts';
import type { ScopedQueries } from '../storage/scoped-queries.ts';

/** What only an export reads. */
export interface ExportReaders {
  /** How many items the patient has said are somebody else's. */
  countWithheld(recordId: string): Promise<number>;
  /** When the patient registered with the trust; undefined where that is not known. */
  registeredAt(recordId: string): Date | undefined;
}

/** Readers for the viewer's own record; whoever it is shared with is refused. */
export function createExportReaders({
  viewer,
  queries,
  clock,
}: {
  viewer: Viewer;
  queries: ScopedQueries;
  clock: Clock;
}): ExportReaders {
  return {
    countWithheld: async (recordId) => {
      mustBeOwn(viewer, recordId, clock());
      const [row] = await queries.query<{ count: number }>(
        'select count(*)::int as count from withheld where record_id = $1',
        [recordId],
      );
      return row?.count ?? 0;
    },
    registeredAt: (recordId) => {
      mustBeOwn(viewer, recordId, clock());
      const since = viewer.grants.get(recordId)?.since;
      return since === undefined ? undefined : new Date(since * 1000);
    },
  };
}
