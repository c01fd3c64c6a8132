import { done, RegistryError, refuse, type Result } from '@crosstrust/contract';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { ClientCall, Core } from '../core.ts';
import { audit } from '../database/audit.ts';
import { Account } from '../database/entities.ts';
import { once } from '../database/once.ts';
import { queueMessage } from '../messages/outbox.ts';
import { openDetails } from '../people/details.ts';
import { noticeAddress } from '../people/email.ts';
import type { Viewer } from '../people/viewer.ts';
import { hashToken } from '../tokens.ts';
import { Share, ShareTrust } from './entities.ts';
import { actorsAt } from './grant-trusts.ts';
import { isLive } from './is-live.ts';
import { openShared } from './shared-content.ts';
import { openedNotice } from './words.ts';

/** Shares that one person holds at once. Each is a grant in their tokens, and a token must fit into a header. */
const mostHeld = 10;

/**
 * Accepts what somebody shares with the viewer: the secret of the email, in a session of the account that holds this
 * address as a verified one. Works once.
 */
export async function acceptShare(
  core: Core,
  call: ClientCall,
  viewer: Viewer,
  input: { secret: string; idempotencyKey: string },
): Promise<Result<{ share: string }>> {
  await core.limitAddress(call, 'share-code');
  const secretHash = hashToken(input.secret.trim());
  const use = {
    scope: `accept-share:${viewer.accountId}`,
    key: input.idempotencyKey,
    input: secretHash.toString('base64url'),
  };
  const result = await core.database.write((em) =>
    once<{ share: string }>(em, core, use, () => accept(em, core, call, viewer, secretHash)),
  );
  core.wakeWorker();
  return result;
}

async function accept(
  em: EntityManager,
  core: Core,
  call: ClientCall,
  { accountId }: Viewer,
  secretHash: Buffer,
): Promise<Result<{ share: string }>> {
  const account = await em.findOne(Account, accountId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!account) throw new RegistryError('SESSION_ENDED');
  const share = await em.findOne(Share, { secretHash, kind: 'carer' }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  const now = core.clock();
  if (!share || share.secretExpiresAt <= now || !isLive(share, now) || !isFor(core, share, account))
    return refuse('SHARE_INVITATION_INVALID', 'secret');
  const held = (await em.find(Share, { holderId: accountId, endedAt: null })).filter((one) => isLive(one, now));
  if (held.length >= mostHeld) return refuse('TOO_MANY_SHARES');
  if (held.some((one) => one.accountId === share.accountId)) return refuse('SHARE_EXISTS');

  Object.assign(share, { holderId: accountId, acceptedAt: now, secretHash: null });
  const rows = await em.find(ShareTrust, { shareId: share.id });
  const actors = await actorsAt(
    em,
    core,
    accountId,
    rows.map(({ trust }) => trust),
  );
  for (const row of rows) row.actor = actors.get(row.trust) ?? null;
  audit(em, core, call, { accountId, action: 'share-accepted' });
  const patient = await em.findOneOrFail(Account, share.accountId);
  queueMessage(em, core, { ...noticeAddress(core, patient), text: openedNotice() });
  return done({ share: share.id });
}

/** Whether a share was sent to this account: to an address that it has verified, and not by itself. */
function isFor(core: Core, share: Share, account: Account): boolean {
  if (share.accountId === account.id || !account.emailHash) return false;
  const { email } = openDetails(core.vault, account.id, account.details);
  return openShared(core, share.id, share.content).email === email;
}
