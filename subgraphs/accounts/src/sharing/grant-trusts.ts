import type { EntityManager } from '@mikro-orm/postgresql';
import type { Core } from '../core.ts';
import { Link } from '../database/entities.ts';
import type { Granted } from './check-grid.ts';
import { type Share, ShareTrust } from './entities.ts';

/** What is there already of a share whose trusts are written. */
interface Standing {
  /** Who the holder is to each trust, once they have accepted. */
  readonly actors: ReadonlyMap<string, string>;
  readonly before: readonly ShareTrust[];
}

/** Writes what a share opens, trust by trust. */
export function grantTrusts(
  em: EntityManager,
  core: Core,
  { id: shareId }: Pick<Share, 'id'>,
  rows: readonly Granted[],
  { actors, before }: Standing = { actors: new Map(), before: [] },
): void {
  for (const { trust, allSections, sections, may, until, untilAge } of rows) {
    const held = before.find((row) => row.trust === trust);
    const opens = {
      sections: allSections ? null : [...sections],
      may,
      until,
      untilAge,
      actor: held?.actor ?? actors.get(trust) ?? null,
      grantedAt: core.clock(),
    };
    if (held) Object.assign(held, opens);
    else em.create(ShareTrust, { shareId, trust, ...opens });
  }
}

/**
 * Who somebody is to each of these trusts: the same as in their own tokens where they are its patient too, and as they
 * were before where something was shared with them there already.
 */
export async function actorsAt(
  em: EntityManager,
  core: Core,
  accountId: string,
  trusts: readonly string[],
): Promise<Map<string, string>> {
  const links = await em.find(Link, { accountId });
  const earlier = await em.execute<{ trust: string; actor: string }[]>(
    `select distinct on (trust) trust, actor from share_trust join share on share.id = share_id
     where holder_id = ? and actor is not null order by trust, granted_at`,
    [accountId],
  );
  const known = new Map([
    ...earlier.map(({ trust, actor }) => [trust, actor] as const),
    ...links.map(({ trust, subject }) => [trust, subject] as const),
  ]);
  return new Map(trusts.map((trust) => [trust, known.get(trust) ?? subjectAt(core, accountId, trust)]));
}

/** Who a new holder is to a trust: no two trusts see the same value. */
export const subjectAt = ({ vault }: Pick<Core, 'vault'>, holder: string, trust: string): string =>
  vault.lookup('subject at a trust', `${holder}\n${trust}`).toString('base64url');
