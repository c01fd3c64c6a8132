import type { AccountPart } from '@crosstrust/contract';
import type { Call, Core } from '../core.ts';
import { openDetails } from '../people/details.ts';
import type { Viewer } from '../people/viewer.ts';
import { readShares } from './read-shares.ts';

interface Row {
  readonly details: Buffer;
  readonly verified: boolean;
  readonly created_at: Date;
}

/** What is held of the viewer themselves: who they are, which records are theirs, and with whom they share them. */
export async function readAccountPart(core: Core, call: Call, viewer: Viewer): Promise<AccountPart | null> {
  const { accountId } = viewer;
  const [row] = await core.database.read<Row>(
    call.correlation,
    'select details, email_hash is not null as verified, created_at from account where id = $1',
    [accountId],
  );
  if (!row) return null;
  const links = await core.database.read<{ trust: string; record_id: string; linked_at: Date }>(
    call.correlation,
    'select trust, record_id, linked_at from link where account_id = $1 order by linked_at, trust',
    [accountId],
  );
  const { name, nhsNumber, birthDate, mobile, email } = openDetails(core.vault, accountId, row.details);
  return {
    id: accountId,
    name,
    nhsNumber,
    birthDate,
    mobile,
    email,
    emailVerified: row.verified,
    createdAt: row.created_at.toISOString(),
    links: links.map(({ trust, record_id: record, linked_at }) => ({
      trust,
      record,
      linkedAt: linked_at.toISOString(),
    })),
    shares: await readShares(core, call, viewer),
  };
}
