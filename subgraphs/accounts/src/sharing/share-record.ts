import { randomUUID } from 'node:crypto';
import type { Result } from '@crosstrust/contract';
import type { Call, Core } from '../core.ts';
import { once } from '../database/once.ts';
import type { Viewer } from '../people/viewer.ts';
import { hashToken, makeToken } from '../tokens.ts';
import { beginShare } from './begin-share.ts';
import type { AskedTrust } from './check-grid.ts';
import { readWanted } from './read-wanted.ts';
import type { Relationship } from './shared-content.ts';
import { invitationText } from './words.ts';

/** Milliseconds in which an invitation can be accepted: somebody who has no account yet opens one first. */
const invitationLifetime = 3 * 24 * 60 * 60_000;

/** With whom, and what at which trusts. */
export interface ShareRecordInput {
  readonly name: string;
  readonly email: string;
  readonly relationship: Relationship;
  readonly trusts: readonly AskedTrust[];
  readonly until?: Date | null;
  readonly idempotencyKey: string;
}

/**
 * Shares records with somebody who has an account of their own, or will have one (D4 D12). They are sent a secret by
 * email, and see something only once they have accepted it in a session of theirs.
 */
export async function shareRecord(
  core: Core,
  call: Call,
  viewer: Viewer,
  { idempotencyKey, ...written }: ShareRecordInput,
): Promise<Result<{ share: string }>> {
  const now = core.clock();
  const wanted = readWanted({ kind: 'carer', ...written }, now);
  if ('userErrors' in wanted) return wanted;
  const use = { scope: `share:${viewer.accountId}`, key: idempotencyKey, input: wanted.done };
  const secret = makeToken();
  const expiry = new Date(now.getTime() + invitationLifetime);
  const until = wanted.done.until === null ? null : new Date(wanted.done.until);
  const secretExpiresAt = until && until < expiry ? until : expiry;
  const result = await core.database.write((em) =>
    once(em, core, use, () =>
      beginShare(em, core, call, viewer, wanted.done, {
        share: randomUUID(),
        secretHash: hashToken(secret),
        secretExpiresAt,
        until,
        text: (patientName) => invitationText(patientName, secret, secretExpiresAt),
      }),
    ),
  );
  core.wakeWorker();
  return result;
}
