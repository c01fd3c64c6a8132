import { done, type NhsLoginFinish, refuse, RegistryError, type Result } from '@crosstrust/contract';
import type { ClientCall, Core } from '../core.ts';
import { Viewer, type ViewerOrError } from '../people/viewer.ts';
import { letIn } from '../sessions/let-in.ts';
import { type Attempt, takeAttempt } from './attempts.ts';
import { findAccount } from './find-account.ts';

/** A session that NHS login has opened, and where its browser goes. */
export interface FinishedNhsLogin {
  readonly token: string;
  readonly to: string;
}

/**
 * Signs in who has come back from NHS login, whom it has proven by two factors. The session that the browser came with
 * gives way to the new one. NHS login is asked before the transaction, so nothing is held meanwhile.
 * @throws RegistryError what the attempt, or NHS login, is refused for
 */
export async function finishNhsLogin(
  core: Core,
  call: ClientCall,
  presented: ViewerOrError,
  { browser, ...returned }: NhsLoginFinish,
): Promise<Result<FinishedNhsLogin>> {
  if (!core.nhsLogin) throw new RegistryError('NHS_LOGIN_UNAVAILABLE');
  const attempt = browser === undefined ? null : await takeAttempt(core, call, { state: returned.state, browser });
  if (!attempt) return refuse('NHS_LOGIN_FAILED');
  const { accountId: linkTo, to, secrets } = attempt;
  mustBeSameViewer(attempt, presented);
  const identity = await core.nhsLogin.identify(call, returned, secrets);
  const result = await core.database.write(async (em): Promise<Result<FinishedNhsLogin>> => {
    const account = await findAccount({ em, core, call, identity, linkTo });
    if ('userErrors' in account) return account;
    const { token } = await letIn(em, core, call, presented, { accountId: account.done.id, proven: ['nhs-login'] });
    return done({ token, to });
  });
  core.wakeWorker();
  return result;
}

/** Who adds NHS login to their account is signed in to it still. @throws RegistryError */
function mustBeSameViewer({ accountId }: Attempt, presented: ViewerOrError): void {
  if (accountId === null) return;
  if (!(presented instanceof Viewer)) throw presented;
  if (presented.accountId !== accountId) throw new RegistryError('NHS_LOGIN_FAILED');
}
