import {
  ageInLondon,
  type ErrorCode,
  errorRegistry,
  findTrust,
  isCalendarDay,
  type Section,
  startOfDayInLondon,
  type UserError,
} from '@crosstrust/contract';
import type { PolicyTable, TrustPolicy } from '../links/policies.ts';
import type { May, ShareKind } from './entities.ts';
import type { Relationship } from './shared-content.ts';

/** A row of the consent grid, as the patient fills it in. */
export interface AskedTrust {
  readonly trust: string;
  /** All that the trust shows, save what the patient wrote there. Then `sections` is empty. */
  readonly allSections: boolean;
  readonly sections: readonly Section[];
  readonly may: May;
}

/** A whole grid, with what its rows are held against. */
export interface Grid {
  readonly kind: ShareKind;
  readonly relationship: Relationship;
  readonly trusts: readonly AskedTrust[];
  /** For a share by code. */
  readonly minutes?: number | undefined;
}

/** Whose records they are. */
export interface Sharer {
  /** YYYY-MM-DD */
  readonly birthDate: string;
  /** Keys of the trusts that are linked. */
  readonly linked: ReadonlySet<string>;
}

/** What stands against sharing at one trust, with the rule behind it. */
export interface ShareError extends UserError {
  readonly trust: string | null;
  readonly rule: string | null;
}

/** A row that can be shared, and when a rule of the trust ends it. */
export interface Granted extends AskedTrust {
  readonly until: Date | null;
  readonly untilAge: number | null;
}

/** One row, held against the trust's policy: what it opens, or what stands against it. */
export type CheckedRow = { readonly granted: Granted } | { readonly refused: ShareError };

/** A user error that names its trust and rule. */
const shareError = (
  code: ErrorCode,
  field: string | null,
  { trust = null, rule = null }: { trust?: string | null; rule?: string | null } = {},
): ShareError => ({ code, message: errorRegistry[code].message, field, trust, rule });

/** Holds a grid against the policies of its trusts, row by row (D12 W4 M9). The trusts do the same at every request. */
export function checkGrid(policies: PolicyTable, grid: Grid, sharer: Sharer, now: Date): CheckedRow[] {
  const names = grid.trusts.map(({ trust }) => trust);
  return grid.trusts.map((row, index) => {
    const policy = findTrust(row.trust) && policies.get(row.trust);
    if (!policy) return { refused: shareError('TRUST_UNKNOWN', 'trusts', { trust: null }) };
    if (names.indexOf(row.trust) !== index) return { refused: shareError('BAD_INPUT', 'trusts', row) };
    const refused = refuseRow(policy, grid, row, sharer);
    return refused ? { refused } : { granted: { ...row, ...endByAge(policy, grid, sharer, now) } };
  });
}

function refuseRow(policy: TrustPolicy, grid: Grid, row: AskedTrust, { linked }: Sharer): ShareError | undefined {
  const { trust } = row;
  if (!linked.has(trust)) return shareError('NOT_FOUND', 'trusts', { trust });
  const stance = policy.sharing[grid.kind];
  const { rule } = stance;
  if (!stance.allowed) return shareError('CARER_REFUSED', 'trusts', { trust, rule });
  if (row.may === 'change' && !('mayChange' in stance && stance.mayChange))
    return shareError('CARER_MAY_NOT_CHANGE', 'may', { trust, rule });
  if ('longestMinutes' in stance && (grid.minutes ?? Number.POSITIVE_INFINITY) > stance.longestMinutes)
    return shareError('SHARE_TOO_LONG', 'minutes', { trust, rule });
  const isOneOfTwo = row.allSections === (row.sections.length === 0);
  const areShown = row.sections.every((section) => shownSections(policy).includes(section));
  return isOneOfTwo && areShown ? undefined : shareError('BAD_INPUT', 'sections', { trust });
}

/** The kinds of content that a trust shows its patients, now or from registration on. */
export function shownSections({ sections }: TrustPolicy): Section[] {
  return (Object.keys(sections) as Section[]).filter((section) =>
    ['OFFERED', 'FUTURE_ONLY'].includes(sections[section].state),
  );
}

/** What somebody not yet grown up shares with a parent ends by itself, where the trust's policy says at which age. */
function endByAge({ sharing }: TrustPolicy, { kind, relationship }: Grid, { birthDate }: Sharer, now: Date) {
  const age = kind === 'carer' && relationship === 'PARENT' && sharing.carer.allowed && sharing.carer.untilAge;
  if (!age || ageInLondon(birthDate, now) >= age.years) return { until: null, untilAge: null };
  return { until: birthdayInLondon(birthDate, age.years), untilAge: age.years };
}

/** The instant at which somebody reaches an age. */
function birthdayInLondon(birthDate: string, years: number): Date {
  const year = Number(birthDate.slice(0, 4)) + years;
  const day = `${year}${birthDate.slice(4)}`;
  return startOfDayInLondon(new Date(`${isCalendarDay(day) ? day : `${year}-03-01`}T12:00:00Z`));
}
