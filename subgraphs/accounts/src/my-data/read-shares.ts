import type { AccountPart } from '@crosstrust/contract';
import type { Call, Core } from '../core.ts';
import type { Viewer } from '../people/viewer.ts';
import { listShares } from '../sharing/list-shares.ts';

/** With whom the person shares which of their records now, as an export tells of it: what was accepted, where it opens something. */
export async function readShares(core: Core, call: Call, viewer: Viewer): Promise<AccountPart['shares']> {
  const shares = await listShares(core, call, viewer);
  return shares
    .filter(({ state }) => state === 'LIVE')
    .map(({ id, name, kind, trusts, createdAt, until }) => ({
      id,
      to: name,
      relation: kind,
      trusts: trusts
        .filter(({ standing }) => standing === 'OPEN')
        .map(({ trust, sections }) => ({ trust: trust.key, sections: sections ? [...sections] : ('all' as const) })),
      createdAt: createdAt.toISOString(),
      ...(until ? { until: until.toISOString() } : {}),
    }));
}
