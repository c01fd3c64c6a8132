import { randomUUID } from 'node:crypto';
import {
  accessTokenSeconds,
  accountsIssuer,
  type Grant,
  type SessionLevel,
  timelineAudience,
} from '@crosstrust/contract';
import type { Signer } from '@crosstrust/service';
import { ownAudience } from '../people/viewer.ts';
import { grantsByTrust, type ShareForTokens } from '../sharing/shares-for-tokens.ts';

/** A link as tokens need it. */
export interface LinkForTokens {
  readonly trust: string;
  readonly record: string;
  readonly subject: string;
  /** Seconds since 1970 at which the trust was linked. */
  readonly since: number;
}

/** SQL of a column `links`, a list of `LinkForTokens` in JSON, for a row that has `account_id`. */
export const linksOf = (table: string): string => `coalesce((
    select json_agg(json_build_object('trust', trust, 'record', record_id, 'subject', subject, 'since', floor(extract(epoch from linked_at))::bigint)) from link where link.account_id = ${table}.account_id
  ), '[]')`;

/** For whom tokens are made, and how much they open. */
export interface TokenHolder {
  readonly accountId: string;
  readonly level: SessionLevel;
  /** What the token for this service carries beside: of which session it is, of which feed, or of which guest's session. */
  readonly own: { readonly sid: string } | { readonly feed: string } | { readonly guest: string };
  readonly links: readonly LinkForTokens[];
  /** What others share with them. Absent: that is not for this holder, such as a calendar. */
  readonly shares?: readonly ShareForTokens[];
  /** The sections of each linked record. */
  readonly sections: Grant['sections'];
}

/**
 * An access token for each audience: this service, the timeline (of one's own records; a guest has none), and each trust, for
 * the records there that are the holder's own or shared with them.
 */
export async function mintTokens(signer: Signer, holder: TokenHolder, now: Date): Promise<Record<string, string>> {
  const { accountId, level, own, links, shares = [], sections } = holder;
  const mint = async (aud: string, sub: string, grants: readonly Grant[], more: object = {}) =>
    [
      aud,
      await signer.sign(
        { iss: accountsIssuer, aud, sub, jti: randomUUID(), level, grants, ...more },
        accessTokenSeconds,
        now,
      ),
    ] as const;
  return Object.fromEntries(
    await Promise.all([
      mint(ownAudience, accountId, [], own),
      ...('guest' in own ? [] : [mint(timelineAudience, accountId, [])]),
      ...[...grantsByTrust(links, sections, shares)].map(([trust, { subject, grants }]) =>
        mint(trust, subject, grants),
      ),
    ]),
  );
}
