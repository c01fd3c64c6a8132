import type { Section } from '@crosstrust/contract';
import { type ItemStatus, shownStatuses } from './content.ts';
import type { Selection, StoredItem } from './readers.ts';
import type { ItemRow, Salvage } from './salvage.ts';
import type { ScopedQueries } from './scoped-queries.ts';

/** The lists of a record, and what is missing from them. */
export interface ListReaders {
  /** A page of a list. What of it cannot be shown is left out, and the page filled up from behind it. */
  items(recordId: string, selection: Selection): Promise<StoredItem[]>;
  /** How many a list holds that can be shown, as far as is known. */
  count(recordId: string, selection: Selection): Promise<number>;
  /** How many more there are that could not be shown: set aside by an import, or not readable any more. */
  setAside(recordId: string, selection: Selection): Promise<number>;
}

/** What every query on items begins with: $1 to $5 of the condition `shownItems`. */
export type Shown = (
  recordId: string,
  among: readonly Section[],
  statuses: readonly ItemStatus[],
) => readonly unknown[];

/** Columns of an item. */
export const itemColumns =
  'item.record_id, item.id, item.section, item.source, item.at, item.status, item.content, item.received_at, item.changed_at, item.updated_at';
/** Lets an item show by its section, source and state, and from when on its section does. */
export const shownItems = `exists (
    select from unnest($2::text[], $3::text[], $5::timestamptz[]) as shown(section, source, since)
    where shown.section = item.section and shown.source = item.source and item.at >= shown.since)
  and item.status = any($4)`;

/** The readers of lists, for one request. */
export function createListReaders({
  queries,
  salvage,
  shown,
}: {
  readonly queries: ScopedQueries;
  readonly salvage: Salvage;
  readonly shown: Shown;
}): ListReaders {
  const rowsOf = (recordId: string, { sections: among, statuses, newestFirst, ...page }: Selection) => {
    const [direction, beyond] = newestFirst ? ['desc', '<'] : ['asc', '>'];
    return queries.query<ItemRow>(
      `select ${itemColumns} from item
       where item.record_id = $1 and ${shownItems} and ${inTime} and ${narrowed}
         and ($10::timestamptz is null or (item.at, item.id) ${beyond} ($10, $11::uuid))
       order by item.at ${direction}, item.id ${direction} limit $12`,
      [
        ...shown(recordId, among, statesOf(statuses)),
        ...timesOf(page),
        ...narrowingOf(page),
        page.after?.at ?? null,
        page.after?.id ?? null,
        page.limit,
      ],
    );
  };

  const items: ListReaders['items'] = async (recordId, selection) => {
    const found: StoredItem[] = [];
    for (let { after } = selection; ; ) {
      const limit = selection.limit - found.length;
      const rows = await rowsOf(recordId, { ...selection, after, limit });
      found.push(...rows.flatMap((row) => salvage.open(row) ?? []));
      const last = rows.at(-1);
      if (!last || rows.length < limit || found.length === selection.limit) return found;
      after = { at: last.at.toISOString(), id: last.id };
    }
  };

  const listed = (recordId: string, { sections: among, statuses, ...page }: Selection) => [
    ...shown(recordId, among, statesOf(statuses)),
    ...timesOf(page),
    ...narrowingOf(page),
  ];
  /** Of a list, what cannot be shown: this request found it, or an earlier one did and it is still so. */
  const unreadable = async (recordId: string, selection: Selection) => {
    const rows = await queries.query<ItemRow>(
      `select ${itemColumns} from item where item.record_id = $1 and ${shownItems} and ${inTime} and ${narrowed}
       and (item.id = any($10) or item.id in (select item_id from set_aside where unreadable and set_aside.record_id = $1))`,
      [...listed(recordId, selection), salvage.unreadable(recordId)],
    );
    return rows.filter((row) => salvage.open(row) === undefined).length;
  };

  const count: ListReaders['count'] = async (recordId, selection) => {
    const [[row], missing] = await Promise.all([
      queries.query<{ count: number }>(
        `select count(*)::int as count from item where item.record_id = $1 and ${shownItems} and ${inTime} and ${narrowed}`,
        listed(recordId, selection),
      ),
      unreadable(recordId, selection),
    ]);
    return (row?.count ?? 0) - missing;
  };

  const setAside: ListReaders['setAside'] = async (recordId, selection) => {
    const [record, among, sources, , starts] = shown(recordId, selection.sections, []);
    const [missing, [row]] = await Promise.all([
      unreadable(recordId, selection),
      queries.query<{ count: number }>(lostOnTheWay, [record, among, sources, starts]),
    ]);
    return missing + (row?.count ?? 0);
  };

  return { items, count, setAside };
}

/** What imports set aside of sections that show, counted from the day on from which they do. */
const lostOnTheWay = `
  select count(*)::int as count from set_aside
  where record_id = $1 and not unreadable and exists (
    select from unnest($2::text[], $3::text[], $4::timestamptz[]) as shown(section, source, since)
    where shown.section = set_aside.section and shown.source = set_aside.source and set_aside.at >= shown.since)`;

const inTime = '($6::timestamptz is null or item.at >= $6) and ($7::timestamptz is null or item.at < $7)';
const timesOf = ({ from, to }: Pick<Selection, 'from' | 'to'>) => [from ?? null, to ?? null];

const narrowed = `($8::text[] is null or item.kind = any($8)) and ($9::text[] is null or coalesce(
    (select case when reading.read_at is null then 'SEEN' else 'READ' end from letter_reading reading
     where reading.record_id = item.record_id and reading.item_id = item.id), 'UNREAD') = any($9))`;
const narrowingOf = ({ kinds, readings }: Pick<Selection, 'kinds' | 'readings'>) => [kinds ?? null, readings ?? null];

/** Of the states that are asked for, those that are shown. */
const statesOf = (asked: Selection['statuses']) =>
  asked ? shownStatuses.filter((status) => asked.includes(status)) : shownStatuses;
