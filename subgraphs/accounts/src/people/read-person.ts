import type { Call, Core } from '../core.ts';
import { type Details, openDetails } from './details.ts';
import type { Viewer } from './viewer.ts';

/** A link as a reader has it. */
export interface LinkedRecord {
  readonly trust: string;
  readonly record: string;
}

/** The viewer's own account with its links. */
export interface Person {
  readonly id: string;
  readonly details: Details;
  readonly links: readonly LinkedRecord[];
}

/** Reads the viewer's own account; null when it no longer exists. There is no reader for anybody else's. */
export async function readPerson(core: Core, call: Call, viewer: Viewer): Promise<Person | null> {
  const [row] = await core.database.read<{ details: Buffer; links: LinkedRecord[] }>(
    call.correlation,
    `select details, coalesce((
       select json_agg(json_build_object('trust', trust, 'record', record_id) order by linked_at, trust) from link where account_id = account.id
     ), '[]') as links
     from account where id = $1`,
    [viewer.accountId],
  );
  return row
    ? { id: viewer.accountId, details: openDetails(core.vault, viewer.accountId, row.details), links: row.links }
    : null;
}
