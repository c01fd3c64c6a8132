import { done, type LinkProof, refuse, type Result } from '@crosstrust/contract';
import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { audit } from '../database/audit.ts';
import { Account } from '../database/entities.ts';
import type { Call, Core } from '../core.ts';
import { addLink } from '../links/add-link.ts';
import { isDisputed } from '../links/disputed.ts';
import { keepRegisteredBy, type RegisteredBy } from '../registration/registered-by.ts';
import { columnsOf, type Details, hashesOfNhsNumber } from './details.ts';
import { isEmailTaken, vouchesForEmail } from './email.ts';
import { lockIdentities } from './lock-identities.ts';

/** A trust has vouched for these details; the right code opens the account. */
export interface Opening {
  readonly details: Details;
  readonly trust: string;
  readonly record: string;
  /** Before the trust was asked (RFC 3339, UTC). */
  readonly askedAt: string;
  /** How the person came to the trust. */
  readonly way: LinkProof['kind'];
  /** Letters without paper, where the trust asks at registration (W6). */
  readonly paperless?: boolean;
  /** The carer who opens it for the patient (D11). */
  readonly registeredBy?: RegisteredBy;
}

/** Creates the account and its first link, in the transaction given. */
export async function createAccount(
  em: EntityManager,
  core: Core,
  call: Call,
  opening: Opening,
): Promise<Result<{ id: string }>> {
  await lockIdentities(em);
  const taken = await findTaken(em, core, opening);
  if (taken) return taken;
  const { id } = await insertAccount(em, core, opening.details, vouchesForEmail(core, opening.trust, opening.way));
  addLink(em, core, { accountId: id, ...opening });
  audit(em, core, call, { accountId: id, action: 'account-opened', trust: opening.trust });
  const { details, registeredBy } = opening;
  if (registeredBy) keepRegisteredBy(em, core, call, { accountId: id, details, registeredBy });
  return done({ id });
}

/** Writes an account, in the transaction given. The caller holds `lockIdentities`, and has seen that nobody else has these details. */
export async function insertAccount(
  em: EntityManager,
  core: Core,
  details: Details,
  isEmailVerified: boolean,
): Promise<Account> {
  const id = randomUUID();
  const columns = columnsOf(core.vault, id, details, isEmailVerified);
  const account = em.create(Account, { id, ...columns, accessVersion: 1, createdAt: core.clock() });
  await em.flush(); // what follows refers to it by its id alone, so the order is ours to keep
  return account;
}

/** What stands against opening this account: the email is somebody’s (K14), the person has an account, or the record is in dispute. */
export async function findTaken(
  em: EntityManager,
  core: Core,
  { details, trust, record, askedAt }: Pick<Opening, 'details' | 'trust' | 'record' | 'askedAt'>,
) {
  const sameEmail = await isEmailTaken(em, core, details.email);
  const samePerson = await em.execute<unknown[]>(
    'select 1 from account where nhs_number_hash in (?) union all select 1 from link where trust = ? and record_id = ?',
    [hashesOfNhsNumber(core.vault, details.nhsNumber), trust, record],
  );
  if (samePerson.length > 0) return refuse('ACCOUNT_EXISTS');
  if (await isDisputed(em, { trust, record, askedAt })) return refuse('RECORD_DISPUTED');
  return sameEmail ? refuse('EMAIL_TAKEN', 'email') : undefined;
}
