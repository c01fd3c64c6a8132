import { RegistryError, done, refuse, type Result } from '@crosstrust/contract';
import type { Call, Core } from '../core.ts';
import { countCode, wayOfAccount } from '../limits/limit-codes.ts';
import { readPerson } from '../people/read-person.ts';
import type { Viewer } from '../people/viewer.ts';
import { type PosedChallenge, sendChallenge } from './pose-challenge.ts';

/** Sends a code to the viewer's own email, for `verifyEmail` alone: no session is opened with it. */
export async function requestEmailCode(core: Core, call: Call, viewer: Viewer): Promise<Result<PosedChallenge>> {
  const person = await readPerson(core, call, viewer);
  if (!person) throw new RegistryError('SESSION_ENDED');
  const result = await core.database.write<Result<PosedChallenge>>(async (em) => {
    if (!(await countCode(em, core, wayOfAccount('email', person.id)))) return refuse('TOO_MANY_REQUESTS');
    const of = { accountId: person.id, subject: person.id };
    return done(
      sendChallenge(em, core, { purpose: 'verify-email', channel: 'email', to: person.details.email, ...of }),
    );
  });
  core.wakeWorker();
  return result;
}
