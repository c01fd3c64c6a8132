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
  readonly emailVerified: boolean;
  readonly links: readonly LinkedRecord[];
}

/** Reads the viewer's own account; null when it no longer exists. There is no reader for anybody else's. */
export async function readPerson(core: Core, call: Call, viewer: Viewer): Promise<Person | null> {
  const [row] = await core.database.read<{ details: Buffer; verified: boolean; links: LinkedRecord[] }>(
    call.correlation,
    `select details, email_hash is not null as verified, coalesce((
       select json_agg(json_build_object('trust', trust, 'record', record_id) order by linked_at, trust) from link where account_id = account.id
     ), '[]') as links
     from account where id = $1`,
    [viewer.accountId],
  );
  if (!row) return null;
  const details = openDetails(core.vault, viewer.accountId, row.details);
  return { id: viewer.accountId, details, emailVerified: row.verified, links: row.links };
}
