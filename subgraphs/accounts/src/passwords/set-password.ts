import { randomUUID } from 'node:crypto';
import { done, RegistryError, refuse, type Result } from '@crosstrust/contract';
import type { ClientCall, Core } from '../core.ts';
import { recall } from '../database/once.ts';
import { subjectOfProofs } from '../devices/saved-device.ts';
import { passwordSetNotice } from '../messages/words.ts';
import { readPerson } from '../people/read-person.ts';
import type { Viewer } from '../people/viewer.ts';
import { changeSecurity } from '../security/change-security.ts';
import { endElsewhere } from '../sessions/end-elsewhere.ts';
import { provesBoth } from '../sessions/factors.ts';
import { mustBeFreshForSecurity } from '../sessions/must-be-fresh-for-security.ts';
import { Password } from './entities.ts';
import { hashPassword } from './hash.ts';
import { judgePassword } from './judge-password.ts';
import { normalisePassword, refusalOf } from './password-rules.ts';
import { readPassword } from './read-password.ts';

/** A new password, and the one before where it is asked for. */
export interface SetPasswordInput {
  readonly password: string;
  readonly currentPassword?: string | null;
  readonly idempotencyKey: string;
}

/**
 * Gives the viewer's account a password, or another one (M7). Every other session ends and every saved device is forgotten;
 * the viewer's session stays.
 */
export async function setPassword(
  core: Core,
  call: ClientCall,
  viewer: Viewer,
  input: SetPasswordInput,
): Promise<Result<true>> {
  const { accountId } = viewer;
  const password = normalisePassword(input.password);
  const use = {
    scope: `set-password:${accountId}`,
    key: input.idempotencyKey,
    input: { password: core.vault.lookup('password asked for', `${accountId}\n${password}`).toString('base64url') },
  };
  if (await recall<true>(core, call, use)) return done(true);
  const refusal = (await refuseNew(core, call, viewer, password)) ?? (await refuseCurrent(core, call, viewer, input));
  if (refusal) return refusal;
  const change = {
    verb: 'set-password',
    idempotencyKey: use.key,
    input: use.input,
    action: 'password-set',
    notice: passwordSetNotice,
  } as const;
  return changeSecurity<true>(core, call, viewer, change, async (em) => {
    const held = await em.findOne(Password, { accountId });
    const id = held?.id ?? randomUUID();
    const columns = { hash: await hashPassword(core, id, password), changedAt: core.clock() };
    if (held) Object.assign(held, columns);
    else em.create(Password, { id, accountId, ...columns });
    await endElsewhere(em, core, viewer);
    return done(true);
  });
}

async function refuseNew(core: Core, call: ClientCall, viewer: Viewer, password: string) {
  if (/\p{Cs}/u.test(password)) return refuse('BAD_INPUT', 'password');
  const person = await readPerson(core, call, viewer);
  if (!person) throw new RegistryError('SESSION_ENDED');
  const refusal = refusalOf(password, person.details);
  return refusal ? refuse(refusal, 'password') : null;
}

/**
 * Who changes a password shows that they know the one before (ASVS 6.2.3), so that a session left open is not enough. Who
 * has forgotten it comes by a passkey or NHS login instead.
 */
async function refuseCurrent(core: Core, call: ClientCall, viewer: Viewer, { currentPassword }: SetPasswordInput) {
  const { factors } = await core.database.write((em) => mustBeFreshForSecurity(em, core, viewer));
  const held = await readPassword(core, call, viewer.accountId);
  if (!held || provesBoth(factors)) return null;
  const subject = await subjectOfProofs(core, call, viewer.accountId);
  const isRight = await judgePassword(core, held, currentPassword ?? '', subject);
  return isRight ? null : refuse('PASSWORD_WRONG', 'currentPassword');
}
