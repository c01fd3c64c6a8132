import { done, refuse, type Result } from '@crosstrust/contract';
import type { Call, Core } from '../core.ts';
import { audit } from '../database/audit.ts';
import { Session } from '../database/entities.ts';
import { once } from '../database/once.ts';
import type { Viewer } from '../people/viewer.ts';
import { endOtherSessions } from './end-elsewhere.ts';
import { isId } from '../database/is-id.ts';

/** Ends one session of the viewer's: its next request is refused, at every gateway. */
export async function endOneSession(
  core: Core,
  call: Call,
  { accountId }: Viewer,
  input: { readonly session: string; readonly idempotencyKey: string },
): Promise<Result<true>> {
  const use = { scope: `end-session:${accountId}`, key: input.idempotencyKey, input: { session: input.session } };
  if (!isId(input.session)) return refuse('NOT_FOUND', 'session');
  return core.database.write((em) =>
    once<true>(em, core, use, async () => {
      const ended = await em.nativeUpdate(
        Session,
        { id: input.session, accountId, revokedAt: null },
        { revokedAt: core.clock() },
      );
      if (ended === 0) return refuse('NOT_FOUND', 'session');
      audit(em, core, call, { accountId, action: 'session-ended' });
      return done(true);
    }),
  );
}

/** Signs the viewer out everywhere but here. Saved devices stay saved. */
export async function endSessionsElsewhere(
  core: Core,
  call: Call,
  viewer: Viewer,
  { idempotencyKey }: { readonly idempotencyKey: string },
): Promise<Result<true>> {
  const { accountId } = viewer;
  const use = { scope: `end-other-sessions:${accountId}`, key: idempotencyKey, input: {} };
  return core.database.write((em) =>
    once<true>(em, core, use, async () => {
      await endOtherSessions(em, core, viewer);
      audit(em, core, call, { accountId, action: 'other-sessions-ended' });
      return done(true);
    }),
  );
}
