import { done, refuse, type Result } from '@crosstrust/contract';
import type { EntityManager } from '@mikro-orm/postgresql';
import { answerAfter } from '../answer-time.ts';
import type { Call, Core } from '../core.ts';
import { audit } from '../database/audit.ts';
import type { Challenge } from '../database/entities.ts';
import { createAccount } from '../people/create-account.ts';
import { Viewer, type ViewerOrError } from '../people/viewer.ts';
import { openSession } from '../sessions/open-session.ts';
import { endSession } from '../sessions/sign-out.ts';
import { type Guess, judgeGuess } from './judge-guess.ts';
import { openOpening } from './pose-challenge.ts';
import { codeAnswerTime } from './request-code.ts';

/** A session that was just opened. Its token is shown once, here. */
export interface SignedIn {
  readonly token: string;
  readonly viewer: Viewer;
}

/**
 * Opens a session for who holds the code of a challenge; a challenge of `openAccount` opens the account first. The
 * session that the request came with, if any, gives way to the new one.
 */
export async function signIn(
  core: Core,
  call: Call,
  presented: ViewerOrError,
  guess: Guess,
): Promise<Result<SignedIn>> {
  return answerAfter(core, codeAnswerTime, () =>
    core.database.write<Result<SignedIn>>(async (em) => {
      const challenge = await judgeGuess(em, core, guess, { purpose: 'sign-in' });
      if (!challenge) return refuse('CODE_WRONG', 'code');
      const account = await accountOf(em, core, call, challenge);
      if ('userErrors' in account) return account;
      const { token, session } = openSession(em, core, account.done.id, 'one-factor');
      audit(em, core, call, { accountId: account.done.id, action: 'signed-in' });
      if (presented instanceof Viewer) await endSession(em, core, call, presented);
      return done({ token, viewer: Viewer.ofSession(session) });
    }),
  );
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
