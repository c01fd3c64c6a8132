import { RegistryError, type Result } from '@crosstrust/contract';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Call, Core } from '../core.ts';
import { type AuditAction, audit } from '../database/audit.ts';
import { Account } from '../database/entities.ts';
import { once } from '../database/once.ts';
import { tellSecurity } from '../messages/security-notice.ts';
import type { Viewer } from '../people/viewer.ts';
import { mustBeFreshForSecurity } from '../sessions/must-be-fresh-for-security.ts';

/** A change of how an account is got into. */
export interface SecurityChange {
  /** Keys its idempotency, with the account. */
  readonly verb: string;
  readonly idempotencyKey: string;
  /** What was asked for, in its normal form. */
  readonly input: unknown;
  readonly action: AuditAction;
  /** What the person is told, by text and by email, once the work is done. */
  notice(em: EntityManager): string | Promise<string>;
}

/**
 * Carries out a change of how the viewer's account is got into, once for its key and in one transaction: the viewer has
 * proven themselves a moment ago, the account is locked, the work is done, audited, and told. What the work refuses is
 * neither audited nor told.
 * @throws RegistryError what `mustBeFreshForSecurity` throws
 */
export async function changeSecurity<Answer>(
  core: Core,
  call: Call,
  viewer: Viewer,
  { verb, idempotencyKey, input, action, notice }: SecurityChange,
  work: (em: EntityManager) => Promise<Result<Answer>>,
): Promise<Result<Answer>> {
  const { accountId } = viewer;
  const result = await core.database.write((em) =>
    once<Answer>(em, core, { scope: `${verb}:${accountId}`, key: idempotencyKey, input }, async () => {
      // asked when there is something to do: the change itself may have raised what a change needs
      await mustBeFreshForSecurity(em, core, viewer);
      const account = await em.findOne(Account, accountId, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!account) throw new RegistryError('SESSION_ENDED');
      const worked = await work(em);
      if ('done' in worked) {
        audit(em, core, call, { accountId, action });
        await tellSecurity(em, core, accountId, await notice(em));
      }
      return worked;
    }),
  );
  core.wakeWorker();
  return result;
}
