import { done, findTrust, refuse, RegistryError, type Result } from '@crosstrust/contract';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Call, Core } from '../core.ts';
import { audit } from '../database/audit.ts';
import { Account, Link } from '../database/entities.ts';
import { type KeyUse, once, recall } from '../database/once.ts';
import { cutLink } from '../links/cut-link.ts';
import { tellSecurity } from '../messages/security-notice.ts';
import { deletedNotice } from '../messages/words.ts';
import { Viewer, type ViewerOrError } from '../people/viewer.ts';
import { mustBeFreshForSecurity } from '../sessions/must-be-fresh-for-security.ts';

/** What becomes of one trust's texts when the account is deleted (K10). */
export interface Departure {
  readonly trust: string;
  readonly stopTexts: boolean;
}

/** What a person says who deletes their account. */
export interface DeleteAccountInput {
  /** One for each linked trust. */
  readonly trusts: readonly Departure[];
  readonly idempotencyKey: string;
}

/** Whose account it was: the answer under a key is for them, and for who can no longer be signed in. */
interface Deleted {
  readonly accountId: string;
}

/**
 * Deletes the viewer's whole account (K9), after a proof of the last minutes: every session, feed, share and way in ends
 * with its row, and every linked trust is told until it has heard. What remains is a line of the audit with the account's
 * id, which by then means nobody. The trusts' own records stay, and the person can register anew (K1).
 *
 * The same request again comes when nobody can be signed in any more, so its key alone gives the answer.
 */
export async function deleteAccount(
  core: Core,
  call: Call,
  viewer: ViewerOrError,
  { trusts, idempotencyKey }: DeleteAccountInput,
): Promise<Result<true>> {
  const departures = readDepartures(trusts);
  if ('userErrors' in departures) return departures;
  const use: KeyUse<Deleted> = {
    scope: 'delete-account',
    key: idempotencyKey,
    input: departures.done,
    isOfUse: ({ accountId }) => !(viewer instanceof Viewer) || viewer.accountId === accountId,
  };
  if (!(viewer instanceof Viewer)) {
    if (await recall(core, call, use)) return done(true);
    throw viewer;
  }
  const result = await core.database.write((em) =>
    once<Deleted>(em, core, use, () => remove(em, core, call, viewer, departures.done)),
  );
  core.wakeWorker();
  return 'done' in result ? done(true) : result;
}

async function remove(
  em: EntityManager,
  core: Core,
  call: Call,
  viewer: Viewer,
  departures: readonly Departure[],
): Promise<Result<Deleted>> {
  const { accountId } = viewer;
  await mustBeFreshForSecurity(em, core, viewer);
  const account = await em.findOne(Account, accountId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!account) throw new RegistryError('SESSION_ENDED');
  const links = await em.find(Link, { accountId });
  const wishes = new Map(departures.map(({ trust, stopTexts }) => [trust, stopTexts]));
  // a trust that has left the list is shown to nobody, and nobody can have chosen for it
  const listed = links.filter(({ trust }) => findTrust(trust));
  if (wishes.size !== listed.length || listed.some(({ trust }) => !wishes.has(trust)))
    return refuse('PREVIEW_OUTDATED', 'trusts');

  await tellSecurity(em, core, accountId, deletedNotice());
  for (const link of links) cutLink(em, core, { account, link, stopTexts: wishes.get(link.trust) ?? false });
  audit(em, core, call, { accountId, action: 'account-deleted' });
  await em.flush(); // what is owed stands before the row goes that everything else hangs on
  await em.nativeDelete(Account, accountId);
  return done({ accountId });
}

/** The choices in the normal form that keys are compared by. @throws RegistryError TRUST_UNKNOWN */
function readDepartures(given: readonly Departure[]): Result<readonly Departure[]> {
  const departures = given
    .map(({ trust, stopTexts }) => {
      const known = findTrust(trust);
      if (!known) throw new RegistryError('TRUST_UNKNOWN', { field: 'trusts' });
      return { trust: known.key as string, stopTexts };
    })
    .toSorted((one, other) => one.trust.localeCompare(other.trust, 'en'));
  const isTwice = new Set(departures.map(({ trust }) => trust)).size < departures.length;
  return isTwice ? refuse('BAD_INPUT', 'trusts') : done(departures);
}
