import { findTrust, parseNhsNumber, RegistryError } from '@crosstrust/contract';
import type { Call, Core } from '../core.ts';
import { once, recall } from '../database/once.ts';
import type { Asked } from '../links/ask-trust.ts';
import { queueMessage } from '../messages/outbox.ts';
import { codeText } from '../messages/words.ts';
import { findTaken } from '../people/create-account.ts';
import { isBirthDate, parseEmail, parseMobile } from '../people/parse-details.ts';
import { done, type Result, type UserError, userError } from '../result.ts';
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
 * to who knows the details of a patient.
 */
export async function openAccount(core: Core, call: Call, input: OpenAccountInput): Promise<Result<PosedChallenge>> {
  const trust = findTrust(input.trust);
  if (!trust) throw new RegistryError('TRUST_UNKNOWN', { field: 'trust' });
  const asked = parseDetails(input, core.clock());
  if ('userErrors' in asked) return asked;
  const use = { scope: 'open', key: input.idempotencyKey, input: { trust: trust.key, ...asked.done } };
  const before = await recall<PosedChallenge>(core, call, use);
  if (before) return before;

  const vouched = await core.askTrust(call, trust.key, asked.done);
  if ('refused' in vouched) return { userErrors: [userError(vouched.refused, null)] };
  const opening = { details: { name: vouched.name, ...asked.done }, trust: trust.key, record: vouched.record };

  const result = await core.database.write((em) =>
    once<PosedChallenge>(em, core, use, async () => {
      const taken = await findTaken(em, core, opening);
      if (taken) return taken;
      const subject = core.vault.lookup('guesses at an opening', asked.done.nhsNumber).toString('base64url');
      const { code, expiresAt, posed } = poseChallenge(em, core, {
        sealed: (id) => sealOpening(core, id, opening),
        subject,
      });
      queueMessage(em, core, { channel: 'mobile', to: asked.done.mobile, text: codeText(code) }, expiresAt);
      return done(posed);
    }),
  );
  core.wakeWorker();
  return result;
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
