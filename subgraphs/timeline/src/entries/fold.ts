import type { TrustEntry } from '@crosstrust/contract';
import type { Item, LinkedRecord } from '../records.ts';

/** What one linked trust says of an appointment. */
export interface SourceOfEntry {
  readonly trust: TrustEntry;
  readonly record: string;
  readonly item: Item;
}

/** One appointment, whoever tells of it. */
export interface Entry {
  /** Of the sources' ids the first in order: stays the same whichever of them changed last. */
  readonly id: string;
  /** As the source tells it that changed last. */
  readonly item: Item;
  /** The one that changed last first. */
  readonly sources: readonly [SourceOfEntry, ...SourceOfEntry[]];
}

/** Every appointment of the records that answered, each once, the earliest first. */
export function foldEntries(records: readonly LinkedRecord<Item>[]): Entry[] {
  const told = records.flatMap(({ trust, record, part }) =>
    typeof part === 'string' || !record ? [] : part.map((item): SourceOfEntry => ({ trust, record, item })),
  );
  return groupSame(told).map(makeEntry).toSorted(inTime);
}

/** The order of a list by date: by time, then by id. */
export const inTime = (one: Entry, other: Entry): number =>
  one.item.startsAt.getTime() - other.item.startsAt.getTime() || compare(one.id, other.id);

/** Whether the sources of an entry tell different times or states. */
export function sourcesDiffer({ sources }: Entry): boolean {
  const said = sources.map(({ item }) => [item.startsAt.getTime(), item.endsAt?.getTime(), item.status].join());
  return new Set(said).size > 1;
}

/**
 * Groups what is the same appointment. A booking is one appointment. A referral or a pathway has many, so it makes two
 * the same only when they also begin at the same instant.
 */
function groupSame(told: readonly SourceOfEntry[]): SourceOfEntry[][] {
  const groupOf = new Map(told.map((one) => [one, [one]]));
  const seen = new Map<string, SourceOfEntry>();
  for (const one of told) {
    for (const mark of marksOf(one.item)) {
      const earlier = seen.get(mark);
      if (earlier) join(groupOf, earlier, one);
      else seen.set(mark, one);
    }
  }
  return [...new Set(groupOf.values())];
}

const marksOf = ({ sameAs, startsAt }: Item): string[] =>
  sameAs.map((mark) => (mark.startsWith('booking.') ? mark : `${mark}@${startsAt.getTime()}`));

function join(groupOf: Map<SourceOfEntry, SourceOfEntry[]>, one: SourceOfEntry, other: SourceOfEntry): void {
  const [into, from] = [groupOf.get(one), groupOf.get(other)];
  if (!into || !from || into === from) return;
  into.push(...from);
  for (const member of from) groupOf.set(member, into);
}

function makeEntry(group: readonly SourceOfEntry[]): Entry {
  const [latest, ...others] = group.toSorted(
    (one, other) =>
      other.item.updatedAt.getTime() - one.item.updatedAt.getTime() || compare(one.item.id, other.item.id),
  );
  if (!latest) throw new Error('a group holds at least one');
  const id = group.map(({ item }) => item.id).toSorted(compare)[0] ?? latest.item.id;
  return { id, item: latest.item, sources: [latest, ...others] };
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
