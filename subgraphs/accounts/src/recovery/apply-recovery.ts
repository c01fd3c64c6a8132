import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Core } from '../core.ts';
import { audit } from '../database/audit.ts';
import { CalendarFeed, Challenge, Session } from '../database/entities.ts';
import { tellSecurity } from '../messages/security-notice.ts';
import { recoveredNotice } from '../messages/words.ts';
import { claimEmail } from '../people/email.ts';
import { lockIdentities } from '../people/lock-identities.ts';
import type { Mobile } from '../people/parse-details.ts';
import { setAddress } from '../people/set-address.ts';
import { end } from '../sharing/end-share.ts';
import { Share } from '../sharing/entities.ts';
import { placeOfNewMobile } from './entities.ts';
import { lockRecovery } from './lock-recovery.ts';

/**
 * The tables of what opens an account and could be somebody else's by now: none of it survives. NHS login stays, which
 * belongs to who has proven this NHS number there.
 */
const waysIn = ['password', 'half_sign_in', 'saved_device', 'passkey', 'totp', 'recovery_code'] as const;

/**
 * Recovers an account when its time has come: the new mobile is the way in, and everything else that opened it, or was
 * open, ends. What was stopped meanwhile, or belongs to an account that is gone, is nothing to do.
 */
export async function applyRecovery(em: EntityManager, core: Core, recoveryId: string): Promise<void> {
  await lockIdentities(em);
  const found = await lockRecovery(em, recoveryId);
  if (!found) return;
  const { account, recovery } = found;
  const { id: accountId } = account;
  if (recovery.isEmailVouched) await claimEmail(em, core, account);
  const mobile = core.vault.open<Mobile>(recovery.mobile, placeOfNewMobile(recovery.id));
  const before = await setAddress(em, core, account, { channel: 'mobile', address: mobile });
  const now = core.clock();
  await em.nativeUpdate(Session, { accountId, revokedAt: null }, { revokedAt: now });
  await em.nativeUpdate(CalendarFeed, { accountId, revokedAt: null }, { revokedAt: now });
  await em.nativeUpdate(Challenge, { accountId, usedAt: null }, { usedAt: now });
  // a thief may have shared the record with themselves
  const shares = await em.find(Share, { accountId, endedAt: null }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  for (const share of shares) await end(em, core, share, 'patient');
  for (const table of waysIn) await em.execute(`delete from ${table} where account_id = ?`, [accountId]);
  em.remove(recovery);
  audit(em, core, { correlation: recovery.id }, { accountId, action: 'account-recovered' });
  await tellSecurity(em, core, accountId, recoveredNotice(), before ? [{ channel: 'mobile', to: before }] : []);
}
