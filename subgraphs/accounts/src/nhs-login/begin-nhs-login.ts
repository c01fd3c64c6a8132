import { type NhsLoginBegin, type NhsLoginBegun, RegistryError } from '@crosstrust/contract';
import type { ClientCall, Core } from '../core.ts';
import { mustBeSignedIn, type ViewerOrError } from '../people/viewer.ts';
import { mustBeFreshForSecurity } from '../sessions/must-be-fresh-for-security.ts';
import { beginAttempt } from './attempts.ts';

/**
 * Sends a browser to NHS login: to sign somebody in, or to add NHS login to the account of the session that came along.
 * @throws RegistryError NHS_LOGIN_UNAVAILABLE, TOO_MANY_REQUESTS; to add it also UNAUTHENTICATED, SESSION_ENDED, STEP_UP_REQUIRED, FRESH_SIGN_IN_REQUIRED
 */
export async function beginNhsLogin(
  core: Core,
  call: ClientCall,
  presented: ViewerOrError,
  { link, to, browser }: NhsLoginBegin,
): Promise<Exclude<NhsLoginBegun, { refused: unknown }>> {
  if (!core.nhsLogin) throw new RegistryError('NHS_LOGIN_UNAVAILABLE');
  await core.limitAddress(call, 'nhs-login');
  const viewer = link ? mustBeSignedIn(presented) : null;
  const begun = await core.database.write(async (em) => {
    if (viewer) await mustBeFreshForSecurity(em, core, viewer);
    return beginAttempt(em, core, { browser, to, accountId: viewer?.accountId ?? null });
  });
  const url = await core.nhsLogin.authorizationUrl(call, begun.secrets);
  return { url: url.href, browser: begun.browser };
}
