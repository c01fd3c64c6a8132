import type { EntityManager } from '@mikro-orm/postgresql';
import type { ClientCall, Core } from '../core.ts';
import { audit } from '../database/audit.ts';
import { Viewer, type ViewerOrError } from '../people/viewer.ts';
import type { Factor } from './factors.ts';
import type { SignedIn } from './hand-over.ts';
import { openSession } from './open-session.ts';
import { endSession } from './sign-out.ts';

/**
 * Lets a person in by whatever they have proven, in the transaction given: a new session always, and the one that the
 * request came with, if any, gives way to it.
 */
export async function letIn(
  em: EntityManager,
  core: Core,
  call: ClientCall,
  presented: ViewerOrError,
  who: { readonly accountId: string; readonly proven: readonly Factor[] },
): Promise<SignedIn> {
  const { token, session } = openSession(em, core, call, who);
  audit(em, core, call, { accountId: who.accountId, action: 'signed-in' });
  if (presented instanceof Viewer) await endSession(em, core, call, presented);
  return { token, viewer: Viewer.ofSession(session) };
}
