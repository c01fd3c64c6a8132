import { done, refuse, type Result } from '@crosstrust/contract';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Core } from '../core.ts';
import { Account } from '../database/entities.ts';
import { countCode, wayOfAccount } from '../limits/limit-codes.ts';
import { openDetails } from '../people/details.ts';
import { judgeGuess } from '../sign-in/judge-guess.ts';
import { type PosedChallenge, sendChallenge } from '../sign-in/pose-challenge.ts';
import type { SecondFactor } from './second-factor.ts';

/** Six digits that were texted to the account's mobile to prove somebody beside something else: they open no session alone. */
export const codeToMobile: SecondFactor = {
  kind: 'code-to-mobile',
  isSetUp: async () => true,
  verify: async (em, core, accountId, { written, challenge }) =>
    challenge !== null &&
    (await judgeGuess(em, core, { challenge, code: written }, { purpose: 'proof', accountId })) !== null,
};

/** Texts such a code, in the transaction given; never by email. The caller wakes the worker. */
export async function sendCodeToMobile(
  em: EntityManager,
  core: Core,
  accountId: string,
): Promise<Result<PosedChallenge>> {
  if (!(await countCode(em, core, wayOfAccount('mobile', accountId)))) return refuse('TOO_MANY_REQUESTS');
  const account = await em.findOneOrFail(Account, accountId);
  const { mobile } = openDetails(core.vault, account.id, account.details);
  return done(
    sendChallenge(em, core, { purpose: 'proof', channel: 'mobile', to: mobile, accountId, subject: accountId }),
  );
}
