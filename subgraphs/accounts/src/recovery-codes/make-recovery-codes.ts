import { randomUUID } from 'node:crypto';
import { done, type Result } from '@crosstrust/contract';
import type { Call, Core } from '../core.ts';
import { recoveryCodesNotice } from '../messages/words.ts';
import type { Viewer } from '../people/viewer.ts';
import { changeSecurity } from '../security/change-security.ts';
import { hashRecoveryCode, makeRecoveryCode } from './code.ts';
import { placeOfRecoveryCode, RecoveryCode } from './entities.ts';

/** Codes of one set. */
const codesOfASet = 10;

/**
 * Makes a set of recovery codes in the place of the one before it, whose codes end. They leave in this answer and nobody
 * can tell them again: the same request once more gives null.
 */
export async function makeRecoveryCodes(
  core: Core,
  call: Call,
  viewer: Viewer,
  { idempotencyKey }: { readonly idempotencyKey: string },
): Promise<Result<{ codes: readonly string[] | null }>> {
  const { accountId } = viewer;
  const change = {
    verb: 'make-recovery-codes',
    idempotencyKey,
    input: {},
    action: 'recovery-codes-made',
    notice: recoveryCodesNotice,
  } as const;
  const set = randomUUID();
  const codes = Array.from({ length: codesOfASet }, makeRecoveryCode);
  const result = await changeSecurity(core, call, viewer, change, async (em) => {
    await em.nativeDelete(RecoveryCode, { accountId });
    for (const code of codes) {
      const id = randomUUID();
      const hash = core.vault.sealBytes(hashRecoveryCode(accountId, code), placeOfRecoveryCode(id));
      em.create(RecoveryCode, { id, accountId, hash });
    }
    return done({ set });
  });
  if ('userErrors' in result) return result;
  // the same request again is answered by the set that it made before, whose codes nobody knows any more
  return done({ codes: result.done.set === set ? codes : null });
}
