import { done, refuse, type Result } from '@crosstrust/contract';
import { answerAfter } from '../answer-time.ts';
import type { ClientCall, Core } from '../core.ts';
import { queueJob } from '../messages/outbox.ts';
import type { Way } from '../people/details.ts';
import { isBirthDate, parseEmail, parseMobile } from '../people/parse-details.ts';
import { type PosedChallenge, poseChallenge } from './pose-challenge.ts';

/** Milliseconds after which every request for a code, and every guess at one, is answered, whoever it was for. */
export const codeAnswerTime = 150;

export interface RequestCodeInput {
  readonly mobile?: string | null;
  readonly email?: string | null;
  /** YYYY-MM-DD */
  readonly birthDate: string;
}

/**
 * Asks for a code by mobile or email, with the birth date (U4 U5 U6). Nobody is looked up here: the same two rows are
 * written whether or not there is an account, and the answer comes at a fixed time; the worker finds out later.
 */
export async function requestCode(
  core: Core,
  call: ClientCall,
  input: RequestCodeInput,
): Promise<Result<PosedChallenge>> {
  const way = parseWay(input, core.clock());
  if ('userErrors' in way) return way;
  await core.limitAddress(call, 'code');
  return answerAfter(core, codeAnswerTime, async () => {
    const posed = await core.database.write(async (em) => {
      const { posed, code, expiresAt } = poseChallenge(em, core, { channel: way.done.channel });
      queueJob(em, core, { kind: 'find-and-send', challenge: posed.challenge, way: way.done, code }, expiresAt);
      return posed;
    });
    core.wakeWorker();
    return done(posed);
  });
}

function parseWay({ mobile, email, birthDate }: RequestCodeInput, now: Date): Result<Way> {
  if (!isBirthDate(birthDate, now)) return refuse('BAD_INPUT', 'birthDate');
  if (mobile && email) return refuse('BAD_INPUT', 'email');
  if (email) {
    const address = parseEmail(email);
    return address ? done({ channel: 'email', address, birthDate }) : refuse('BAD_INPUT', 'email');
  }
  const address = parseMobile(mobile ?? '');
  return address ? done({ channel: 'mobile', address, birthDate }) : refuse('BAD_INPUT', 'mobile');
}
