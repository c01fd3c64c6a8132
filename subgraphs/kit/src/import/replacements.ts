import type { Client } from 'pg';
import { placeOf } from './arrivals.ts';
import { type ItemKey, keysOf } from './item-rows.ts';
import type { MappedItem } from './mapping.ts';

/** A letter that another one replaces, by the ids of their routes. */
export interface Replacement extends ItemKey {
  readonly by: string;
}

/** Letters that others replace, by the place of their route: the routes of those that do. */
export type Replacements = ReadonlyMap<string, readonly string[]>;

/** Sections whose items one another can replace. */
const letters: ReadonlySet<string> = new Set(['APPOINTMENT_LETTERS', 'CLINIC_LETTERS', 'DISCHARGE_SUMMARIES']);

/**
 * Remembers which letters are replaced, also those that have not come yet, and finds by whom the letters among these
 * items are.
 */
export async function noteReplacements(
  replaced: readonly Replacement[],
  items: readonly (ItemKey & { readonly item: MappedItem | undefined })[],
  { client }: { readonly client: Client },
): Promise<Replacements> {
  if (replaced.length > 0)
    await client.query(
      'insert into item_replaced (record_id, route_id, by_route_id) select * from unnest($1::uuid[], $2::uuid[], $3::uuid[]) on conflict do nothing',
      [...keysOf(replaced), replaced.map(({ by }) => by)],
    );
  const asked = items.filter(({ item }) => item !== undefined && letters.has(item.section));
  if (asked.length === 0) return new Map();
  const { rows } = await client.query<{ record: string; id: string; by: string }>({
    name: 'replacements',
    text: 'select record_id as record, route_id as id, by_route_id as by from item_replaced where record_id = any($1) and route_id = any($2)',
    values: [[...new Set(asked.map(({ record }) => record))], asked.map(({ id }) => id)],
  });
  return new Map([...Map.groupBy(rows, placeOf)].map(([place, by]) => [place, by.map((row) => row.by)]));
}

const supersedeItems = `
  update item set status = 'superseded', updated_at = $4, imported_at = case when item.imported_at = item.updated_at then $4 else imported_at end
  from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as r(record, id, by)
  left join item_route replaced on replaced.record_id = r.record and replaced.id = r.id
  left join item_route successor on successor.record_id = r.record and successor.id = r.by
  where item.record_id = r.record and item.id = coalesce(replaced.item_id, r.id) and item.id <> coalesce(successor.item_id, r.by)
    and item.status in ('final', 'amended')`;

/** Folds away the letters that are there already. A letter does not replace itself come by another way. */
export async function supersede(
  replaced: readonly Replacement[],
  { client, now }: { readonly client: Client; readonly now: Date },
): Promise<void> {
  if (replaced.length === 0) return;
  await client.query(supersedeItems, [...keysOf(replaced), replaced.map(({ by }) => by), now]);
}
