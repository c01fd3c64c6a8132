import { done, refuse, type Result } from '@crosstrust/contract';
import type { EntityManager } from '@mikro-orm/postgresql';
import { answerAfter } from '../answer-time.ts';
import type { Call, ClientCall, Core } from '../core.ts';
import type { Challenge } from '../database/entities.ts';
import { createAccount } from '../people/create-account.ts';
import type { ViewerOrError } from '../people/viewer.ts';
import type { SignedIn } from '../sessions/hand-over.ts';
import { letIn } from '../sessions/let-in.ts';
import { type Guess, judgeGuess } from './judge-guess.ts';
import { openOpening } from './pose-challenge.ts';
import { codeAnswerTime } from './request-code.ts';

/**
 * Opens a session for who holds the code of a challenge; a challenge of `openAccount` opens the account first. The
 * session that the request came with, if any, gives way to the new one.
 */
export async function signIn(
  core: Core,
  call: ClientCall,
  presented: ViewerOrError,
  guess: Guess,
): Promise<Result<SignedIn>> {
  await core.limitAddress(call, 'guess');
  return answerAfter(core, codeAnswerTime, () =>
    core.database.write<Result<SignedIn>>(async (em) => {
      const challenge = await judgeGuess(em, core, guess, { purpose: 'sign-in' });
      if (!challenge) return refuse('CODE_WRONG', 'code');
      const account = await accountOf(em, core, call, challenge);
      if ('userErrors' in account) return account;
      const proven = [challenge.channel === 'email' ? 'code-to-email' : 'code-to-mobile'] as const;
      return done(await letIn(em, core, call, presented, { accountId: account.done.id, proven }));
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
