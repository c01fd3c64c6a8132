import { done, refuse, type Result } from '@crosstrust/contract';
import type { Call, Core } from '../core.ts';
import { audit } from '../database/audit.ts';
import { isId } from '../database/is-id.ts';
import { once } from '../database/once.ts';
import type { Viewer } from '../people/viewer.ts';
import { SavedDevice } from './entities.ts';

/** Forgets a device of the viewer's: from now on it needs a code again. */
export async function forgetDevice(
  core: Core,
  call: Call,
  { accountId }: Viewer,
  input: { readonly device: string; readonly idempotencyKey: string },
): Promise<Result<true>> {
  const use = { scope: `forget-device:${accountId}`, key: input.idempotencyKey, input: { device: input.device } };
  if (!isId(input.device)) return refuse('NOT_FOUND', 'device');
  return core.database.write((em) =>
    once<true>(em, core, use, async () => {
      const forgotten = await em.nativeDelete(SavedDevice, { id: input.device, accountId });
      if (forgotten === 0) return refuse('NOT_FOUND', 'device');
      audit(em, core, call, { accountId, action: 'device-forgotten' });
      return done(true);
    }),
  );
}
