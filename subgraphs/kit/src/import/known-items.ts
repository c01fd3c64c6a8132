import type { Section } from '@crosstrust/contract';
import type { Client } from 'pg';
import type { ItemStatus } from '../storage/content.ts';
import { placeOf } from './arrivals.ts';
import { type ItemKey, keysOf } from './item-rows.ts';
import { withRecords } from './records.ts';
import type { ExistingItem } from './write-items.ts';

/** What is known of a thing from earlier imports. */
export interface Known {
  /** Its item, where it has one under this id. */
  readonly item: ExistingItem | undefined;
  readonly section: Section | undefined;
  /** Whether other systems may tell of it too. */
  readonly isWoven: boolean;
}

export interface KnownItems {
  get(key: ItemKey): Known | undefined;
  /** The id by which a thing is known already, else the first of those that it may have; '' of none. */
  idAmong(record: string, ids: readonly string[]): string;
}

const items = `
  select record_id as record, id, section, status, digest, changed_at, imported_at, updated_at,
    exists (select from set_aside s where s.unreadable and s.record_id = item.record_id and s.item_id = item.id) as unreadable
  from item where record_id = any($1) and id = any($2)`;
const routes = 'select record_id as record, id, section from item_route where record_id = any($1) and id = any($2)';

/**
 * The items as they stand now, by their place, locked until the end of the transaction: what a verb has changed since they
 * were read counts, and one that is under way is waited for.
 */
export async function lockItems(client: Client, keys: readonly ItemKey[]): Promise<ReadonlyMap<string, ExistingItem>> {
  if (keys.length === 0) return new Map();
  const { rows } = await client.query<Row>({
    name: 'lock-items',
    text: `${items} order by record_id, id for update`,
    values: keysOf(keys),
  });
  return new Map(rows.map((row) => [placeOf(row), existing(row)]));
}

interface Row extends ItemKey {
  section: Section;
  status: ItemStatus;
  digest: Buffer;
  changed_at: Date | null;
  imported_at: Date | null;
  updated_at: Date;
  unreadable: boolean;
}

/** What is there of these ids already, as an item or as a route to one. */
export async function knownItems(
  client: Client,
  records: readonly string[],
  ids: readonly string[],
): Promise<KnownItems> {
  const known = new Map<string, Known>();
  if (ids.length > 0)
    await withRecords(client, records, async () => {
      const values = [records, ids];
      const found = await client.query<Row>({ name: 'known-items', text: items, values });
      for (const row of found.rows)
        known.set(placeOf(row), { item: existing(row), section: row.section, isWoven: false });
      const ways = await client.query<ItemKey & { section: Section | null }>({
        name: 'known-routes',
        text: routes,
        values,
      });
      for (const row of ways.rows) {
        const { item, section } = known.get(placeOf(row)) ?? {};
        known.set(placeOf(row), { item, section: row.section ?? section, isWoven: true });
      }
    });
  return {
    get: (key) => known.get(placeOf(key)),
    idAmong: (record, among) => among.find((id) => known.has(placeOf({ record, id }))) ?? among[0] ?? '',
  };
}

const existing = (row: Row): ExistingItem => ({
  section: row.section,
  status: row.status,
  digest: row.digest,
  changedAt: row.changed_at?.toISOString(),
  importedAt: row.imported_at,
  updatedAt: row.updated_at,
  isUnreadable: row.unreadable,
});
