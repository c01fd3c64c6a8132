import { randomBytes, randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Core } from '../core.ts';
import { isId } from '../database/is-id.ts';
import type { Viewer } from '../people/viewer.ts';
import { PasskeyChallenge } from './entities.ts';

/** Milliseconds that a person has to find their passkey. */
export const challengeLifetime = 5 * 60_000;

/** What an authenticator's answer may be used for, and by whom: a sign-in is nobody's yet. */
export type PasskeyUse =
  | { readonly purpose: 'sign-in' }
  | { readonly purpose: 'registration' | 'proof'; readonly viewer: Viewer };

const sessionOf = (use: PasskeyUse) => ('viewer' in use ? use.viewer.sessionId : null);

/** A question to an authenticator. */
export interface PosedPasskeyChallenge {
  readonly id: string;
  /** 256 random bits, which the authenticator signs. */
  readonly value: Buffer<ArrayBuffer>;
  readonly expiresAt: Date;
}

/** Poses a challenge for this use alone, in the transaction given. */
export function posePasskeyChallenge(em: EntityManager, core: Core, use: PasskeyUse): PosedPasskeyChallenge {
  const posed = {
    id: randomUUID(),
    value: Buffer.from(randomBytes(32)),
    expiresAt: new Date(core.clock().getTime() + challengeLifetime),
  };
  em.create(PasskeyChallenge, { ...posed, purpose: use.purpose, sessionId: sessionOf(use) });
  return posed;
}

/**
 * Takes a challenge off: the first answer to it is the last, right or wrong, and of two at once the second finds nothing.
 * The transaction must commit either way.
 * @returns what the authenticator had to sign, in base64url; null when there is no such challenge for this use
 */
export async function takeChallenge(
  em: EntityManager,
  core: Core,
  id: string,
  use: PasskeyUse,
): Promise<string | null> {
  if (!isId(id)) return null;
  const [taken] = await em.execute<{ value: Buffer }[]>(
    `delete from passkey_challenge
     where id = ? and purpose = ? and session_id is not distinct from ?::uuid and expires_at > ? returning value`,
    [id, use.purpose, sessionOf(use), core.clock()],
  );
  return taken ? taken.value.toString('base64url') : null;
}
