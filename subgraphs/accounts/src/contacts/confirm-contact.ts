import { done, refuse, RegistryError, type Result } from '@crosstrust/contract';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Call, Core } from '../core.ts';
import { audit } from '../database/audit.ts';
import { Account, type Challenge, Session } from '../database/entities.ts';
import { isId } from '../database/is-id.ts';
import { once } from '../database/once.ts';
import { SavedDevice } from '../devices/entities.ts';
import { tellSecurity } from '../messages/security-notice.ts';
import { emailChangedNotice, mobileChangedNotice } from '../messages/words.ts';
import { lockIdentities } from '../people/lock-identities.ts';
import { type ProvenAddress, setAddress } from '../people/set-address.ts';
import type { Viewer } from '../people/viewer.ts';
import { Recovery } from '../recovery/entities.ts';
import { type Guess, judgeGuess } from '../sign-in/judge-guess.ts';
import { ContactChange, placeOfAddress } from './entities.ts';

/**
 * Makes a new mobile or email the account's, when the code that went there comes back in the session that asked for it.
 * The old and the new address are told.
 */
export async function confirmContact(
  core: Core,
  call: Call,
  viewer: Viewer,
  { idempotencyKey, ...guess }: Guess & { idempotencyKey: string },
): Promise<Result<true>> {
  const { accountId } = viewer;
  const use = { scope: `confirm-contact:${accountId}`, key: idempotencyKey, input: guess.challenge };
  const result = await core.database.write((em) =>
    once<true>(em, core, use, async () => {
      const change = await findChange(em, viewer, guess.challenge);
      const challenge = change && (await judgeGuess(em, core, guess, { purpose: 'change-contact', accountId }));
      if (!challenge) return refuse('CODE_WRONG', 'code');
      const address = core.vault.open<string>(change.address, placeOfAddress(change.id));
      return changeAddress(em, core, call, accountId, { channel: challenge.channel, address } as ProvenAddress);
    }),
  );
  core.wakeWorker();
  return result;
}

/** The change that this challenge is of, when the viewer's own session asked for it and lives. */
async function findChange(
  em: EntityManager,
  { accountId, sessionId }: Viewer,
  id: Challenge['id'],
): Promise<ContactChange | null> {
  if ((await em.count(Session, { id: sessionId, accountId, revokedAt: null })) === 0)
    throw new RegistryError('SESSION_ENDED');
  return isId(id) ? em.findOne(ContactChange, { id, accountId, sessionId }) : null;
}

async function changeAddress(
  em: EntityManager,
  core: Core,
  call: Call,
  accountId: string,
  proven: ProvenAddress,
): Promise<Result<true>> {
  await lockIdentities(em);
  const account = await em.findOneOrFail(Account, accountId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  const wasVerified = proven.channel === 'mobile' || account.emailHash !== null;
  const before = await setAddress(em, core, account, proven);
  if (before === null) return refuse('EMAIL_TAKEN');
  // who has just proven themselves has no use for a recovery that is under way
  await em.nativeDelete(Recovery, { accountId });
  // a saved device stands in for the code to the mobile that it was saved with (K12)
  if (proven.channel === 'mobile') await em.nativeDelete(SavedDevice, { accountId });
  audit(em, core, call, { accountId, action: `${proven.channel}-changed` });
  const notice = proven.channel === 'mobile' ? mobileChangedNotice() : emailChangedNotice();
  await tellSecurity(em, core, accountId, notice, wasVerified ? [{ channel: proven.channel, to: before }] : []);
  return done(true);
}
