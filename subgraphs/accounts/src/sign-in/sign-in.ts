import type { EntityManager } from '@mikro-orm/postgresql';
import type { Call, Core } from '../core.ts';
import { audit } from '../database/audit.ts';
import type { Challenge } from '../database/entities.ts';
import { createAccount } from '../people/create-account.ts';
import { Viewer } from '../people/viewer.ts';
import { done, refuse, type Result } from '../result.ts';
import { openSession } from '../sessions/open-session.ts';
import { judgeGuess } from './judge-guess.ts';
import { openOpening } from './pose-challenge.ts';

/** A session that was just opened. Its token is shown once, here. */
export interface SignedIn {
  readonly token: string;
  readonly viewer: Viewer;
}

/** Opens a session for who holds the code of a challenge; a challenge of `openAccount` opens the account first. */
export async function signIn(
  core: Core,
  call: Call,
  input: { challenge: string; code: string },
): Promise<Result<SignedIn>> {
  return core.database.write<Result<SignedIn>>(async (em) => {
    const challenge = await judgeGuess(em, core, input);
    if (!challenge) return refuse('CODE_WRONG', 'code');
    const account = await accountOf(em, core, call, challenge);
    if ('userErrors' in account) return account;
    const { token, session } = openSession(em, core, account.done.id, 'one-factor');
    audit(em, core, call, { accountId: account.done.id, action: 'signed-in' });
    return done({ token, viewer: Viewer.ofSession(session) });
  });
}

async function accountOf(
  em: EntityManager,
  core: Core,
  call: Call,
  challenge: Challenge,
): Promise<Result<{ id: string }>> {
  if (challenge.accountId) return done({ id: challenge.accountId });
  if (!challenge.opening) return refuse('CODE_WRONG', 'code');
  return createAccount(em, core, call, openOpening(core, challenge.id, challenge.opening));
}
