import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Call, Core } from '../core.ts';
import { hashToken, makeToken } from '../tokens.ts';
import { NhsLoginAttempt } from './entities.ts';
import type { Secrets } from './provider.ts';

/** Milliseconds for which a browser can be away at NHS login. */
const attemptMs = 10 * 60_000;

/** What is kept of a browser that went to NHS login. Stored only sealed. */
interface AttemptContent extends Secrets {
  /** Where to go afterwards. */
  readonly to: string;
}

/** A browser that has come back. */
export interface Attempt {
  readonly secrets: Secrets;
  readonly to: string;
  /** To whose account NHS login is to be added; null when somebody signs in. */
  readonly accountId: string | null;
}

/**
 * Notes that a browser goes to NHS login, in the transaction given. It keeps what it was given a moment ago, so that two
 * tabs can go there side by side; what this service has not given it, it cannot keep.
 */
export async function beginAttempt(
  em: EntityManager,
  core: Core,
  { browser, to, accountId }: { browser: string | undefined; to: string; accountId: string | null },
): Promise<{ secrets: Secrets; browser: string }> {
  const now = core.clock();
  const held = browser !== undefined && (await isHeld(em, browser, now)) ? browser : makeToken();
  const secrets: Secrets = { state: makeToken(), nonce: makeToken(), verifier: makeToken() };
  const id = randomUUID();
  em.create(NhsLoginAttempt, {
    id,
    stateHash: hashToken(secrets.state),
    browserHash: hashToken(held),
    accountId,
    content: core.vault.seal({ ...secrets, to } satisfies AttemptContent, placeOfAttempt(id)),
    createdAt: now,
    expiresAt: new Date(now.getTime() + attemptMs),
  });
  return { secrets, browser: held };
}

/**
 * Takes an attempt away, for good: the state works once, for ten minutes, and only in the browser that began. Whoever has
 * seen the state in an address, and brings it in another browser, takes nothing away.
 * @returns null when there is none
 */
export async function takeAttempt(
  core: Core,
  call: Call,
  { state, browser }: { state: string; browser: string },
): Promise<Attempt | null> {
  const [row] = await core.database.read<{ id: string; content: Buffer; account_id: string | null }>(
    call.correlation,
    'delete from nhs_login_attempt where state_hash = $1 and browser_hash = $2 and expires_at > $3 returning id, content, account_id',
    [hashToken(state), hashToken(browser), core.clock()],
  );
  if (!row) return null;
  const { to, ...secrets } = core.vault.open<AttemptContent>(row.content, placeOfAttempt(row.id));
  return { secrets, to, accountId: row.account_id };
}

async function isHeld(em: EntityManager, browser: string, now: Date): Promise<boolean> {
  return (await em.count(NhsLoginAttempt, { browserHash: hashToken(browser), expiresAt: { $gt: now } })) > 0;
}

const placeOfAttempt = (id: string) => `nhs_login_attempt/${id}/content`;
