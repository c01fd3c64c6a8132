import { createHash } from 'node:crypto';
import { findTrust, type Grant, type Section } from '@crosstrust/contract';
import type { Call, Core } from '../core.ts';
import type { LinkForTokens } from '../sessions/mint-tokens.ts';
import type { May, ShareKind } from './entities.ts';

/** What of somebody else's record at one trust is open to a holder, as tokens need it. */
export interface ShareForTokens {
  readonly share: string;
  readonly kind: ShareKind;
  readonly trust: string;
  readonly record: string;
  /** Who the patient is to this trust, and who the holder is. */
  readonly subject: string;
  readonly actor: string;
  /** Null: all. */
  readonly sections: readonly Section[] | null;
  readonly may: May;
  /** Seconds since 1970. */
  readonly since: number;
  readonly until: number | null;
  readonly untilAge: number | null;
}

/**
 * SQL of the shares, trusts and links that are open now. It hangs on the patient's own link: who unlinks a trust, or leaves,
 * shares it no more, and who links it again later has to share it again.
 * @param now the parameter that holds the instant
 * @param joins what else the reader wants of each
 */
export const openShares = (now: string, joins = ''): string => `
  share join share_trust on share_trust.share_id = share.id
  join link on link.account_id = share.account_id and link.trust = share_trust.trust and link.linked_at <= share_trust.granted_at
  ${joins}
  where share.ended_at is null and share.accepted_at is not null and share_trust.actor is not null
    and (share.until is null or share.until > ${now}) and (share_trust.until is null or share_trust.until > ${now})`;

/**
 * SQL of a column of `ShareForTokens` in JSON: what is shared with whom `holder` says.
 * @param holder a condition on `share`
 * @param now the parameter that holds the instant
 */
export const sharesOf = (holder: string, now: string): string => `coalesce((
    select json_agg(json_build_object('share', share.id, 'kind', kind, 'trust', share_trust.trust, 'record', record_id,
      'subject', subject, 'actor', actor, 'sections', sections, 'may', may, 'since', floor(extract(epoch from linked_at))::bigint,
      'until', floor(extract(epoch from least(share.until, share_trust.until)))::bigint, 'untilAge', until_age
    ) order by share.id, share_trust.trust) from ${openShares(now)} and ${holder}
  ), '[]')`;

/** SQL of whether the account of a row holds shares that nobody has ended: few do, and the rest is not asked of the others. */
export const holdsShares = (table: string): string =>
  `exists (select from share where holder_id = ${table}.account_id and ended_at is null)`;

const heldShares = `select ${sharesOf('share.holder_id = $1', '$2')} as shares`;

/** What is open to an account of others' records now. */
export async function readHeldShares(
  core: Pick<Core, 'database'>,
  call: Call,
  accountId: string,
  now: Date,
): Promise<readonly ShareForTokens[]> {
  const [row] = await core.database.read<{ shares: ShareForTokens[] }>(call.correlation, heldShares, [accountId, now]);
  return row?.shares ?? [];
}

/** What one trust's token holds: who acts, and the records that are open to them there. */
export interface GrantsAt {
  readonly subject: string;
  readonly grants: readonly Grant[];
}

/** The grants of somebody's own records and of those that were shared with them, trust by trust. */
export function grantsByTrust(
  links: readonly LinkForTokens[],
  sections: Grant['sections'],
  shares: readonly ShareForTokens[],
): Map<string, GrantsAt> {
  const known = (at: { trust: string }) => findTrust(at.trust) !== undefined;
  const found = new Map<string, GrantsAt>(
    links
      .filter(known)
      .map(({ trust, record, subject, since }) => [
        trust,
        { subject, grants: [{ record, relation: 'self', sections, since }] },
      ]),
  );
  for (const share of shares.filter(known)) {
    const { subject, grants } = found.get(share.trust) ?? { subject: share.actor, grants: [] };
    found.set(share.trust, { subject, grants: [...grants, grantOf(share, subject)] });
  }
  return found;
}

function grantOf(share: ShareForTokens, actor: string): Grant {
  const { record, kind, sections, may, since, until, untilAge, subject, share: id } = share;
  return {
    record,
    relation: kind,
    sections: sections ? [...sections] : 'all',
    may,
    since,
    subject,
    share: id,
    act: { sub: actor },
    ...(until === null ? {} : { until }),
    ...(untilAge === null ? {} : { untilAge }),
  };
}

/**
 * A part of a session's version that changes whenever what is shared does: begun, changed, ended by either side, out of
 * time, or gone with the patient's link or account. Made of the grants themselves, so that none of those can forget it.
 */
export function versionOfShares(shares: readonly ShareForTokens[]): string {
  if (shares.length === 0) return '';
  return `.${createHash('sha256').update(JSON.stringify(shares)).digest('base64url').slice(0, 22)}`;
}
