import { type Grant, RegistryError } from '@crosstrust/contract';
import { isWholeOwn, type Viewer } from '../access/viewer.ts';
import type { Right } from './audit-event.ts';

/** The right that a grant gives: who acts, and as what. One's own of some sections is a calendar's. */
export function rightOf(grant: Grant, actor: string): Right {
  const { relation, act, share } = grant;
  const by = { self: isWholeOwn(grant) ? 'YOU' : 'CALENDAR', carer: 'CARER', clinician: 'CLINICIAN' } as const;
  return { by: by[relation], actor: act?.sub ?? actor, share };
}

/** The viewer's grant of a record. @throws RegistryError NOT_YOURS without one */
export function mustHoldGrant(viewer: Viewer, recordId: string): Grant {
  const grant = viewer.grants.get(recordId);
  if (!grant) throw new RegistryError('NOT_YOURS');
  return grant;
}
