import { type Clock, RegistryError } from '@crosstrust/contract';
import type { Policy } from '../policy/policy.ts';
import type { Readers } from '../storage/readers.ts';
import { decide } from './decide.ts';
import type { Viewer } from './viewer.ts';

/** Asks the policy whether this viewer may open a record today. */
export type Judge = (recordId: string) => Promise<true | RegistryError>;

/** The judge of one request: the viewer's grant and the patient's facts, decided by the trust's policy. */
export function createJudge(policy: Policy, viewer: Viewer, readers: Readers, clock: Clock): Judge {
  return async (recordId) => {
    const grant = viewer.grants.get(recordId);
    const decision = decide(policy, { grant, patient: grant ? await readers.patient(recordId) : null, now: clock() });
    if (decision.allowed) return true;
    const { code, rule, minimumAge } = decision;
    return new RegistryError(code, {
      trust: policy.trust.key,
      ...(rule ? { rule } : {}),
      ...(minimumAge ? { minimumAge } : {}),
    });
  };
}
