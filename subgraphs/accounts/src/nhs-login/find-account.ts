import { done, refuse, type Result } from '@crosstrust/contract';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Call, Core } from '../core.ts';
import { audit } from '../database/audit.ts';
import { Account } from '../database/entities.ts';
import { tellSecurity } from '../messages/security-notice.ts';
import { nhsLoginLinkedNotice } from '../messages/words.ts';
import { insertAccount } from '../people/create-account.ts';
import { hashesOfNhsNumber, openDetails } from '../people/details.ts';
import { isEmailTaken } from '../people/email.ts';
import { lockIdentities } from '../people/lock-identities.ts';
import { NhsLoginIdentity, NhsLoginTakenAway } from './entities.ts';
import { columnsOfIdentity, findIdentity } from './identities.ts';
import type { Identity } from './identity.ts';

/** The account that somebody's identity opens. */
type Found = Promise<Result<{ readonly id: string }>>;

/** What is done in one transaction of one request. */
interface Work {
  readonly em: EntityManager;
  readonly core: Core;
  readonly call: Call;
  readonly identity: Identity;
  /** The account that its owner adds NHS login to; null when somebody signs in. */
  readonly linkTo: string | null;
}

/**
 * Finds whose account a proven identity opens, in the transaction given: the one that it is linked to; else the one of the
 * same person, known by NHS number and birth date, which it is linked to now; else a new one.
 */
export async function findAccount(work: Work): Found {
  const known = await findIdentity(work.em, work.core, work.identity);
  if (known) return checkKnown(work, known);
  await lockIdentities(work.em);
  const meanwhile = await findIdentity(work.em, work.core, work.identity);
  if (meanwhile) return checkKnown(work, meanwhile);
  const account = await work.em.findOne(
    Account,
    { nhsNumberHash: { $in: hashesOfNhsNumber(work.core.vault, work.identity.nhsNumber) } },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  if (account) return linkWhenTheirs(work, account);
  return work.linkTo === null ? openAccount(work) : refuse('NHS_LOGIN_MISMATCH');
}

/** Known by issuer and subject; but the person whom NHS login tells of must still be the one whose account it is. */
async function checkKnown({ em, core, identity, linkTo }: Work, { accountId }: NhsLoginIdentity): Found {
  const account = await em.findOneOrFail(Account, accountId);
  const isTheirs = openDetails(core.vault, account.id, account.details).nhsNumber === identity.nhsNumber;
  return isTheirs && (linkTo === null || linkTo === accountId) ? done({ id: accountId }) : refuse('NHS_LOGIN_MISMATCH');
}

async function linkWhenTheirs(work: Work, account: Account): Found {
  const { em, core, identity, linkTo } = work;
  const { birthDate } = openDetails(core.vault, account.id, account.details);
  if (birthDate !== identity.birthDate || (linkTo !== null && linkTo !== account.id))
    return refuse('NHS_LOGIN_MISMATCH');
  if (await em.findOne(NhsLoginIdentity, account.id)) return refuse('NHS_LOGIN_ALREADY_LINKED');
  const takenAway = await em.findOne(NhsLoginTakenAway, account.id);
  if (takenAway && linkTo === null) return refuse('NHS_LOGIN_TAKEN_AWAY');
  if (takenAway) em.remove(takenAway);
  await link(work, account);
  return done({ id: account.id });
}

/** Opens an account with what NHS login has proven of the person. No trust is linked: each vouches for its own record. */
async function openAccount(work: Work): Found {
  const { em, core, call, identity } = work;
  const { name, nhsNumber, birthDate, mobile, email, emailVerified } = identity;
  if (!mobile || !email) return refuse('NHS_LOGIN_DETAILS_MISSING');
  // an address that NHS login has not verified claims nothing, so whether it is taken is not told for it
  if (emailVerified && (await isEmailTaken(em, core, email))) return refuse('EMAIL_TAKEN');
  const account = await insertAccount(em, core, { name, nhsNumber, birthDate, mobile, email }, emailVerified);
  audit(em, core, call, { accountId: account.id, action: 'account-opened' });
  await link(work, account);
  return done({ id: account.id });
}

async function link({ em, core, call, identity }: Work, { id: accountId }: Account): Promise<void> {
  em.create(NhsLoginIdentity, {
    accountId,
    ...columnsOfIdentity(core.vault, accountId, identity),
    linkedAt: core.clock(),
  });
  audit(em, core, call, { accountId, action: 'nhs-login-linked' });
  await tellSecurity(em, core, accountId, nhsLoginLinkedNotice());
}
