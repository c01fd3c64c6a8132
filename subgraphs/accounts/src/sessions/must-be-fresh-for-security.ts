import { RegistryError } from '@crosstrust/contract';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Core } from '../core.ts';
import type { Session } from '../database/entities.ts';
import type { Viewer } from '../people/viewer.ts';
import { mustBeFresh } from './must-be-fresh.ts';
import { requiredLevel } from './strong-factors.ts';

/**
 * For every change of how an account is got into (password, passkeys, authenticator app, NHS login, addresses): the viewer
 * has proven themselves in the last ten minutes, by two factors when the account has what reaches two. An account that has
 * nothing of the kind yet needs the phone: who reads the emails alone does not get to add the first strong factor.
 * @returns the session's row, locked
 * @throws RegistryError SESSION_ENDED, STEP_UP_REQUIRED, FRESH_SIGN_IN_REQUIRED
 */
export async function mustBeFreshForSecurity(em: EntityManager, core: Core, viewer: Viewer): Promise<Session> {
  const level = await requiredLevel(em, viewer.accountId);
  const session = await mustBeFresh(em, core, viewer, level);
  if (level === 'one-factor' && session.level === 'one-factor' && !session.factors.includes('code-to-mobile'))
    throw new RegistryError('STEP_UP_REQUIRED');
  return session;
}
