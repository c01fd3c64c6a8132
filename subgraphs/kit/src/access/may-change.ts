import { RegistryError, type SessionLevel, sessionLevels } from '@crosstrust/contract';
import type { Judge } from './judge.ts';
import type { Viewer } from './viewer.ts';

/** Asks whether the viewer may change a record: they may open it, it is their own, and their session is strong enough. */
export type MayChange = (recordId: string, level: SessionLevel) => Promise<true | RegistryError>;

/** Who may change a record: its patient, and nobody with whom it was shared. */
export function createMayChange(trust: string, viewer: Viewer, judge: Judge): MayChange {
  return async (recordId, level) => {
    const verdict = await judge(recordId);
    if (verdict !== true) return verdict;
    if (viewer.grants.get(recordId)?.relation !== 'self') return new RegistryError('READ_ONLY', { trust });
    if (sessionLevels.indexOf(viewer.level) < sessionLevels.indexOf(level))
      return new RegistryError('STEP_UP_REQUIRED', { trust });
    return true;
  };
}
