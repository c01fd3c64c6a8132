import { RegistryError, done, refuse, type Result } from '@crosstrust/contract';
import type { Call, Core } from '../core.ts';
import { queueMessage } from '../messages/outbox.ts';
import { codeText } from '../messages/words.ts';
import { readPerson } from '../people/read-person.ts';
import type { Viewer } from '../people/viewer.ts';
import { countCode, wayOfAccount } from './limit-codes.ts';
import { type PosedChallenge, poseChallenge } from './pose-challenge.ts';

/** Sends a code to the viewer's own email, for `verifyEmail` alone: no session is opened with it. */
export async function requestEmailCode(core: Core, call: Call, viewer: Viewer): Promise<Result<PosedChallenge>> {
  const person = await readPerson(core, call, viewer);
  if (!person) throw new RegistryError('SESSION_ENDED');
  const result = await core.database.write<Result<PosedChallenge>>(async (em) => {
    if (!(await countCode(em, core, wayOfAccount('email', person.id)))) return refuse('TOO_MANY_REQUESTS');
    const { code, expiresAt, posed } = poseChallenge(em, core, {
      purpose: 'verify-email',
      channel: 'email',
      accountId: person.id,
      subject: person.id,
    });
    queueMessage(em, core, { channel: 'email', to: person.details.email, text: codeText(code) }, expiresAt);
    return done(posed);
  });
  core.wakeWorker();
  return result;
}
