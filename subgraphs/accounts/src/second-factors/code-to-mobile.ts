import { done, refuse, type Result } from '@crosstrust/contract';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Core } from '../core.ts';
import { Account } from '../database/entities.ts';
import { queueMessage } from '../messages/outbox.ts';
import { codeText } from '../messages/words.ts';
import { openDetails } from '../people/details.ts';
import { judgeGuess } from '../sign-in/judge-guess.ts';
import { countCode, wayOfAccount } from '../sign-in/limit-codes.ts';
import { type PosedChallenge, poseChallenge } from '../sign-in/pose-challenge.ts';
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
  const { code, expiresAt, posed } = poseChallenge(em, core, {
    purpose: 'proof',
    channel: 'mobile',
    accountId,
    subject: accountId,
  });
  queueMessage(em, core, { channel: 'mobile', to: mobile, text: codeText(code) }, expiresAt);
  return done(posed);
}
