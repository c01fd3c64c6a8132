import { RegistryError, type SessionLevel, sessionLevels } from '@crosstrust/contract';
import type { Judge } from './judge.ts';
import { isWholeOwn, type Viewer } from './viewer.ts';

/** Asks whether the viewer may change a record: they may open it, it is their own, and their session is strong enough. */
export type MayChange = (recordId: string, level: SessionLevel) => Promise<true | RegistryError>;

/** Who may change a record: its patient, and nobody with whom it was shared; nor does the calendar that they follow. */
export function createMayChange(trust: string, viewer: Viewer, judge: Judge): MayChange {
  return async (recordId, level) => {
    const verdict = await judge(recordId);
    if (verdict !== true) return verdict;
    const grant = viewer.grants.get(recordId);
    if (grant?.relation !== 'self') return new RegistryError('READ_ONLY', { trust });
    if (!isWholeOwn(grant)) return new RegistryError('SECTION_NOT_SHARED', { trust });
    if (sessionLevels.indexOf(viewer.level) < sessionLevels.indexOf(level))
      return new RegistryError('STEP_UP_REQUIRED', { trust });
    return true;
  };
}
