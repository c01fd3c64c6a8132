import {
  findTrust,
  parseNhsNumber,
  RegistryError,
  done,
  refuse,
  type Result,
  type UserError,
  userError,
} from '@crosstrust/contract';
import type { EntityManager } from '@mikro-orm/postgresql';
import { answerAfter } from '../answer-time.ts';
import type { Call, ClientCall, Core } from '../core.ts';
import { type KeyUse, once, recall } from '../database/once.ts';
import { type Asked, trustAnswerTime } from '../links/ask-trust.ts';
import { queueMessage } from '../messages/outbox.ts';
import { codeText } from '../messages/words.ts';
import { findTaken, type Opening } from '../people/create-account.ts';
import { isBirthDate, parseEmail, parseMobile } from '../people/parse-details.ts';
import { countCode } from './limit-codes.ts';
import { type PosedChallenge, poseChallenge, sealOpening } from './pose-challenge.ts';

export interface OpenAccountInput {
  readonly trust: string;
  readonly nhsNumber: string;
  /** YYYY-MM-DD */
  readonly birthDate: string;
  readonly mobile: string;
  readonly email: string;
  readonly idempotencyKey: string;
}

/**
 * Begins an account: a trust vouches for the details (K2 K6), and a code goes to the mobile. The account itself is made
 * when the code comes back, so a mobile that is somebody else's opens nothing. That an email is taken (K14) is told only
 * to who knows the details of a patient, and as seldom as they may have a code.
 */
export async function openAccount(
  core: Core,
  call: ClientCall,
  input: OpenAccountInput,
): Promise<Result<PosedChallenge>> {
  const trust = findTrust(input.trust);
  if (!trust) throw new RegistryError('TRUST_UNKNOWN', { field: 'trust' });
  const asked = parseDetails(input, core.clock());
  if ('userErrors' in asked) return asked;
  const use: KeyUse<PosedChallenge> = {
    scope: 'open',
    key: input.idempotencyKey,
    input: { trust: trust.key, ...asked.done },
    isOfUse: ({ expiresAt }) => new Date(expiresAt) > core.clock(),
  };
  await core.limitAddress(call, 'opening');
  return answerAfter(core, trustAnswerTime, () => askAndBegin(core, call, trust.key, asked.done, use));
}

async function askAndBegin(
  core: Core,
  call: Call,
  trust: string,
  asked: Asked,
  use: KeyUse<PosedChallenge>,
): Promise<Result<PosedChallenge>> {
  const before = await recall(core, call, use);
  if (before) return done(before);

  const vouched = await core.askTrust(call, trust, asked);
  if ('refused' in vouched) return refuse(vouched.refused);
  const opening = { details: { name: vouched.name, ...asked }, trust, record: vouched.record };
  const result = await core.database.write((em) => once(em, core, use, () => begin(em, core, opening)));
  core.wakeWorker();
  return result;
}

async function begin(em: EntityManager, core: Core, opening: Opening): Promise<Result<PosedChallenge>> {
  const { nhsNumber, mobile } = opening.details;
  const hashOf = (kind: string, value: string) => core.vault.lookup(kind, value).toString('base64url');
  if (!(await countCode(em, core, hashOf('codes to a mobile', mobile)))) return refuse('TOO_MANY_REQUESTS');
  const taken = await findTaken(em, core, opening);
  if (taken) return taken;
  const { code, expiresAt, posed } = poseChallenge(em, core, {
    channel: 'mobile',
    opening: (id) => sealOpening(core, id, opening),
    subject: hashOf('guesses at an opening', nhsNumber),
  });
  queueMessage(em, core, { channel: 'mobile', to: mobile, text: codeText(code) }, expiresAt);
  return done(posed);
}

function parseDetails(input: OpenAccountInput, now: Date): Result<Asked> {
  const nhsNumber = parseNhsNumber(input.nhsNumber);
  const mobile = parseMobile(input.mobile);
  const email = parseEmail(input.email);
  if (nhsNumber && mobile && email && isBirthDate(input.birthDate, now))
    return done({ nhsNumber, birthDate: input.birthDate, mobile, email });
  const wrong: [field: string, isRight: boolean][] = [
    ['nhsNumber', nhsNumber !== null],
    ['birthDate', isBirthDate(input.birthDate, now)],
    ['mobile', mobile !== null],
    ['email', email !== null],
  ];
  return {
    userErrors: wrong.filter(([, isRight]) => !isRight).map(([field]): UserError => userError('BAD_INPUT', field)),
  };
}
