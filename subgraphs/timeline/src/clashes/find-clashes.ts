import type { Entry } from '../entries/fold.ts';
import type { Item } from '../records.ts';
import { minutesOfTravel, type Position } from './travel.ts';

/** A time that somebody would have to keep. */
export interface Engagement {
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** Whether the end is a guess. */
  readonly lengthAssumed: boolean;
  /** Where one has to be; undefined where nobody travels, or nobody knows. */
  readonly position: Position | undefined;
}

/** That two engagements cannot both be kept. */
export interface Conflict {
  readonly kind: 'OVERLAP' | 'TRAVEL';
  readonly minutesBetween: number;
  readonly minutesNeeded: number;
  /** Whether it rests on a guess of how long the first one takes. */
  readonly lengthAssumed: boolean;
}

/** Two booked appointments, in the order of time, and why they clash. */
export interface BookedClash extends Conflict {
  readonly first: Entry;
  readonly second: Entry;
}

/** Minutes that an appointment takes whose end nobody has said. */
const assumedLength = 30;
/** More than the way across the country takes: what lies further apart cannot clash. */
const longestWay = 24 * 60 * 60_000;
/** The most clashes in one answer. */
const mostClashes = 200;
const minute = 60_000;

const standing = new Set(['BOOKED', 'PENDING_CHANGE', 'PENDING_RESCHEDULE', 'PENDING_CANCELLATION']);

/** Whether an appointment is to be kept: what is only asked to be changed stands until the hospital has changed it. */
export const stands = ({ item }: Entry): boolean => standing.has(item.status);

/** An appointment as a time to be kept. By telephone and by video nobody travels. */
export const engagementOf = ({ startsAt, endsAt, mode, latitude, longitude }: Place): Engagement => ({
  startsAt,
  endsAt: endsAt && endsAt > startsAt ? endsAt : new Date(startsAt.getTime() + assumedLength * minute),
  lengthAssumed: !(endsAt && endsAt > startsAt),
  position:
    mode === 'IN_PERSON' && latitude !== undefined && longitude !== undefined ? { latitude, longitude } : undefined,
});
/** What of an appointment, or of a time under consideration, bears on clashes. */
export type Place = Pick<Item, 'startsAt' | 'mode'> & Partial<Pick<Item, 'endsAt' | 'latitude' | 'longitude'>>;

/** Whether two engagements clash, the one that begins first given first; undefined when both can be kept. */
export function conflictBetween(first: Engagement, second: Engagement): Conflict | undefined {
  const between = second.startsAt.getTime() - first.endsAt.getTime();
  const about = {
    minutesBetween: Math.floor(between / minute),
    lengthAssumed: first.lengthAssumed && second.startsAt > first.startsAt,
  };
  if (between < 0) return { kind: 'OVERLAP', ...about, minutesNeeded: 0 };
  if (!first.position || !second.position) return undefined;
  const minutesNeeded = minutesOfTravel(first.position, second.position);
  return between < minutesNeeded * minute ? { kind: 'TRAVEL', ...about, minutesNeeded } : undefined;
}

/** Every pair of appointments that clash. @param entries the earliest first */
export function findClashes(entries: readonly Entry[]): BookedClash[] {
  const booked = entries.filter(stands);
  const clashes: BookedClash[] = [];
  for (const [index, first] of booked.entries()) {
    const until = engagementOf(first.item).endsAt.getTime() + longestWay;
    for (const second of booked.slice(index + 1)) {
      if (second.item.startsAt.getTime() > until || clashes.length === mostClashes) break;
      const conflict = conflictBetween(engagementOf(first.item), engagementOf(second.item));
      if (conflict) clashes.push({ first, second, ...conflict });
    }
  }
  return clashes;
}

/** Every appointment with which a time under consideration would clash. @param entries the earliest first */
export function findClashesWith(
  entries: readonly Entry[],
  considered: Engagement,
): (Conflict & { readonly entry: Entry })[] {
  return entries.filter(stands).flatMap((entry) => {
    const booked = engagementOf(entry.item);
    const inOrder = [booked, considered].toSorted((one, other) => one.startsAt.getTime() - other.startsAt.getTime());
    const conflict = conflictBetween(inOrder[0] ?? booked, inOrder[1] ?? considered);
    return conflict ? [{ entry, ...conflict }] : [];
  });
}
