import { done, refuse, type Result } from '@crosstrust/contract';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Call, Core } from '../core.ts';
import { audit } from '../database/audit.ts';
import { Link } from '../database/entities.ts';
import { isId } from '../database/is-id.ts';
import { once } from '../database/once.ts';
import { tellSecurity } from '../messages/security-notice.ts';
import type { Viewer } from '../people/viewer.ts';
import { mustBeFresh } from '../sessions/must-be-fresh.ts';
import { lockSession } from '../sessions/raise-session.ts';
import { checkOwnGrid, lockPatient } from './begin-share.ts';
import type { AskedTrust, Granted } from './check-grid.ts';
import { Share, ShareTrust } from './entities.ts';
import { actorsAt, grantTrusts } from './grant-trusts.ts';
import { isLive } from './is-live.ts';
import { readUntil } from './read-wanted.ts';
import { openShared } from './shared-content.ts';
import { changedNotice } from './words.ts';

/** What a share shall open from now on. */
export interface ChangeShareInput {
  readonly share: string;
  /** All of the grid as it shall be: a trust that is not in it is shared no more. */
  readonly trusts: readonly AskedTrust[];
  readonly until?: Date | null;
  readonly idempotencyKey: string;
}

/**
 * Sets what somebody may see and do, and until when, anew (D12). The holder's next request has it, at every gateway.
 * Taking away needs no fresh proof of who is there; giving more does.
 */
export async function changeShare(
  core: Core,
  call: Call,
  viewer: Viewer,
  { idempotencyKey, ...input }: ChangeShareInput,
): Promise<Result<{ share: string }>> {
  if (!isId(input.share)) return refuse('NOT_FOUND', 'share');
  if (input.trusts.length === 0) return refuse('BAD_INPUT', 'trusts');
  const until = readUntil(input.until ?? null, core.clock());
  if ('userErrors' in until) return until;
  const asked = { share: input.share, trusts: input.trusts, until: until.done.until };
  const use = { scope: `change-share:${viewer.accountId}`, key: idempotencyKey, input: asked };
  const result = await core.database.write((em) =>
    once<{ share: string }>(em, core, use, () => change(em, core, call, viewer, asked)),
  );
  core.wakeWorker();
  return result;
}

async function change(
  em: EntityManager,
  core: Core,
  call: Call,
  viewer: Viewer,
  asked: { share: string; trusts: readonly AskedTrust[]; until: string | null },
): Promise<Result<{ share: string }>> {
  const { accountId } = viewer;
  await lockSession(em, core, viewer); // before the account, as whoever begins a share does
  const patient = await lockPatient(em, core, viewer);
  const share = await em.findOne(
    Share,
    { id: asked.share, accountId, kind: 'carer' },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  if (!share || !isLive(share, core.clock())) return refuse('NOT_FOUND', 'share');
  const { relationship } = openShared(core, share.id, share.content);
  const rows = await checkOwnGrid(em, core, patient, { kind: 'carer', relationship, trusts: asked.trusts });
  if ('userErrors' in rows) return rows;

  const before = await em.find(ShareTrust, { shareId: share.id });
  const links = await em.find(Link, { accountId });
  // what was shared of a link that was made anew since is not open, and opening it again gives more
  const open = before.filter(({ trust, grantedAt }) =>
    links.some((link) => link.trust === trust && link.linkedAt <= grantedAt),
  );
  const until = asked.until === null ? null : new Date(asked.until);
  const isWider = !endsNoLater(until, share.until ?? null) || !rows.done.every((row) => isWithin(row, open));
  if (isWider) await mustBeFresh(em, core, viewer, 'one-factor');
  share.until = until;
  const trusts = rows.done.map(({ trust }) => trust);
  const actors = share.holderId ? await actorsAt(em, core, share.holderId, trusts) : new Map<string, string>();
  for (const row of before) if (!trusts.includes(row.trust)) em.remove(row);
  grantTrusts(em, core, share, rows.done, { actors, before });
  audit(em, core, call, { accountId, action: 'share-changed' });
  if (isWider) await tellSecurity(em, core, accountId, changedNotice());
  return done({ share: share.id });
}

/** Whether a row opens nothing that was not open before. */
function isWithin(row: Granted, before: readonly ShareTrust[]): boolean {
  const held = before.find(({ trust }) => trust === row.trust);
  if (!held || (row.may === 'change' && held.may === 'read')) return false;
  if (held.until && (!row.until || row.until > held.until)) return false;
  // what the patient wrote is in no share of everything, so naming it gives more
  if (held.sections === null) return !row.sections.includes('PATIENT_ENTRIES');
  return !row.allSections && row.sections.every((section) => held.sections?.includes(section));
}

const endsNoLater = (until: Date | null, before: Date | null) => before === null || (until !== null && until <= before);
