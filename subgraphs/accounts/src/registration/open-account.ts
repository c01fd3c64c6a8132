import { findTrust, RegistryError, done, refuse, type Result } from '@crosstrust/contract';
import type { EntityManager } from '@mikro-orm/postgresql';
import { answerAfter } from '../answer-time.ts';
import type { Call, ClientCall, Core } from '../core.ts';
import { type KeyUse, once, recall } from '../database/once.ts';
import { countCode } from '../limits/limit-codes.ts';
import { countTry } from '../limits/limit-details.ts';
import { trustAnswerTime, type Vouched } from '../links/ask-trust.ts';
import { findTaken, type Opening } from '../people/create-account.ts';
import { type PosedChallenge, sealOpening, sendChallenge } from '../sign-in/pose-challenge.ts';
import { parseOpening, type ReadOpening, type WrittenOpening } from './parse-opening.ts';

/** What a person, or their carer, writes to open an account. */
export interface OpenAccountInput extends WrittenOpening {
  readonly trust: string;
  readonly idempotencyKey: string;
}

/**
 * Begins an account by one of the trust's ways: it vouches for the details (K2 K6), for who follows the link of its
 * invitation (W1 U3), or for who has the two codes of its letter (D5). A code goes to the mobile, and the account itself is
 * made when it comes back, so a mobile that is somebody else's opens nothing. That an email is taken (K14) is told only to
 * who knows the details of a patient, and as seldom as they may have a code.
 */
export async function openAccount(
  core: Core,
  call: ClientCall,
  input: OpenAccountInput,
): Promise<Result<PosedChallenge>> {
  const trust = findTrust(input.trust);
  if (!trust) throw new RegistryError('TRUST_UNKNOWN', { field: 'trust' });
  const read = parseOpening(input, core.clock());
  if ('userErrors' in read) return read;
  if (read.done.paperless !== undefined && !core.policies.get(trust.key)?.registration.paperless.asked)
    return refuse('BAD_INPUT', 'paperless');
  const use: KeyUse<PosedChallenge> = {
    scope: 'open',
    key: input.idempotencyKey,
    input: { trust: trust.key, ...read.done },
    isOfUse: ({ expiresAt }) => new Date(expiresAt) > core.clock(),
  };
  await core.limitAddress(call, 'opening');
  return answerAfter(core, trustAnswerTime, () => askAndBegin(core, call, trust.key, read.done, use));
}

async function askAndBegin(
  core: Core,
  call: Call,
  trust: string,
  { asked, ...more }: ReadOpening,
  use: KeyUse<PosedChallenge>,
): Promise<Result<PosedChallenge>> {
  const before = await recall(core, call, use);
  if (before) return done(before);

  const vouched = await askOften(core, call, trust, asked);
  if ('refused' in vouched) return refuse(vouched.refused);
  const { birthDate, mobile, email, proof } = asked;
  const { record, name, nhsNumber, askedAt } = vouched;
  const details = { name, nhsNumber, birthDate, mobile, email };
  const opening: Opening = { details, trust, record, askedAt, way: proof.kind, ...more };
  const result = await core.database.write((em) => once(em, core, use, () => begin(em, core, opening)));
  core.wakeWorker();
  return result;
}

/** Asks the trust, as long as there are tries left at this person's details. An invitation counts its tries by itself. */
async function askOften(
  core: Core,
  call: Call,
  trust: string,
  asked: ReadOpening['asked'],
): Promise<Exclude<Vouched, { refused: string }> | { readonly refused: Refused }> {
  if (asked.proof.kind !== 'details' || !asked.nhsNumber) return core.askTrust(call, trust, asked);
  const counted = await countTry(core, asked.nhsNumber);
  if (!counted) return { refused: 'TOO_MANY_REQUESTS' };
  let isWrong = false;
  try {
    const vouched = await core.askTrust(call, trust, asked);
    isWrong = 'refused' in vouched && vouched.refused === 'DETAILS_DO_NOT_MATCH';
    return vouched;
  } finally {
    if (!isWrong) await counted.takeBack();
  }
}

type Refused = Extract<Vouched, { refused: string }>['refused'] | 'TOO_MANY_REQUESTS';

async function begin(em: EntityManager, core: Core, opening: Opening): Promise<Result<PosedChallenge>> {
  const { nhsNumber, mobile } = opening.details;
  const hashOf = (kind: string, value: string) => core.vault.lookup(kind, value).toString('base64url');
  if (!(await countCode(em, core, hashOf('codes to a mobile', mobile)))) return refuse('TOO_MANY_REQUESTS');
  const taken = await findTaken(em, core, opening);
  if (taken) return taken;
  const posed = sendChallenge(em, core, {
    channel: 'mobile',
    to: mobile,
    opening: (id) => sealOpening(core, id, opening),
    subject: hashOf('guesses at an opening', nhsNumber),
  });
  return done(posed);
}
