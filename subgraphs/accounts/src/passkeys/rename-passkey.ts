import { done, refuse, type Result } from '@crosstrust/contract';
import type { Call, Core } from '../core.ts';
import { passkeyRenamedNotice } from '../messages/words.ts';
import type { Viewer } from '../people/viewer.ts';
import { changeSecurity } from '../security/change-security.ts';
import { placeOfPasskeyName } from './entities.ts';
import { findOwnPasskey, type WhichPasskey } from './find-own-passkey.ts';
import { readName } from './passkey-name.ts';

/** Gives a passkey of the viewer's another name. */
export async function renamePasskey(
  core: Core,
  call: Call,
  viewer: Viewer,
  { passkey: id, name: written, idempotencyKey }: WhichPasskey & { readonly name: string },
): Promise<Result<{ passkey: string }>> {
  const name = readName(written);
  if (name === null) return refuse('BAD_INPUT', 'name');
  const change = {
    verb: 'rename-passkey',
    idempotencyKey,
    input: { id, name },
    action: 'passkey-renamed',
    notice: passkeyRenamedNotice,
  } as const;
  return changeSecurity(core, call, viewer, change, async (em) => {
    const passkey = await findOwnPasskey(em, viewer, id);
    if (!passkey) return refuse('NOT_FOUND', 'passkey');
    passkey.name = core.vault.seal(name, placeOfPasskeyName(id));
    return done({ passkey: id });
  });
}
