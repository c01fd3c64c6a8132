import { randomUUID } from 'node:crypto';
import { done, parseNhsNumber, refuse, type Result, type UserError, userError } from '@crosstrust/contract';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { answerAfter } from '../answer-time.ts';
import type { Call, ClientCall, Core } from '../core.ts';
import { audit } from '../database/audit.ts';
import { Account, Link } from '../database/entities.ts';
import { type KeyUse, once, recall } from '../database/once.ts';
import { countCode } from '../limits/limit-codes.ts';
import { countTry } from '../limits/limit-details.ts';
import { type Asked, trustAnswerTime } from '../links/ask-trust.ts';
import { isDisputed } from '../links/disputed.ts';
import { tellSecurity } from '../messages/security-notice.ts';
import { recoveryBegunNotice, recoveryCodeText } from '../messages/words.ts';
import { type Details, hashesOfEmail, hashesOfNhsNumber, openDetails } from '../people/details.ts';
import { vouchesForEmail } from '../people/email.ts';
import { isBirthDate, parseEmail, parseMobile } from '../people/parse-details.ts';
import { askForMobile } from '../people/vouched-mobile.ts';
import { sendChallenge } from '../sign-in/pose-challenge.ts';
import { placeOfNewMobile, Recovery } from './entities.ts';

/** What a person writes who has lost phone or password. */
export interface BeginRecoveryInput {
  readonly trust: string;
  readonly nhsNumber: string;
  /** YYYY-MM-DD */
  readonly birthDate: string;
  readonly newMobile: string;
  readonly email: string;
  readonly idempotencyKey: string;
}

/** What the person is given: two codes are on their way, and both have to come back with it. */
export interface BegunRecovery {
  readonly recovery: string;
  /** RFC 3339, UTC: the codes work until then. */
  readonly expiresAt: string;
}

/** A person whom a trust has vouched for, with the mobile that it holds. */
interface Vouching {
  readonly trust: string;
  readonly record: string;
  /** Before it was asked (RFC 3339, UTC). */
  readonly askedAt: string;
  readonly asked: Asked & Pick<Details, 'nhsNumber'>;
}

/**
 * Begins to recover an account whose phone or password is lost. It never weakens to one factor: a trust must hold the
 * details with the new mobile, which only its staff or the GP put there (K6), and codes go to that mobile and to the
 * account's email. The addresses until now are told. Who has no account, and whose details differ, get the same answer.
 */
export async function beginRecovery(
  core: Core,
  call: ClientCall,
  input: BeginRecoveryInput,
): Promise<Result<BegunRecovery>> {
  const asked = parseInput(input, core.clock());
  if ('userErrors' in asked) return asked;
  const use: KeyUse<BegunRecovery> = {
    scope: 'recover',
    key: input.idempotencyKey,
    input: { trust: input.trust, ...asked.done },
    isOfUse: ({ expiresAt }) => new Date(expiresAt) > core.clock(),
  };
  await core.limitAddress(call, 'recovery');
  return answerAfter(core, trustAnswerTime, () => askAndBegin(core, call, input.trust, asked.done, use));
}

async function askAndBegin(
  core: Core,
  call: Call,
  trust: string,
  asked: Vouching['asked'],
  use: KeyUse<BegunRecovery>,
): Promise<Result<BegunRecovery>> {
  const before = await recall(core, call, use);
  if (before) return done(before);
  const counted = await countTry(core, asked.nhsNumber);
  if (!counted) return refuse('TOO_MANY_REQUESTS');
  let isWrong = false;
  try {
    const result = await askAndFind(core, call, trust, asked, use);
    isWrong = 'userErrors' in result && result.userErrors.some(({ code }) => code === 'DETAILS_DO_NOT_MATCH');
    return result;
  } finally {
    if (!isWrong) await counted.takeBack();
  }
}

async function askAndFind(
  core: Core,
  call: Call,
  trust: string,
  asked: Vouching['asked'],
  use: KeyUse<BegunRecovery>,
): Promise<Result<BegunRecovery>> {
  const vouched = await askForMobile(core, call, trust, asked);
  if ('userErrors' in vouched) return vouched;
  const { record, askedAt } = vouched.done;
  const vouching = { trust, record, askedAt, asked };
  const result = await core.database.write((em) =>
    once<BegunRecovery>(em, core, use, async () => {
      const account = await findAccount(em, core, vouching);
      return account ? begin(em, core, call, account, vouching) : refuse('DETAILS_DO_NOT_MATCH');
    }),
  );
  core.wakeWorker();
  return result;
}

/** The account of the person whom the trust vouches for, when the rest of what was given is the account's as well. */
async function findAccount(
  em: EntityManager,
  core: Core,
  { trust, record, askedAt, asked }: Vouching,
): Promise<Account | null> {
  const account = await em.findOne(
    Account,
    { nhsNumberHash: { $in: hashesOfNhsNumber(core.vault, asked.nhsNumber) } },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  if (!account || (await isDisputed(em, { trust, record, askedAt }))) return null;
  const link = await em.findOne(Link, { accountId: account.id, trust });
  if (link && link.recordId !== record) return null;
  const details = openDetails(core.vault, account.id, account.details);
  const isVerified =
    account.emailHash && hashesOfEmail(core.vault, asked.email).some((hash) => account.emailHash?.equals(hash));
  // an email that nobody has proven counts once the trust has it too
  const isVouched = !account.emailHash && details.email === asked.email && vouchesForEmail(core, trust);
  return details.birthDate === asked.birthDate && (isVerified || isVouched) ? account : null;
}

async function begin(
  em: EntityManager,
  core: Core,
  call: Call,
  { id: accountId }: Account,
  { trust, asked: { mobile, email } }: Vouching,
): Promise<Result<BegunRecovery>> {
  if (!(await countCode(em, core, `recovery ${accountId}`))) return refuse('TOO_MANY_REQUESTS');
  const id = randomUUID();
  const given = { purpose: 'recovery', accountId, subject: accountId, text: recoveryCodeText } as const;
  const byMobile = sendChallenge(em, core, { ...given, channel: 'mobile', to: mobile });
  const byEmail = sendChallenge(em, core, { ...given, channel: 'email', to: email });
  em.create(Recovery, {
    id,
    accountId,
    mobile: core.vault.seal(mobile, placeOfNewMobile(id)),
    isEmailVouched: vouchesForEmail(core, trust),
    mobileChallenge: byMobile.challenge,
    emailChallenge: byEmail.challenge,
    begunAt: core.clock(),
    confirmedAt: null,
    takesEffectAt: null,
  });
  audit(em, core, call, { accountId, action: 'recovery-begun', trust });
  await tellSecurity(em, core, accountId, recoveryBegunNotice());
  return done({ recovery: id, expiresAt: byEmail.expiresAt });
}

function parseInput(input: BeginRecoveryInput, now: Date): Result<Vouching['asked']> {
  const nhsNumber = parseNhsNumber(input.nhsNumber);
  const mobile = parseMobile(input.newMobile);
  const email = parseEmail(input.email);
  const { birthDate } = input;
  if (nhsNumber && mobile && email && isBirthDate(birthDate, now)) return done({ nhsNumber, birthDate, mobile, email });
  const wrong: [field: string, isRight: boolean][] = [
    ['nhsNumber', nhsNumber !== null],
    ['birthDate', isBirthDate(birthDate, now)],
    ['newMobile', mobile !== null],
    ['email', email !== null],
  ];
  return {
    userErrors: wrong.filter(([, isRight]) => !isRight).map(([field]): UserError => userError('BAD_INPUT', field)),
  };
}
