import type { MatchKey } from './business-ids.ts';
import type { Resource } from './fhir.ts';
import { readInstant } from './instants.ts';
import type { MappedItem } from './mapping.ts';

/** One version of a thing as one resource tells of it, on its way into the database. */
export interface Arrival {
  readonly record: string;
  /** The id of its route: the same for every version of the resource. */
  readonly id: string;
  readonly source: string;
  /** When it last changed at its source; undefined where the source does not say. */
  readonly changedAt: string | undefined;
  /** The data holds a newer version of the same resource. */
  readonly outdated: boolean;
  /** Undefined where the resource tells that there is no such thing (entered in error, no longer booked). */
  readonly item: MappedItem | undefined;
  readonly keys: readonly MatchKey[];
}

/** When a version that is there already last changed at its source. */
export interface KnownVersion {
  readonly changedAt: string | undefined;
}

/**
 * Whether a version takes the place of the one that is known: it changed later, or else it came later. Of two times of
 * change the later one counts, whatever the order of arrival.
 */
export function isNewer(arrival: Pick<Arrival, 'changedAt' | 'outdated'>, known: KnownVersion | undefined): boolean {
  if (known === undefined) return true;
  if (arrival.changedAt !== undefined && known.changedAt !== undefined) return arrival.changedAt >= known.changedAt;
  return !arrival.outdated;
}

/** In the order in which they take each other's place. */
export function inOrder(arrivals: readonly Arrival[]): Arrival[] {
  const order = ({ outdated, changedAt }: Arrival) => `${outdated ? 0 : 1} ${changedAt ?? ''}`;
  return arrivals.toSorted((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0));
}

/** Of several versions of one resource, the one that ends up there; undefined where none is newer than what is known. */
export function newestOf(arrivals: readonly Arrival[], known: KnownVersion | undefined): Arrival | undefined {
  let newest: Arrival | undefined;
  for (const arrival of inOrder(arrivals)) if (isNewer(arrival, newest ?? known)) newest = arrival;
  return newest;
}

/** A thing by the id of its route, within a record. */
export const placeOf = ({ record, id }: { readonly record: string; readonly id: string }): string => `${record} ${id}`;

/** When a resource last changed at its source, as an instant in UTC; undefined where it does not say, or not in full. */
export function changedAtOf({ meta }: Pick<Resource, 'meta'>): string | undefined {
  const written = meta?.lastUpdated;
  if (typeof written !== 'string' || written.length < 16) return undefined;
  try {
    return readInstant(written);
  } catch {
    return undefined;
  }
}
