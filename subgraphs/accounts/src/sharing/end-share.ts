import { done, refuse, type Result } from '@crosstrust/contract';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Call, Core } from '../core.ts';
import { audit } from '../database/audit.ts';
import { Account } from '../database/entities.ts';
import { isId } from '../database/is-id.ts';
import { once } from '../database/once.ts';
import { queueMessage } from '../messages/outbox.ts';
import { noticeAddress } from '../people/email.ts';
import type { Viewer } from '../people/viewer.ts';
import { type EndedBy, GuestSession, Share } from './entities.ts';
import { leftNotice, takenBackNotice } from './words.ts';

/** Ends a share, by either side: from the next request on it opens nothing, at every gateway. */
export async function endShare(
  core: Core,
  call: Call,
  viewer: Viewer,
  input: { share: string; idempotencyKey: string },
): Promise<Result<{ share: string }>> {
  if (!isId(input.share)) return refuse('NOT_FOUND', 'share');
  const use = { scope: `end-share:${viewer.accountId}`, key: input.idempotencyKey, input: { share: input.share } };
  const result = await core.database.write((em) =>
    once<{ share: string }>(em, core, use, async () => {
      const share = await em.findOne(Share, input.share, { lockMode: LockMode.PESSIMISTIC_WRITE });
      const side = share && sideOf(share, viewer);
      if (!share || !side) return refuse('NOT_FOUND', 'share');
      if (share.endedAt) return done({ share: share.id });
      await end(em, core, share, side);
      audit(em, core, call, { accountId: viewer.accountId, action: 'share-ended' });
      await tellOtherSide(em, core, share, side);
      return done({ share: share.id });
    }),
  );
  core.wakeWorker();
  return result;
}

/** Ends a share that the caller has locked, and the session that it has opened. */
export async function end(em: EntityManager, core: Core, share: Share, by: EndedBy): Promise<void> {
  const endedAt = core.clock();
  Object.assign(share, { endedAt, endedBy: by, secretHash: null });
  await em.nativeUpdate(GuestSession, { shareId: share.id, revokedAt: null }, { revokedAt: endedAt });
}

function sideOf({ id, accountId, holderId }: Share, viewer: Viewer): 'patient' | 'holder' | undefined {
  if (viewer.purpose === 'guest') return viewer.accountId === id ? 'holder' : undefined;
  if (viewer.accountId === accountId) return 'patient';
  return viewer.accountId === holderId ? 'holder' : undefined;
}

async function tellOtherSide(
  em: EntityManager,
  core: Core,
  { accountId, holderId }: Share,
  side: 'patient' | 'holder',
): Promise<void> {
  const other = side === 'holder' ? accountId : holderId;
  const account = other && (await em.findOne(Account, other));
  const text = side === 'holder' ? leftNotice() : takenBackNotice();
  if (account) queueMessage(em, core, { ...noticeAddress(core, account), text });
}
