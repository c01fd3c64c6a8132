import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Core } from '../core.ts';
import { placeOfTotpSecret, Totp } from './entities.ts';
import { stepOfCode } from './step-of-code.ts';
import type { SecondFactor } from '../second-factors/second-factor.ts';

/** The six digits that the account's authenticator app shows. */
export const totp: SecondFactor = {
  kind: 'totp',
  isSetUp: async (em, _core, accountId) => (await em.count(Totp, { accountId, confirmedAt: { $ne: null } })) > 0,
  verify: (em, core, accountId, { written }) => verifyTotp(em, core, accountId, written),
};

/** Uses the code's step up: of two at once with one code, one is right. */
async function verifyTotp(em: EntityManager, core: Core, accountId: string, code: string): Promise<boolean> {
  const app = await em.findOne(
    Totp,
    { accountId, confirmedAt: { $ne: null } },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  if (!app) return false;
  const step = stepOfCode(core.vault.openBytes(app.secret, placeOfTotpSecret(app.id)), code, core.clock());
  if (step === null || step <= app.lastStep) return false;
  app.lastStep = step;
  return true;
}
