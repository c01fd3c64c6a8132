import { findTrust, type Section, type TrustEntry } from '@crosstrust/contract';
import type { Call, Core } from '../core.ts';
import type { Viewer } from '../people/viewer.ts';
import type { EndedBy, May, ShareKind } from './entities.ts';
import { isLive } from './is-live.ts';
import { openShared, type Shared } from './shared-content.ts';

/** PENDING: sent, and not accepted yet; it opens nothing. LIVE: accepted. ENDED: by somebody, or out of time. */
export type ShareState = 'PENDING' | 'LIVE' | 'ENDED';

/** What a share opens at one trust, as its patient sees it. */
export interface ListedTrust {
  readonly trust: TrustEntry;
  readonly sections: readonly Section[] | null;
  readonly may: May;
  readonly until: Date | null;
  /** OPEN, REFUSED: the trust's policy has changed since; NOT_LINKED: the record is not linked any more, or anew. */
  readonly standing: 'OPEN' | 'REFUSED' | 'NOT_LINKED';
  /** The rule behind a refusal, and its words. */
  readonly rule: string | null;
  readonly words: string | null;
}

/** A share as the patient sees it. */
export interface ListedShare extends Shared {
  readonly id: string;
  readonly kind: ShareKind;
  readonly state: ShareState;
  readonly until: Date | null;
  readonly createdAt: Date;
  readonly acceptedAt: Date | null;
  readonly endedAt: Date | null;
  readonly endedBy: EndedBy | 'time' | null;
  readonly trusts: readonly ListedTrust[];
}

interface Row {
  readonly id: string;
  readonly kind: ShareKind;
  readonly content: Buffer;
  readonly until: Date | null;
  readonly created_at: Date;
  readonly accepted_at: Date | null;
  readonly ended_at: Date | null;
  readonly ended_by: EndedBy | null;
  readonly secret_expires_at: Date;
  readonly trusts: readonly {
    readonly trust: string;
    readonly sections: readonly Section[] | null;
    readonly may: May;
    readonly until: string | null;
    readonly linked: boolean;
  }[];
}

/** How many are listed at most. */
const mostListed = 200;

const shares = `
  select id, kind, content, until, created_at, accepted_at, ended_at, ended_by, secret_expires_at, coalesce((
    select json_agg(json_build_object('trust', share_trust.trust, 'sections', sections, 'may', may, 'until', share_trust.until,
      'linked', link.trust is not null) order by share_trust.trust)
    from share_trust left join link on link.account_id = share.account_id and link.trust = share_trust.trust
      and link.linked_at <= share_trust.granted_at
    where share_id = share.id
  ), '[]') as trusts
  from share where account_id = $1 order by created_at desc, id limit ${mostListed}`;

/** What the viewer shares and has shared, the newest first. */
export async function listShares(core: Core, call: Call, { accountId }: Viewer): Promise<ListedShare[]> {
  const rows = await core.database.read<Row>(call.correlation, shares, [accountId]);
  return rows.map((row) => present(core, row));
}

function present(core: Core, row: Row): ListedShare {
  const times = {
    until: row.until,
    acceptedAt: row.accepted_at,
    endedAt: row.ended_at,
    secretExpiresAt: row.secret_expires_at,
  };
  const live = isLive(times, core.clock());
  const ranOutAt = row.accepted_at ? row.until : row.secret_expires_at;
  return {
    ...openShared(core, row.id, row.content),
    id: row.id,
    kind: row.kind,
    state: !live ? 'ENDED' : row.accepted_at ? 'LIVE' : 'PENDING',
    until: row.until,
    createdAt: row.created_at,
    acceptedAt: row.accepted_at,
    endedAt: row.ended_at ?? (live ? null : ranOutAt),
    endedBy: row.ended_by ?? (live ? null : 'time'),
    trusts: row.trusts.flatMap((at) => presentTrust(core, row.kind, at) ?? []),
  };
}

function presentTrust(core: Core, kind: ShareKind, at: Row['trusts'][number]): ListedTrust | null {
  const trust = findTrust(at.trust);
  const stance = core.policies.get(at.trust)?.sharing[kind];
  if (!trust || !stance) return null;
  const standing = !at.linked ? 'NOT_LINKED' : stance.allowed ? 'OPEN' : 'REFUSED';
  const because = standing === 'REFUSED' ? { rule: stance.rule, words: stance.words } : { rule: null, words: null };
  return {
    trust,
    sections: at.sections,
    may: at.may,
    until: at.until === null ? null : new Date(at.until),
    standing,
    ...because,
  };
}
