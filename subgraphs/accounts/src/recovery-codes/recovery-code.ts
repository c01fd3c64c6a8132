import { timingSafeEqual } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Core } from '../core.ts';
import { tellSecurity } from '../messages/security-notice.ts';
import { recoveryCodeUsedNotice } from '../messages/words.ts';
import type { SecondFactor } from '../second-factors/second-factor.ts';
import { hashRecoveryCode } from './code.ts';
import { placeOfRecoveryCode, RecoveryCode } from './entities.ts';

/** One of the codes that lie in a drawer. */
export const recoveryCode: SecondFactor = {
  kind: 'recovery-code',
  isSetUp: async (em, _core, accountId) => (await em.count(RecoveryCode, { accountId })) > 0,
  verify: (em, core, accountId, { written }) => verifyRecoveryCode(em, core, accountId, written),
};

/** Uses the code up, and tells the person: of two at once with one code, one is right. */
async function verifyRecoveryCode(em: EntityManager, core: Core, accountId: string, code: string): Promise<boolean> {
  const codes = await em.find(
    RecoveryCode,
    { accountId },
    { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  const hash = hashRecoveryCode(accountId, code);
  const right = codes.find(({ id, hash: sealed }) =>
    timingSafeEqual(core.vault.openBytes(sealed, placeOfRecoveryCode(id)), hash),
  );
  if (!right) return false;
  await em.nativeDelete(RecoveryCode, right.id);
  await tellSecurity(em, core, accountId, recoveryCodeUsedNotice(codes.length - 1));
  return true;
}
