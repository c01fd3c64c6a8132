import { done, RegistryError, refuse, type Result } from '@crosstrust/contract';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Call, Core } from '../core.ts';
import { audit } from '../database/audit.ts';
import { Account, Link } from '../database/entities.ts';
import { countCode } from '../limits/limit-codes.ts';
import { queueMessage } from '../messages/outbox.ts';
import { tellSecurity } from '../messages/security-notice.ts';
import { type Details, openDetails } from '../people/details.ts';
import type { Viewer } from '../people/viewer.ts';
import { mustBeFresh } from '../sessions/must-be-fresh.ts';
import { checkGrid, type Granted, type Grid, type ShareError } from './check-grid.ts';
import { Share } from './entities.ts';
import { grantTrusts } from './grant-trusts.ts';
import { isLive, type LiveShare } from './is-live.ts';
import type { Wanted } from './read-wanted.ts';
import { openShared, sealShared } from './shared-content.ts';
import { sharedNotice } from './words.ts';

/** Shares of one patient that have not ended. */
const mostShares = 20;

/** How a share is accepted: what of the secret is kept, and what is told to whom it was sent. */
export interface Opening {
  readonly share: string;
  readonly secretHash: Buffer;
  readonly secretExpiresAt: Date;
  readonly until: Date | null;
  /** The email that carries the secret. */
  readonly text: (patientName: string) => string;
}

/**
 * Writes a share that opens nothing yet and sends its secret to the address that the patient gave, in the transaction
 * given. Nobody is looked up by that address: so the answer, and the work, are the same whoever it belongs to.
 */
export async function beginShare(
  em: EntityManager,
  core: Core,
  call: Call,
  viewer: Viewer,
  wanted: Wanted,
  opening: Opening,
): Promise<Result<{ share: string }>> {
  await mustBeFresh(em, core, viewer, 'one-factor');
  const patient = await lockPatient(em, core, viewer);
  const rows = await checkOwnGrid(em, core, patient, wanted);
  if ('userErrors' in rows) return rows;
  const { accountId } = viewer;
  const standing = await standsAgainst(em, core, patient, wanted);
  if (standing) return standing;
  if (!(await countCode(em, core, `share ${accountId}`))) return refuse('TOO_MANY_REQUESTS');
  const { share: id, secretHash, secretExpiresAt, until } = opening;
  const share = em.create(Share, {
    id,
    accountId,
    kind: wanted.kind,
    content: sealShared(core, id, wanted.shared),
    secretHash,
    secretExpiresAt,
    tries: 0,
    holderId: null,
    until,
    createdAt: core.clock(),
    acceptedAt: null,
    endedAt: null,
    endedBy: null,
  });
  await em.flush(); // its trusts refer to it by its id alone, so the order is ours to keep
  grantTrusts(em, core, share, rows.done);
  audit(em, core, call, { accountId, action: 'share-made' });
  const to = { channel: 'email', to: wanted.shared.email } as const;
  queueMessage(em, core, { ...to, text: opening.text(patient.details.name) }, secretExpiresAt);
  // by both ways, so that who has taken the mailbox alone cannot share the record unseen
  await tellSecurity(em, core, accountId, sharedNotice());
  return done({ share: id });
}

/** A patient who is about to change what they share: one verb after the other. */
export interface LockedPatient {
  readonly account: Account;
  readonly details: Details;
}

/** @throws RegistryError SESSION_ENDED when the account is gone */
export async function lockPatient(em: EntityManager, core: Core, { accountId }: Viewer): Promise<LockedPatient> {
  const account = await em.findOne(Account, accountId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!account) throw new RegistryError('SESSION_ENDED');
  return { account, details: openDetails(core.vault, accountId, account.details) };
}

/** Holds a grid against the policies of the patient's own trusts: all of it can be shared, or nothing is. */
export async function checkOwnGrid(
  em: EntityManager,
  core: Core,
  { account, details }: LockedPatient,
  grid: Grid,
): Promise<Result<Granted[]>> {
  const links = await em.find(Link, { accountId: account.id });
  const sharer = { birthDate: details.birthDate, linked: new Set(links.map(({ trust }) => trust)) };
  const rows = checkGrid(core.policies, grid, sharer, core.clock());
  const refused: ShareError[] = rows.flatMap((row) => ('refused' in row ? [row.refused] : []));
  if (refused.length > 0) return { userErrors: refused };
  return done(rows.flatMap((row) => ('granted' in row ? [row.granted] : [])));
}

async function standsAgainst(em: EntityManager, core: Core, { account, details }: LockedPatient, wanted: Wanted) {
  if (wanted.shared.email === details.email) return refuse('SHARE_WITH_YOURSELF', 'email');
  const all = await em.find(Share, { accountId: account.id, endedAt: null });
  const live = all.filter((share: LiveShare) => isLive(share, core.clock()));
  if (live.length >= mostShares) return refuse('TOO_MANY_SHARES');
  const isSame = (share: Share) =>
    share.kind === wanted.kind && openShared(core, share.id, share.content).email === wanted.shared.email;
  return live.some(isSame) ? refuse('SHARE_EXISTS', 'email') : undefined;
}
