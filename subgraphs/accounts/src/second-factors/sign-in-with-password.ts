import { randomUUID } from 'node:crypto';
import { done, refuse, type Result } from '@crosstrust/contract';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { answerAfter } from '../answer-time.ts';
import type { ClientCall, Core } from '../core.ts';
import { useDevice } from '../devices/saved-device.ts';
import { Password } from '../passwords/entities.ts';
import { judgePassword } from '../passwords/judge-password.ts';
import { type Email, parseEmail } from '../people/parse-details.ts';
import type { ViewerOrError } from '../people/viewer.ts';
import type { SignedIn } from '../sessions/hand-over.ts';
import { letIn } from '../sessions/let-in.ts';
import { HalfSignIn } from './entities.ts';
import { type Candidate, findCandidate } from './find-candidate.ts';
import { lockIn } from './lock-in.ts';
import type { SecondFactorKind } from './second-factor.ts';
import { secondFactors } from './second-factors.ts';

/** Milliseconds after which every password is answered, whosever it is and whether or not it is right. */
const passwordAnswerTime = 400;

/** Milliseconds in which the second factor has to follow the password. */
const halfLifetime = 10 * 60_000;

/** The password was right; one of these has to follow. */
export interface AskedSecondFactor {
  /** Comes back with the second factor. */
  readonly challenge: string;
  readonly kinds: readonly SecondFactorKind[];
  readonly expiresAt: Date;
}

/** What a right password comes to: a session, on a device that was saved (K12), or the question for a second factor. */
export type PasswordOutcome = { readonly signedIn: SignedIn } | { readonly secondFactor: AskedSecondFactor };

/**
 * Signs in by a verified email and password. An email that is nobody's, an account without a password, and a wrong password
 * are one answer, by the same work, at the same time.
 * @throws RegistryError TOO_MANY_REQUESTS when too many were wrong for this email, known or not, or from this address; never
 *   on a saved device for what others tried
 */
export async function signInWithPassword(
  core: Core,
  call: ClientCall,
  presented: ViewerOrError,
  input: { readonly email: string; readonly password: string },
): Promise<Result<PasswordOutcome>> {
  const email = parseEmail(input.email);
  if (!email) return refuse('BAD_INPUT', 'email');
  return answerAfter(core, passwordAnswerTime, () => judge(core, call, presented, email, input.password));
}

async function judge(
  core: Core,
  call: ClientCall,
  presented: ViewerOrError,
  email: Email,
  password: string,
): Promise<Result<PasswordOutcome>> {
  const candidate = await findCandidate(core, call, email);
  if (!candidate.device) await core.limitAddress(call, 'password');
  const isRight = await judgePassword(core, candidate.held, password, candidate.subject);
  const { held, device } = candidate;
  if (!isRight || !held) return refuse('SIGN_IN_FAILED');
  return core.database.write<Result<PasswordOutcome>>(async (em) => {
    if (!(await isStillIts(em, held))) return refuse('SIGN_IN_FAILED');
    const { accountId } = held;
    if (!device || !(await useDevice(em, core, device)))
      return done({ secondFactor: await askSecondFactor(em, core, accountId) });
    const proven = ['password', 'saved-device'] as const;
    return done({ signedIn: await letIn(em, core, call, presented, { accountId, proven }) });
  });
}

/** Whether the password was neither changed nor taken away while it was judged. */
async function isStillIts(em: EntityManager, { id, changedAt }: NonNullable<Candidate['held']>): Promise<boolean> {
  await lockIn(em, 'select account_id from password where id = ?', id);
  return (await em.findOne(Password, { id, changedAt }, { lockMode: LockMode.PESSIMISTIC_READ })) !== null;
}

async function askSecondFactor(em: EntityManager, core: Core, accountId: string): Promise<AskedSecondFactor> {
  const challenge = randomUUID();
  const expiresAt = new Date(core.clock().getTime() + halfLifetime);
  em.create(HalfSignIn, { id: challenge, accountId, codeChallenge: null, expiresAt });
  const kinds: SecondFactorKind[] = [];
  for (const { kind, isSetUp } of secondFactors) if (await isSetUp(em, core, accountId)) kinds.push(kind);
  return { challenge, kinds, expiresAt };
}
