import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Core } from '../core.ts';
import { Challenge, type Purpose } from '../database/entities.ts';
import { queueMessage } from '../messages/outbox.ts';
import { codeText } from '../messages/words.ts';
import type { Opening } from '../people/create-account.ts';
import { codeLifetime, hashCode, makeCode } from './code.ts';

/** What the person asking is given: it says nothing about who they are. */
export interface PosedChallenge {
  /** Comes back with the code. */
  readonly challenge: string;
  /** RFC 3339, UTC */
  readonly expiresAt: string;
}

/** What a challenge is made for. Nothing: a sign-in, for whom the worker finds out. */
interface Posed {
  /** Where the code goes. */
  readonly channel: 'mobile' | 'email';
  readonly purpose?: Purpose;
  readonly accountId?: string;
  /** Seals the account that the right code opens. */
  readonly opening?: (challenge: string) => Buffer;
  /** What wrong guesses are counted against. */
  readonly subject?: string;
}

/** Writes a challenge with a new code, in the transaction given. */
export function poseChallenge(em: EntityManager, core: Core, given: Posed) {
  const id = randomUUID();
  const code = makeCode();
  const now = core.clock();
  const expiresAt = new Date(now.getTime() + codeLifetime);
  em.create(Challenge, {
    id,
    codeHash: hashCode(core.vault, id, code),
    purpose: given.purpose ?? 'sign-in',
    channel: given.channel,
    accountId: given.accountId ?? null,
    opening: given.opening?.(id) ?? null,
    subject: given.subject ?? id,
    tries: 0,
    createdAt: now,
    expiresAt,
    usedAt: null,
  });
  return { code, expiresAt, posed: { challenge: id, expiresAt: expiresAt.toISOString() } satisfies PosedChallenge };
}

/**
 * Poses a challenge and owes its code to an address, in the transaction given. The caller wakes the worker.
 * @param text of the message that carries the code
 */
export function sendChallenge(
  em: EntityManager,
  core: Core,
  { to, text = codeText, ...given }: Posed & { readonly to: string; readonly text?: (code: string) => string },
): PosedChallenge {
  const { code, expiresAt, posed } = poseChallenge(em, core, given);
  queueMessage(em, core, { channel: given.channel, to, text: text(code) }, expiresAt);
  return posed;
}

/** Seals what the right code opens. */
export const sealOpening = (core: Core, id: string, opening: Opening): Buffer =>
  core.vault.seal(opening, placeOfOpening(id));

/** Opens it again. */
export const openOpening = (core: Core, id: string, sealed: Buffer): Opening =>
  core.vault.open<Opening>(sealed, placeOfOpening(id));

const placeOfOpening = (id: string) => `challenge/${id}/opening`;
