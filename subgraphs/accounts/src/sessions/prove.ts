import { done, refuse, type Result } from '@crosstrust/contract';
import type { ClientCall, Core } from '../core.ts';
import { subjectOfProofs } from '../devices/saved-device.ts';
import { judgePassword } from '../passwords/judge-password.ts';
import { readPassword } from '../passwords/read-password.ts';
import type { Viewer } from '../people/viewer.ts';
import {
  type GivenProof,
  judgeSecondFactor,
  type ProofFields,
  proofsIn,
} from '../second-factors/judge-second-factor.ts';
import type { SignedIn } from './hand-over.ts';
import { lockSession, raiseSession } from './raise-session.ts';

/** Exactly one proof, as the person wrote it. */
export interface ProveInput extends ProofFields {
  readonly password?: string | null;
  /** Of `requestProof`. */
  readonly challenge?: string | null;
}

/**
 * Proves the viewer by one factor more, or by one again: the same session rises to the level that follows, counts as proven
 * just now, and goes on under a new token.
 * @throws RegistryError SESSION_ENDED, TOO_MANY_REQUESTS
 */
export async function prove(
  core: Core,
  call: ClientCall,
  viewer: Viewer,
  input: ProveInput,
): Promise<Result<SignedIn>> {
  const proofs = proofsIn(input);
  const [proof] = proofs;
  const { password, challenge } = input;
  if (proofs.length + (password == null ? 0 : 1) !== 1) return refuse('BAD_INPUT');
  await core.limitAddress(call, 'guess');
  const subject = await subjectOfProofs(core, call, viewer.accountId);
  if (password != null) return provePassword(core, call, viewer, password, subject);
  return proof
    ? proveHeld(core, call, viewer, { ...proof, challenge: challenge ?? null }, subject)
    : refuse('BAD_INPUT');
}

async function provePassword(core: Core, call: ClientCall, viewer: Viewer, password: string, subject: string) {
  const held = await readPassword(core, call, viewer.accountId);
  if (!(await judgePassword(core, held, password, subject))) return refuse('PASSWORD_WRONG', 'password');
  return core.database.write(async (em) => done(await raiseSession(em, core, call, viewer, 'password')));
}

async function proveHeld(
  core: Core,
  call: ClientCall,
  viewer: Viewer,
  { kind, field, written, challenge }: GivenProof & { readonly challenge: string | null },
  subject: string,
): Promise<Result<SignedIn>> {
  const result = await core.database.write<Result<SignedIn>>(async (em) => {
    await lockSession(em, core, viewer);
    const given = { kind, written, challenge };
    if (!(await judgeSecondFactor(em, core, viewer.accountId, given, subject))) return refuse('CODE_WRONG', field);
    return done(await raiseSession(em, core, call, viewer, kind));
  });
  core.wakeWorker();
  return result;
}
