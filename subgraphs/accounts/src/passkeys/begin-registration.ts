import { randomBytes } from 'node:crypto';
import { done, RegistryError, refuse, type Result } from '@crosstrust/contract';
import { generateRegistrationOptions } from '@simplewebauthn/server';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Core } from '../core.ts';
import { Account } from '../database/entities.ts';
import { openDetails } from '../people/details.ts';
import type { Viewer } from '../people/viewer.ts';
import { mustBeFreshForSecurity } from '../sessions/must-be-fresh-for-security.ts';
import { knownOf, type PasskeyQuestion } from './begin-passkey.ts';
import { challengeLifetime, posePasskeyChallenge } from './challenges.ts';
import { algorithms, mostPasskeys, relyingPartyOf } from './relying-party.ts';

/** Asks an authenticator for a new passkey: one that finds its person by itself, and verifies its user. */
export async function beginPasskeyRegistration(core: Core, viewer: Viewer): Promise<Result<PasskeyQuestion>> {
  return core.database.write<Result<PasskeyQuestion>>(async (em) => {
    await mustBeFreshForSecurity(em, core, viewer);
    const known = await knownOf(em, viewer.accountId);
    if (known.length >= mostPasskeys) return refuse('TOO_MANY_PASSKEYS');
    const { id, value, expiresAt } = posePasskeyChallenge(em, core, { purpose: 'registration', viewer });
    const rp = relyingPartyOf(core);
    const options = await generateRegistrationOptions({
      rpName: rp.name,
      rpID: rp.id,
      ...(await personOf(em, core, viewer.accountId)),
      challenge: value,
      timeout: challengeLifetime,
      attestationType: 'none',
      excludeCredentials: known,
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      supportedAlgorithmIDs: algorithms,
    });
    return done({ challenge: id, options: JSON.stringify(options), expiresAt });
  });
}

/** Whom the authenticator shows, so that families on one device tell their passkeys apart; and the handle that it keeps. */
async function personOf(em: EntityManager, core: Core, accountId: string) {
  const account = await em.findOne(Account, accountId);
  if (!account) throw new RegistryError('SESSION_ENDED');
  const { name, email } = openDetails(core.vault, accountId, account.details);
  // it writes nothing new when there is a handle, and gives that one
  const [user] = await em.execute<{ handle: Buffer }[]>(
    `insert into passkey_user (account_id, handle) values (?, ?)
     on conflict (account_id) do update set account_id = excluded.account_id returning handle`,
    [accountId, randomBytes(32)],
  );
  if (!user) throw new Error('no handle was given');
  return { userID: new Uint8Array(user.handle), userName: email, userDisplayName: name };
}
