import { RegistryError } from '@crosstrust/contract';
import { decodeCursor, encodeCursor } from '@crosstrust/kit';
import type { Entry } from './fold.ts';

/** The most entries that one page may hold. */
const maximumPage = 100;

/** Arguments of the list, as they stand in the schema. */
export interface PageArgs {
  readonly first: number;
  readonly after?: string | null;
  readonly from?: Date | null;
  readonly to?: Date | null;
  readonly order: 'NEWEST_FIRST' | 'OLDEST_FIRST';
  readonly kinds?: readonly string[] | null;
}

/** A page of entries with its cursors; `totalCount` is of the whole list that was asked for. */
export interface EntryPage {
  readonly edges: readonly { readonly cursor: string; readonly node: Entry }[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly totalCount: number;
}

/**
 * A page of the list. The cursor is a place in time and no number, so nothing shows twice when an appointment is added.
 * @param entries the earliest first
 * @throws RegistryError BAD_INPUT, CURSOR_INVALID
 */
export function pageEntries(entries: readonly Entry[], { first, after, from, to, order, kinds }: PageArgs): EntryPage {
  if (first < 1 || first > maximumPage) throw new RegistryError('BAD_INPUT', { field: 'first' });
  const newestFirst = order === 'NEWEST_FIRST';
  const chosen = entries.filter(
    ({ item }) => isWithin(item.startsAt, from, to) && (!kinds || kinds.includes(item.kind)),
  );
  const ordered = newestFirst ? chosen.toReversed() : chosen;
  const begin = after === undefined || after === null ? 0 : placeAfter(ordered, after, newestFirst);
  const page = ordered.slice(begin, begin + first);
  return {
    edges: page.map((node) => ({ cursor: cursorOf(node), node })),
    hasNextPage: begin + page.length < ordered.length,
    hasPreviousPage: begin > 0,
    totalCount: ordered.length,
  };
}

/** From the first instant on, until before the second; a side that is not given has no end. */
export const isWithin = (at: Date, from: Date | null | undefined, to: Date | null | undefined): boolean =>
  (!from || at >= from) && (!to || at < to);

function placeAfter(ordered: readonly Entry[], after: string, newestFirst: boolean): number {
  const { at, id } = decodeCursor(after);
  const isBeyond = (entry: Entry) => {
    const there = entry.item.startsAt.toISOString();
    const later = there === at ? entry.id > id : there > at;
    return newestFirst ? !later && !(there === at && entry.id === id) : later;
  };
  const place = ordered.findIndex(isBeyond);
  return place === -1 ? ordered.length : place;
}

const cursorOf = ({ id, item }: Entry): string => encodeCursor({ at: item.startsAt.toISOString(), id });
