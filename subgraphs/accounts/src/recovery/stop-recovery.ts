import { done, type Result } from '@crosstrust/contract';
import type { Call, Core } from '../core.ts';
import { audit } from '../database/audit.ts';
import { once } from '../database/once.ts';
import { tellSecurity } from '../messages/security-notice.ts';
import { recoveryStoppedNotice } from '../messages/words.ts';
import { openDetails } from '../people/details.ts';
import type { Viewer } from '../people/viewer.ts';
import { placeOfNewMobile, Recovery } from './entities.ts';
import { lockRecovery } from './lock-recovery.ts';

/** A recovery that waits, as the account's owner sees it. */
export interface WaitingRecovery {
  readonly confirmedAt: Date;
  readonly takesEffectAt: Date;
}

/** The recovery of the viewer's account that waits for its time; null when none does. */
export async function readRecovery(core: Core, call: Call, { accountId }: Viewer): Promise<WaitingRecovery | null> {
  const [row] = await core.database.read<{ confirmed_at: Date; takes_effect_at: Date }>(
    call.correlation,
    'select confirmed_at, takes_effect_at from recovery where account_id = $1 and confirmed_at is not null',
    [accountId],
  );
  return row ? { confirmedAt: row.confirmed_at, takesEffectAt: row.takes_effect_at } : null;
}

/**
 * Stops every recovery of the viewer's account, begun or waiting. Any live session may: it is the safe side to err on,
 * and the person behind the recovery is told and can begin again.
 */
export async function stopRecovery(
  core: Core,
  call: Call,
  { accountId }: Viewer,
  { idempotencyKey }: { idempotencyKey: string },
): Promise<Result<true>> {
  const use = { scope: `stop-recovery:${accountId}`, key: idempotencyKey, input: {} };
  const result = await core.database.write((em) =>
    once<true>(em, core, use, async () => {
      const begun = await em.find(Recovery, { accountId }, { fields: ['id'] });
      const stopped: string[] = [];
      for (const { id } of begun) {
        const found = await lockRecovery(em, id);
        if (!found) continue;
        const { mobile } = openDetails(core.vault, accountId, found.account.details);
        const newMobile = core.vault.open<string>(found.recovery.mobile, placeOfNewMobile(id));
        if (newMobile !== mobile && found.recovery.confirmedAt) stopped.push(newMobile);
        em.remove(found.recovery);
      }
      if (begun.length === 0) return done(true);
      audit(em, core, call, { accountId, action: 'recovery-stopped' });
      const alsoTo = stopped.map((to) => ({ channel: 'mobile', to }) as const);
      await tellSecurity(em, core, accountId, recoveryStoppedNotice(), alsoTo);
      return done(true);
    }),
  );
  core.wakeWorker();
  return result;
}
