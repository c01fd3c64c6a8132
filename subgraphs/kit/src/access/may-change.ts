import { RegistryError, type SessionLevel, sessionLevels } from '@crosstrust/contract';
import type { Policy } from '../policy/policy.ts';
import { mayActFor } from './decide-shared.ts';
import type { Judge } from './judge.ts';
import { isWholeOwn, type Viewer } from './viewer.ts';

/** Who may use a verb: the patient alone, or a carer as well whom patient and policy let act for them (D12). */
export type Actors = 'patient' | 'patient-or-carer';

/** Asks whether the viewer may change a record: they may open it, it is theirs to change, and their session is strong enough. */
export type MayChange = (recordId: string, level: SessionLevel, actors?: Actors) => Promise<true | RegistryError>;

/**
 * Who may change a record: its patient; for the verbs that say so, a carer too; nobody else with whom it was shared, nor the
 * calendar that they follow.
 */
export function createMayChange(policy: Policy, viewer: Viewer, judge: Judge): MayChange {
  const trust = policy.trust.key;
  return async (recordId, level, actors = 'patient') => {
    const verdict = await judge(recordId);
    if (verdict !== true) return verdict;
    const grant = viewer.grants.get(recordId);
    if (!grant) return new RegistryError('NOT_YOURS', { trust });
    const isCarers = actors === 'patient-or-carer' && mayActFor(policy, grant);
    if (grant.relation !== 'self' && !isCarers) return new RegistryError('READ_ONLY', { trust });
    if (grant.relation === 'self' && !isWholeOwn(grant)) return new RegistryError('SECTION_NOT_SHARED', { trust });
    if (sessionLevels.indexOf(viewer.level) < sessionLevels.indexOf(level))
      return new RegistryError('STEP_UP_REQUIRED', { trust });
    return true;
  };
}
