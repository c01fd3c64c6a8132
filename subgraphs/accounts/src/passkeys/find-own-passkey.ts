import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Viewer } from '../people/viewer.ts';
import { Passkey } from './entities.ts';
import { isId } from '../database/is-id.ts';

/** Names one passkey, in a change of it. */
export interface WhichPasskey {
  readonly passkey: string;
  readonly idempotencyKey: string;
}

/** A passkey of the viewer's, locked; null when there is none by this id, or it is somebody else's. */
export async function findOwnPasskey(em: EntityManager, { accountId }: Viewer, id: string): Promise<Passkey | null> {
  if (!isId(id)) return null;
  return em.findOne(Passkey, { id, accountId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
}
