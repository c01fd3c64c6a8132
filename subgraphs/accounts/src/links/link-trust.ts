import { LockMode } from '@mikro-orm/core';
import {
  done,
  findTrust,
  type LinkProof,
  refuse,
  RegistryError,
  type Result,
  type TrustEntry,
} from '@crosstrust/contract';
import type { EntityManager } from '@mikro-orm/postgresql';
import { answerAfter } from '../answer-time.ts';
import type { Call, ClientCall, Core } from '../core.ts';
import { audit } from '../database/audit.ts';
import { Account, Link } from '../database/entities.ts';
import { type KeyUse, once, recall } from '../database/once.ts';
import { queueMessage } from '../messages/outbox.ts';
import { linkedNotice } from '../messages/words.ts';
import { claimEmail, noticeAddress, vouchesForEmail } from '../people/email.ts';
import { lockIdentities } from '../people/lock-identities.ts';
import { readPerson } from '../people/read-person.ts';
import type { Viewer } from '../people/viewer.ts';
import { parseProof, type WrittenProof } from '../registration/parse-proof.ts';
import { addLink } from './add-link.ts';
import { trustAnswerTime, type Vouched } from './ask-trust.ts';
import { isDisputed } from './disputed.ts';

/** Which link a verb has made or taken away. */
export interface ChangedLink {
  readonly trust: string;
  readonly record: string | null;
}

/** What somebody wants linked. */
export interface LinkTrustInput extends WrittenProof {
  readonly trust: string;
  /** Letters without paper (W6). */
  readonly paperless?: boolean | null;
  readonly idempotencyKey: string;
}

/** A wish in its normal form. */
interface Wish {
  readonly trust: TrustEntry;
  readonly proof: LinkProof;
  readonly paperless?: boolean;
}

/**
 * Links the viewer's record at one more trust, when the trust vouches for the details that the account holds (K6 M4), or for
 * the invitation that they bring. For an account that no trust vouches for, it is registering, with the trust's conditions.
 */
export async function linkTrust(
  core: Core,
  call: ClientCall,
  viewer: Viewer,
  input: LinkTrustInput,
): Promise<Result<ChangedLink>> {
  const trust = findTrust(input.trust);
  if (!trust) throw new RegistryError('TRUST_UNKNOWN', { field: 'trust' });
  const proof = parseProof(input);
  if ('userErrors' in proof) return proof;
  const { paperless } = input;
  if (typeof paperless === 'boolean' && !core.policies.get(trust.key)?.registration.paperless.asked)
    return refuse('BAD_INPUT', 'paperless');
  const wish: Wish = { trust, proof: proof.done, ...(typeof paperless === 'boolean' ? { paperless } : {}) };
  const use = {
    scope: `link:${viewer.accountId}`,
    key: input.idempotencyKey,
    input: { ...wish, trust: trust.key },
  };
  if (wish.proof.kind !== 'details') await core.limitAddress(call, 'opening');
  return answerAfter(core, trustAnswerTime, () => askAndLink(core, call, viewer, wish, use));
}

async function askAndLink(
  core: Core,
  call: Call,
  viewer: Viewer,
  wish: Wish,
  use: KeyUse<ChangedLink>,
): Promise<Result<ChangedLink>> {
  const person = await readPerson(core, call, viewer);
  if (!person) throw new RegistryError('SESSION_ENDED');
  const before = await recall(core, call, use);
  // The same key is the same request, and no new wish to link: who has unlinked since stays unlinked.
  if (before)
    return person.links.some(({ record }) => record === before.record) ? done(before) : refuse('UNDONE_SINCE');

  const { name: _name, ...details } = person.details;
  const registering = person.links.length === 0 ? 'patient' : undefined;
  const vouched = await core.askTrust(call, wish.trust.key, { ...details, proof: wish.proof, registering });
  if ('refused' in vouched) return refuse(vouched.refused);
  const result = await core.database.write((em) =>
    once(em, core, use, () => link(em, core, call, viewer, wish, vouched)),
  );
  core.wakeWorker();
  return result;
}

async function link(
  em: EntityManager,
  core: Core,
  call: Call,
  { accountId }: Viewer,
  { trust, proof, paperless }: Wish,
  { record, askedAt }: Exclude<Vouched, { refused: string }>,
): Promise<Result<ChangedLink>> {
  await lockIdentities(em);
  const account = await em.findOneOrFail(Account, accountId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  const held = await em.findOne(Link, { trust: trust.key, $or: [{ accountId }, { recordId: record }] });
  if (held && held.accountId !== accountId) return refuse('ACCOUNT_EXISTS');
  if (held) return done({ trust: trust.key, record: held.recordId });
  if (await isDisputed(em, { trust: trust.key, record, askedAt })) return refuse('RECORD_DISPUTED');
  addLink(em, core, { accountId, trust: trust.key, record, ...(paperless === undefined ? {} : { paperless }) });
  account.accessVersion += 1;
  // An address that is somebody else's by now stays unverified; the link is good all the same.
  if (vouchesForEmail(core, trust.key, proof.kind)) await claimEmail(em, core, account);
  audit(em, core, call, { accountId, action: 'trust-linked', trust: trust.key });
  queueMessage(em, core, { ...noticeAddress(core, account), text: linkedNotice(trust.name) });
  return done({ trust: trust.key, record });
}
