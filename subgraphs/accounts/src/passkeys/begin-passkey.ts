import { generateAuthenticationOptions } from '@simplewebauthn/server';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { ClientCall, Core } from '../core.ts';
import type { Viewer } from '../people/viewer.ts';
import { challengeLifetime, type PosedPasskeyChallenge, posePasskeyChallenge } from './challenges.ts';
import { Passkey } from './entities.ts';
import { relyingPartyOf } from './relying-party.ts';

/** A question to an authenticator, as a browser puts it. */
export interface PasskeyQuestion {
  readonly challenge: string;
  /** JSON text for `parseCreationOptionsFromJSON` or `parseRequestOptionsFromJSON` of `PublicKeyCredential`. */
  readonly options: string;
  readonly expiresAt: Date;
}

/**
 * Asks whichever passkey the person chooses. Nobody is named, neither by the person nor in the answer: the authenticator
 * knows whose it is, so nothing can be learnt here of who has an account.
 */
export async function beginPasskeySignIn(core: Core, call: ClientCall): Promise<PasskeyQuestion> {
  await core.limitAddress(call, 'passkey-challenge');
  return core.database.write(async (em) =>
    askPasskeys(core, posePasskeyChallenge(em, core, { purpose: 'sign-in' }), []),
  );
}

/** Asks for one of the viewer's own passkeys, to prove in their session that it is them. */
export async function beginPasskeyProof(core: Core, viewer: Viewer): Promise<PasskeyQuestion> {
  return core.database.write(async (em) =>
    askPasskeys(
      core,
      posePasskeyChallenge(em, core, { purpose: 'proof', viewer }),
      await knownOf(em, viewer.accountId),
    ),
  );
}

/** An account's passkeys as options name them. */
export async function knownOf(em: EntityManager, accountId: string): Promise<{ id: string; transports: string[] }[]> {
  const passkeys = await em.find(Passkey, { accountId }, { orderBy: { createdAt: 'asc' } });
  return passkeys.map(({ credentialId, transports }) => ({ id: credentialId.toString('base64url'), transports }));
}

async function askPasskeys(
  core: Core,
  { id, value, expiresAt }: PosedPasskeyChallenge,
  allowCredentials: { id: string; transports: string[] }[],
): Promise<PasskeyQuestion> {
  const options = await generateAuthenticationOptions({
    rpID: relyingPartyOf(core).id,
    challenge: value,
    timeout: challengeLifetime,
    userVerification: 'required',
    allowCredentials,
  });
  return { challenge: id, options: JSON.stringify(options), expiresAt };
}
