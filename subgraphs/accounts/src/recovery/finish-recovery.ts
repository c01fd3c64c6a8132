import { done, refuse, type Result } from '@crosstrust/contract';
import type { EntityManager } from '@mikro-orm/postgresql';
import { answerAfter } from '../answer-time.ts';
import type { Call, ClientCall, Core } from '../core.ts';
import { audit } from '../database/audit.ts';
import { isId } from '../database/is-id.ts';
import { once } from '../database/once.ts';
import { never, queueJob } from '../messages/outbox.ts';
import { tellSecurity } from '../messages/security-notice.ts';
import { recoveryConfirmedNotice } from '../messages/words.ts';
import { judgeGuess } from '../sign-in/judge-guess.ts';
import { codeAnswerTime } from '../sign-in/request-code.ts';
import { placeOfNewMobile, Recovery } from './entities.ts';
import { lockRecovery } from './lock-recovery.ts';

/** Milliseconds from both codes until the account is recovered: in them whoever can still get in may stop it. */
const recoveryWait = 24 * 60 * 60_000;

/** Both codes of a recovery. */
export interface FinishRecoveryInput {
  readonly recovery: string;
  /** The code that went to the new mobile. */
  readonly mobileCode: string;
  /** The code that went to the account's email. */
  readonly emailCode: string;
  readonly idempotencyKey: string;
}

/** When the account will be recovered: RFC 3339, UTC. */
export interface ConfirmedRecovery {
  readonly takesEffectAt: string;
}

/**
 * Takes both codes of a recovery. Both are right or neither counts, and nobody learns which one was wrong. It opens no
 * session: the account is recovered a day later, unless somebody who can still get in stops it.
 */
export async function finishRecovery(
  core: Core,
  call: ClientCall,
  { idempotencyKey, ...input }: FinishRecoveryInput,
): Promise<Result<ConfirmedRecovery>> {
  await core.limitAddress(call, 'guess');
  if (!isId(input.recovery)) return refuse('CODE_WRONG');
  const use = { scope: 'finish-recovery', key: idempotencyKey, input };
  return answerAfter(core, codeAnswerTime, async () => {
    const result = await core.database.write((em) =>
      once<ConfirmedRecovery>(em, core, use, () => confirm(em, core, call, input)),
    );
    core.wakeWorker();
    return result;
  });
}

async function confirm(
  em: EntityManager,
  core: Core,
  call: Call,
  given: Omit<FinishRecoveryInput, 'idempotencyKey'>,
): Promise<Result<ConfirmedRecovery>> {
  const found = await lockRecovery(em, given.recovery);
  if (!found || found.recovery.confirmedAt) return refuse('CODE_WRONG');
  const { recovery } = found;
  const { accountId } = recovery;
  if (!(await areBothRight(em, core, recovery, given))) return refuse('CODE_WRONG');

  await em.nativeDelete(Recovery, { accountId, id: { $ne: recovery.id } });
  const now = core.clock();
  const takesEffectAt = new Date(now.getTime() + recoveryWait);
  Object.assign(recovery, { confirmedAt: now, takesEffectAt });
  queueJob(em, core, { kind: 'apply-recovery', recovery: recovery.id }, never, takesEffectAt);
  audit(em, core, call, { accountId, action: 'recovery-confirmed' });
  const newMobile = core.vault.open<string>(recovery.mobile, placeOfNewMobile(recovery.id));
  await tellSecurity(em, core, accountId, recoveryConfirmedNotice(takesEffectAt), [
    { channel: 'mobile', to: newMobile },
  ]);
  return done({ takesEffectAt: takesEffectAt.toISOString() });
}

/** Whether both codes are right. Both are judged whatever the first one comes to, and one alone is not used up. */
async function areBothRight(
  em: EntityManager,
  core: Core,
  { accountId, mobileChallenge, emailChallenge }: Recovery,
  { mobileCode, emailCode }: Omit<FinishRecoveryInput, 'idempotencyKey'>,
): Promise<boolean> {
  const among = { purpose: 'recovery', accountId } as const;
  const byMobile = await judgeGuess(em, core, { challenge: mobileChallenge, code: mobileCode }, among);
  const byEmail = await judgeGuess(em, core, { challenge: emailChallenge, code: emailCode }, among);
  if (byMobile && byEmail) return true;
  for (const judged of [byMobile, byEmail]) if (judged) judged.usedAt = null;
  return false;
}
