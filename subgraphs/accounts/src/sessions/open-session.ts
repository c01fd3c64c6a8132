import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { ClientCall, Core } from '../core.ts';
import { Session } from '../database/entities.ts';
import { hashToken, makeToken } from '../tokens.ts';
import { type Factor, levelOf } from './factors.ts';

/** Where a session was opened from, as its owner sees it in the list. Stored only sealed. */
export interface SeenClient {
  /** The browser or program, as it calls itself. */
  readonly agent: string | null;
  /** The network's address. */
  readonly address: string;
}

/**
 * Opens a session, in the transaction given. The token (256 random bits) is kept by nobody but the device.
 * @param proven what the person has just proven themselves by
 */
export function openSession(
  em: EntityManager,
  core: Core,
  { client }: ClientCall,
  { accountId, proven }: { readonly accountId: string; readonly proven: readonly Factor[] },
): { token: string; session: Session } {
  const token = makeToken();
  const now = core.clock();
  const id = randomUUID();
  const seen: SeenClient = { agent: client.agent, address: client.address };
  const session = em.create(Session, {
    id,
    tokenHash: hashToken(token),
    accountId,
    factors: [...proven],
    level: levelOf(proven),
    provenAt: now,
    client: core.vault.seal(seen, placeOfClient(id)),
    createdAt: now,
    lastSeenAt: now,
    revokedAt: null,
  });
  return { token, session };
}

/** Where a session's client is sealed to. */
export const placeOfClient = (session: string) => `session/${session}/client`;
