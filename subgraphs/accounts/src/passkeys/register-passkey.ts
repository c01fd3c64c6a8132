import { randomUUID } from 'node:crypto';
import { done, refuse, type Result } from '@crosstrust/contract';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Call, Core } from '../core.ts';
import { passkeyAddedNotice } from '../messages/words.ts';
import type { Viewer } from '../people/viewer.ts';
import { changeSecurity } from '../security/change-security.ts';
import { takeChallenge } from './challenges.ts';
import { Passkey, placeOfPasskeyName } from './entities.ts';
import type { PasskeyAnswer } from './judge-passkey.ts';
import { readName } from './passkey-name.ts';
import { readNewCredential } from './read-response.ts';
import { mostPasskeys } from './relying-party.ts';
import { verifyNewCredential } from './verify.ts';

/** What the authenticator answered, and what the person calls it. */
export interface RegisterPasskeyInput extends PasskeyAnswer {
  readonly name: string;
  readonly idempotencyKey: string;
}

/** Adds the passkey that an authenticator has just made for the viewer. */
export async function registerPasskey(
  core: Core,
  call: Call,
  viewer: Viewer,
  { idempotencyKey, ...input }: RegisterPasskeyInput,
): Promise<Result<{ passkey: string }>> {
  const name = readName(input.name);
  if (name === null) return refuse('BAD_INPUT', 'name');
  const { challenge, response } = input;
  return changeSecurity(
    core,
    call,
    viewer,
    {
      verb: 'register-passkey',
      idempotencyKey,
      input: { challenge, name },
      action: 'passkey-added',
      notice: passkeyAddedNotice,
    },
    (em) => addPasskey(em, core, viewer, { challenge, response, name }),
  );
}

async function addPasskey(
  em: EntityManager,
  core: Core,
  viewer: Viewer,
  { challenge, response, name }: PasskeyAnswer & { name: string },
): Promise<Result<{ passkey: string }>> {
  const asked = await takeChallenge(em, core, challenge, { purpose: 'registration', viewer });
  const made = readNewCredential(response);
  const credential = asked && made && (await verifyNewCredential(core, made, asked));
  if (!credential) return refuse('PASSKEY_REFUSED', 'response');
  const { accountId } = viewer;
  if ((await em.count(Passkey, { accountId })) >= mostPasskeys) return refuse('TOO_MANY_PASSKEYS');
  if ((await em.count(Passkey, { credentialId: credential.credentialId })) > 0)
    return refuse('PASSKEY_REFUSED', 'response');
  const id = randomUUID();
  em.create(Passkey, {
    id,
    accountId,
    ...credential,
    name: core.vault.seal(name, placeOfPasskeyName(id)),
    createdAt: core.clock(),
    lastUsedAt: null,
  });
  return done({ passkey: id });
}
