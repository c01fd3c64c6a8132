import { randomUUID } from 'node:crypto';
import type { Result } from '@crosstrust/contract';
import type { Call, Core } from '../core.ts';
import { once } from '../database/once.ts';
import type { Viewer } from '../people/viewer.ts';
import { hashCode, makeCode } from '../sign-in/code.ts';
import { beginShare } from './begin-share.ts';
import type { AskedTrust } from './check-grid.ts';
import { readWanted, shortShare } from './read-wanted.ts';
import { shareCodeText } from './words.ts';

/** With whom, what, and for how many minutes. */
export interface ShareForShortTimeInput {
  readonly name: string;
  readonly email: string;
  readonly trusts: readonly Omit<AskedTrust, 'may'>[];
  readonly minutes?: number | null;
  readonly idempotencyKey: string;
}

/**
 * Shares records for a short time with a clinician or other person, who is emailed a code (M9). It opens one session,
 * which reads and ends with the share; no account is needed.
 */
export async function shareForShortTime(
  core: Core,
  call: Call,
  viewer: Viewer,
  { idempotencyKey, ...written }: ShareForShortTimeInput,
): Promise<Result<{ share: string }>> {
  const now = core.clock();
  const minutes = written.minutes ?? shortShare.usual;
  const trusts = written.trusts.map((row) => ({ ...row, may: 'read' as const }));
  const wanted = readWanted({ ...written, kind: 'clinician', relationship: 'CLINICIAN', trusts, minutes }, now);
  if ('userErrors' in wanted) return wanted;
  const use = { scope: `share-short:${viewer.accountId}`, key: idempotencyKey, input: wanted.done };
  const [share, code] = [randomUUID(), makeCode()];
  const until = new Date(now.getTime() + minutes * 60_000);
  const result = await core.database.write((em) =>
    once(em, core, use, () =>
      beginShare(em, core, call, viewer, wanted.done, {
        share,
        secretHash: hashCode(core.vault, share, code),
        secretExpiresAt: until,
        until,
        text: (patientName) => shareCodeText(patientName, share, code, until),
      }),
    ),
  );
  core.wakeWorker();
  return result;
}
