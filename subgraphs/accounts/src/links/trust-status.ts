import { ageInLondon, type TrustEntry, trusts } from '@crosstrust/contract';
import type { LinkedRecord } from '../people/read-person.ts';
import type { TrustPolicy } from './policies.ts';

/** How a person stands with a trust. */
export type LinkState = 'LINKED' | 'CAN_BE_LINKED' | 'TOO_YOUNG';

export interface TrustStatus {
  readonly trust: TrustEntry;
  readonly state: LinkState;
  readonly minimumAge: number;
  /** What to do to link; null when there is nothing to do. */
  readonly how: string | null;
}

/** How a person stands with every trust on the list, on this day: so that what is absent has a reason. */
export function trustStatuses(
  policies: ReadonlyMap<string, Pick<TrustPolicy, 'minimumAge' | 'linking'>>,
  person: { birthDate: string; links: readonly LinkedRecord[] },
  now: Date,
): TrustStatus[] {
  const linked = new Set(person.links.map(({ trust }) => trust));
  const age = ageInLondon(person.birthDate, now);
  return trusts.map((trust) => {
    const policy = policies.get(trust.key);
    if (!policy) throw new Error('a trust on the list has no policy');
    const minimumAge = policy.minimumAge.years;
    if (linked.has(trust.key)) return { trust, state: 'LINKED', minimumAge, how: null };
    if (age < minimumAge) return { trust, state: 'TOO_YOUNG', minimumAge, how: null };
    return { trust, state: 'CAN_BE_LINKED', minimumAge, how: policy.linking.words };
  });
}
