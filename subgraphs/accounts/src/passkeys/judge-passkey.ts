import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Call, Core } from '../core.ts';
import { audit } from '../database/audit.ts';
import { tellSecurity } from '../messages/security-notice.ts';
import { passkeyClonedNotice } from '../messages/words.ts';
import { type PasskeyUse, takeChallenge } from './challenges.ts';
import { Passkey, PasskeyUser } from './entities.ts';
import { type Assertion, readAssertion } from './read-response.ts';
import { verifyAssertion } from './verify.ts';

/** An authenticator's answer to a challenge. */
export interface PasskeyAnswer {
  readonly challenge: string;
  /** The JSON text of `PublicKeyCredential.toJSON()`. */
  readonly response: string;
}

/**
 * Judges an authenticator's answer, and notes that the passkey was used. Whoever does not hold the key learns one thing,
 * that it was refused. The transaction must commit either way, or a challenge could be answered again.
 * @returns the passkey, when it has answered this challenge for this use
 */
export async function judgePasskey(
  em: EntityManager,
  core: Core,
  call: Call,
  { challenge, response }: PasskeyAnswer,
  use: PasskeyUse,
): Promise<Passkey | null> {
  const asked = await takeChallenge(em, core, challenge, use);
  const answer = readAssertion(response);
  const passkey = asked && answer && (await findPasskey(em, answer, use));
  const said = passkey && (await verifyAssertion(core, answer, passkey, asked));
  if (!said) return null;
  if (isBehind(said.counter, passkey.counter)) {
    await tellOfClone(em, core, call, passkey);
    return null;
  }
  Object.assign(passkey, said, { lastUsedAt: core.clock() });
  return passkey;
}

/** The passkey that the answer names, when its authenticator knows the person by the same handle as we do. */
async function findPasskey(em: EntityManager, { id, response }: Assertion, use: PasskeyUse): Promise<Passkey | null> {
  const passkey = await em.findOne(
    Passkey,
    {
      credentialId: Buffer.from(id, 'base64url'),
      ...('viewer' in use ? { accountId: use.viewer.accountId } : {}),
    },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  if (!passkey) return null;
  // An authenticator that is asked for one of a list need not tell whose it is.
  if (!response.userHandle) return use.purpose === 'proof' ? passkey : null;
  const { handle } = await em.findOneOrFail(PasskeyUser, passkey.accountId);
  return handle.equals(Buffer.from(response.userHandle, 'base64url')) ? passkey : null;
}

/** An authenticator that counts has counted on since; one that does not says 0 for ever. */
const isBehind = (said: number, known: number) => (said > 0 || known > 0) && said <= known;

/** The key is in two places: which of them is the owner's, nobody can tell from here. */
async function tellOfClone(em: EntityManager, core: Core, call: Call, { accountId }: Passkey): Promise<void> {
  audit(em, core, call, { accountId, action: 'passkey-cloned' });
  await tellSecurity(em, core, accountId, passkeyClonedNotice());
}
