import { refuse, type Result } from '@crosstrust/contract';
import { parseEmail } from '../people/parse-details.ts';
import type { Grid } from './check-grid.ts';
import type { ShareKind } from './entities.ts';
import type { Relationship, Shared } from './shared-content.ts';

/** Characters of a name. */
const longestName = 100;
const minute = 60_000;
/** Minutes of a share by code: the shortest, the longest at any trust, and what it is unless the patient says. */
export const shortShare = { shortest: 15, longest: 1440, usual: 60 } as const;

/** What a patient asks for, in its normal form. */
export interface Wanted extends Grid {
  readonly shared: Shared;
  /** RFC 3339, UTC; null: until somebody ends it. Of a share by code it follows from the minutes. */
  readonly until: string | null;
}

interface Written {
  readonly kind: ShareKind;
  readonly name: string;
  readonly email: string;
  readonly relationship: Relationship;
  readonly trusts: Grid['trusts'];
  readonly until?: Date | null | undefined;
  readonly minutes?: number | undefined;
}

/** Reads what a patient wrote, and refuses what can be nobody's. */
export function readWanted(written: Written, now: Date): Result<Wanted> {
  const { kind, relationship, trusts, minutes } = written;
  const name = written.name.trim().normalize('NFC');
  if (name === '' || name.length > longestName || /\p{C}/u.test(name)) return refuse('BAD_INPUT', 'name');
  const email = parseEmail(written.email);
  if (!email) return refuse('BAD_INPUT', 'email');
  const { shortest, longest } = shortShare;
  if (minutes !== undefined && (minutes < shortest || minutes > longest)) return refuse('BAD_INPUT', 'minutes');
  const until = readUntil(written.until ?? null, now);
  if ('userErrors' in until) return until;
  if (trusts.length === 0) return refuse('BAD_INPUT', 'trusts');
  return {
    done: {
      kind,
      relationship,
      trusts: trusts.map(inOrder),
      minutes,
      shared: { name, email, relationship },
      ...until.done,
    },
  };
}

/** When a share shall end; a moment from now at the earliest, or nobody could accept it. */
export function readUntil(until: Date | null, now: Date): Result<{ until: string | null }> {
  if (until && until.getTime() < now.getTime() + minute) return refuse('BAD_INPUT', 'until');
  return { done: { until: until?.toISOString() ?? null } };
}

/** The same row, whichever way it was written. */
const inOrder = ({ trust, allSections, sections, may }: Grid['trusts'][number]) => ({
  trust,
  allSections,
  sections: [...new Set(sections)].sort(),
  may,
});
