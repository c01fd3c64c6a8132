import { randomUUID } from 'node:crypto';
import { done, refuse, type Result } from '@crosstrust/contract';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { answerAfter } from '../answer-time.ts';
import type { ClientCall, Core } from '../core.ts';
import { audit } from '../database/audit.ts';
import { Account } from '../database/entities.ts';
import { isId } from '../database/is-id.ts';
import { queueMessage } from '../messages/outbox.ts';
import { noticeAddress } from '../people/email.ts';
import { parseEmail } from '../people/parse-details.ts';
import { Viewer, type ViewerOrError } from '../people/viewer.ts';
import type { SignedIn } from '../sessions/hand-over.ts';
import { endSession } from '../sessions/sign-out.ts';
import { isCode } from '../sign-in/code.ts';
import { codeAnswerTime } from '../sign-in/request-code.ts';
import { hashToken, makeToken } from '../tokens.ts';
import { end } from './end-share.ts';
import { GuestSession, Share, ShareTrust } from './entities.ts';
import { subjectAt } from './grant-trusts.ts';
import { isLive } from './is-live.ts';
import { openShared } from './shared-content.ts';
import { lockedNotice, openedNotice } from './words.ts';

/** Wrong codes that a share takes, all told. */
const triesAllowed = 5;

/** What stands in the email, and where it went. */
export interface SharedRecordInput {
  readonly reference: string;
  readonly email: string;
  readonly code: string;
}

/**
 * Opens the one session of a share by code (M9). Another share's code, a wrong address, a code that was used, and a share
 * that has ended are refused alike and at the same time; five wrong codes end the share.
 */
export async function openSharedRecord(
  core: Core,
  call: ClientCall,
  presented: ViewerOrError,
  input: SharedRecordInput,
): Promise<Result<SignedIn>> {
  await core.limitAddress(call, 'share-code');
  const result = await answerAfter(core, codeAnswerTime, () =>
    core.database.write<Result<SignedIn>>(async (em) => {
      const share = await findShare(em, core, input.reference);
      if (!share) return refuse('CODE_WRONG', 'code');
      if (!isRight(core, share, input)) return countWrong(em, core, share);
      const opened = await openGuestSession(em, core, call, share);
      if (presented instanceof Viewer && presented.purpose === 'session') await endSession(em, core, call, presented);
      return done(opened);
    }),
  );
  core.wakeWorker();
  return result;
}

async function findShare(em: EntityManager, core: Core, reference: string): Promise<Share | null> {
  const id = reference.trim().toLowerCase();
  if (!isId(id)) return null;
  const share = await em.findOne(
    Share,
    { id, kind: 'clinician', acceptedAt: null },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  return share && isLive(share, core.clock()) ? share : null;
}

function isRight(core: Core, share: Share, { email, code }: SharedRecordInput): boolean {
  const isRightCode = share.secretHash ? isCode(core.vault, share.id, share.secretHash, code) : false;
  const isRightEmail = openShared(core, share.id, share.content).email === parseEmail(email);
  return isRightCode && isRightEmail;
}

async function countWrong(em: EntityManager, core: Core, share: Share) {
  share.tries += 1;
  if (share.tries >= triesAllowed) {
    await end(em, core, share, 'tries');
    await tellPatient(em, core, share, lockedNotice());
  }
  return refuse('CODE_WRONG', 'code');
}

async function openGuestSession(em: EntityManager, core: Core, call: ClientCall, share: Share): Promise<SignedIn> {
  const token = makeToken();
  const now = core.clock();
  const session = em.create(GuestSession, {
    id: randomUUID(),
    shareId: share.id,
    tokenHash: hashToken(token),
    createdAt: now,
    lastSeenAt: now,
    revokedAt: null,
  });
  Object.assign(share, { acceptedAt: now, secretHash: null });
  for (const row of await em.find(ShareTrust, { shareId: share.id })) row.actor = subjectAt(core, share.id, row.trust);
  // the guest has no account: the audit knows them by the share
  audit(em, core, call, { accountId: share.id, action: 'share-opened' });
  await tellPatient(em, core, share, openedNotice());
  return { token, viewer: Viewer.ofGuest({ share: share.id, id: session.id }) };
}

async function tellPatient(em: EntityManager, core: Core, { accountId }: Share, text: string): Promise<void> {
  const patient = await em.findOneOrFail(Account, accountId);
  queueMessage(em, core, { ...noticeAddress(core, patient), text });
}
