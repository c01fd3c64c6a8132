import { findTrust, type Section, type TrustEntry } from '@crosstrust/contract';
import type { PolicyTable, TrustPolicy } from '../links/policies.ts';
import type { Person } from '../people/read-person.ts';
import { shownSections } from './check-grid.ts';

/** What a trust says of one kind of sharing. */
export interface SharingStance {
  readonly allowed: boolean;
  readonly mayChange: boolean;
  /** Minutes; of a share by code. */
  readonly longestMinutes: number | null;
  /** Whole years; when what somebody younger shares with a parent ends. */
  readonly untilAge: number | null;
  readonly words: string;
  readonly rule: string;
}

/** A row of the grid before anything is filled in. */
export interface SharingOption {
  readonly trust: TrustEntry;
  readonly carer: SharingStance;
  readonly clinician: SharingStance;
  readonly sections: readonly Section[];
}

/** What can be shared at each linked trust, with whom, and where that is refused and by which rule. */
export function sharingOptions(policies: PolicyTable, { links }: Pick<Person, 'links'>): SharingOption[] {
  return links.flatMap((link) => {
    const [trust, policy] = [findTrust(link.trust), policies.get(link.trust)];
    if (!trust || !policy) return [];
    const { carer, clinician } = policy.sharing;
    return { trust, carer: stanceOf(carer), clinician: stanceOf(clinician), sections: shownSections(policy) };
  });
}

function stanceOf(stance: TrustPolicy['sharing']['carer' | 'clinician']): SharingStance {
  return {
    allowed: stance.allowed,
    mayChange: 'mayChange' in stance && stance.mayChange,
    longestMinutes: 'longestMinutes' in stance ? stance.longestMinutes : null,
    untilAge: ('untilAge' in stance && stance.untilAge?.years) || null,
    words: stance.words,
    rule: stance.rule,
  };
}
