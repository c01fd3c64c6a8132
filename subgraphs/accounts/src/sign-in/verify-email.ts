import { done, refuse, type Result } from '@crosstrust/contract';
import { LockMode } from '@mikro-orm/core';
import type { Call, Core } from '../core.ts';
import { audit } from '../database/audit.ts';
import { Account } from '../database/entities.ts';
import { once } from '../database/once.ts';
import { claimEmail } from '../people/email.ts';
import { lockIdentities } from '../people/lock-identities.ts';
import type { Viewer } from '../people/viewer.ts';
import { type Guess, judgeGuess } from './judge-guess.ts';

/** Makes the viewer's email a way in, when the code that went there comes back and nobody else has verified it (K14). */
export async function verifyEmail(
  core: Core,
  call: Call,
  viewer: Viewer,
  { idempotencyKey, ...guess }: Guess & { idempotencyKey: string },
): Promise<Result<true>> {
  const { accountId } = viewer;
  const use = { scope: `verify-email:${accountId}`, key: idempotencyKey, input: guess.challenge };
  return core.database.write((em) =>
    once<true>(em, core, use, async () => {
      if (!(await judgeGuess(em, core, guess, { purpose: 'verify-email', accountId })))
        return refuse('CODE_WRONG', 'code');
      await lockIdentities(em);
      const account = await em.findOneOrFail(Account, accountId, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!(await claimEmail(em, core, account))) return refuse('EMAIL_TAKEN');
      audit(em, core, call, { accountId, action: 'email-verified' });
      return done(true);
    }),
  );
}
