import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Core } from '../core.ts';
import { isId } from '../database/is-id.ts';
import { HalfSignIn } from './entities.ts';
import { lockIn } from './lock-in.ts';

/** The sign-in that waits for its second factor, locked; null when it is unknown, finished or too old. */
export async function findHalf(em: EntityManager, core: Core, challenge: string): Promise<HalfSignIn | null> {
  if (!isId(challenge)) return null;
  await lockIn(em, 'select account_id from half_sign_in where id = ?', challenge);
  return em.findOne(
    HalfSignIn,
    { id: challenge, expiresAt: { $gt: core.clock() } },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
}
