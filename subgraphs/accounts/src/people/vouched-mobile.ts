import { findTrust, RegistryError, refuse, type Result } from '@crosstrust/contract';
import type { Call, Core } from '../core.ts';
import type { Asked, Vouched } from '../links/ask-trust.ts';

/** What is asked in place of an email: no patient has it, so the mobile has to agree by itself. */
const noEmail = '-' as Asked['email'];

/** Whether a trust can say that a mobile is its patient's: its policy compares mobiles, each by itself or either of the two addresses. */
export function provesMobile({ policies }: Pick<Core, 'policies'>, trust: string): boolean {
  const match = policies.get(trust)?.linking.match ?? [];
  return match.includes('mobile') || match.includes('mobileOrEmail');
}

/**
 * Asks a trust whether the patient with these details has this mobile in its own data, as staff or the GP have put it
 * there (K6). A trust that takes either address is asked about the mobile alone.
 * @returns BAD_INPUT on `trust` for one that does not compare mobiles
 * @throws RegistryError TRUST_UNKNOWN, TRUST_UNAVAILABLE, TRUST_TIMEOUT
 */
export async function askForMobile(
  core: Core,
  call: Call,
  trust: string,
  details: Asked,
): Promise<Result<Exclude<Vouched, { refused: unknown }>>> {
  const known = findTrust(trust);
  if (!known) throw new RegistryError('TRUST_UNKNOWN', { field: 'trust' });
  if (!provesMobile(core, known.key)) return refuse('BAD_INPUT', 'trust');
  const isEither = core.policies.get(known.key)?.linking.match.includes('mobileOrEmail') ?? false;
  const vouched = await core.askTrust(call, known.key, isEither ? { ...details, email: noEmail } : details);
  return 'refused' in vouched ? refuse(vouched.refused) : { done: vouched };
}
