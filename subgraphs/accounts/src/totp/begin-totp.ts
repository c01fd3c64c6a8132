import { randomUUID } from 'node:crypto';
import { RegistryError } from '@crosstrust/contract';
import type { Core } from '../core.ts';
import { Account } from '../database/entities.ts';
import { openDetails } from '../people/details.ts';
import type { Viewer } from '../people/viewer.ts';
import { mustBeFreshForSecurity } from '../sessions/must-be-fresh-for-security.ts';
import { placeOfTotpSecret, Totp } from './entities.ts';
import { describeSecret, makeSecret } from './step-of-code.ts';

/** Milliseconds that a person has to set up their app. */
export const setUpTime = 15 * 60_000;

/** What an authenticator app is set up with. It is told once. */
export interface TotpSetUp {
  /** Base32, for typing. */
  readonly secret: string;
  /** `otpauth://…`, for a QR code. */
  readonly uri: string;
  readonly expiresAt: Date;
}

/** Makes a secret for an authenticator app. It proves nothing, and an app in use goes on, until its first code has come back. */
export async function beginTotp(core: Core, viewer: Viewer): Promise<TotpSetUp> {
  const { accountId } = viewer;
  const secret = makeSecret();
  const createdAt = core.clock();
  const label = await core.database.write(async (em) => {
    await mustBeFreshForSecurity(em, core, viewer);
    const account = await em.findOne(Account, accountId);
    if (!account) throw new RegistryError('SESSION_ENDED');
    await em.nativeDelete(Totp, { accountId, confirmedAt: null });
    const id = randomUUID();
    em.create(Totp, {
      id,
      accountId,
      secret: core.vault.sealBytes(secret, placeOfTotpSecret(id)),
      createdAt,
      confirmedAt: null,
      lastStep: 0,
    });
    return openDetails(core.vault, accountId, account.details).email;
  });
  return { ...describeSecret(secret, label), expiresAt: new Date(createdAt.getTime() + setUpTime) };
}
