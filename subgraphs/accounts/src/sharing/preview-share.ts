import { findTrust, type TrustEntry } from '@crosstrust/contract';
import type { PolicyTable } from '../links/policies.ts';
import type { Person } from '../people/read-person.ts';
import { checkGrid, type Grid, type ShareError } from './check-grid.ts';
import { warnings } from './words.ts';

/** What would come of one row of the grid. */
export interface PreviewedRow {
  readonly trust: TrustEntry | null;
  readonly allowed: boolean;
  /** Why not. */
  readonly refusal: ShareError | null;
  readonly rule: string | null;
  /** What the trust says of this kind of sharing. */
  readonly words: string | null;
  /** When a rule of the trust would end it by itself. */
  readonly until: Date | null;
}

/** What would come of a whole grid. */
export interface SharePreview {
  readonly possible: boolean;
  readonly trusts: readonly PreviewedRow[];
  readonly warnings: typeof warnings;
}

/** What sharing this grid would bring, row by row, before anybody is told of it. */
export function previewShare(policies: PolicyTable, person: Person, grid: Grid, now: Date): SharePreview {
  const { birthDate } = person.details;
  const linked = new Set(person.links.map(({ trust }) => trust));
  const rows = checkGrid(policies, grid, { birthDate, linked }, now).map((row, index): PreviewedRow => {
    const asked = grid.trusts[index]?.trust ?? '';
    const stance = policies.get(asked)?.sharing[grid.kind];
    const refusal = 'refused' in row ? row.refused : null;
    return {
      trust: findTrust(asked) ?? null,
      allowed: refusal === null,
      refusal,
      rule: stance?.rule ?? null,
      words: stance?.words ?? null,
      until: 'granted' in row ? row.granted.until : null,
    };
  });
  return { possible: rows.length > 0 && rows.every(({ allowed }) => allowed), trusts: rows, warnings };
}
