import type { Section } from '@crosstrust/contract';
import type { Vault } from '@crosstrust/service';
import type { ItemContent, ItemStatus } from './content.ts';
import { lacks } from './lacks.ts';

/** One of the ways by which an item came, and what came by it last. */
export interface StoredRoute {
  readonly section: Section;
  readonly source: string;
  readonly status: ItemStatus;
  /** When anything of the item first came this way. */
  readonly receivedAt: Date;
  /** When it last changed at its source; where that does not say, when this version came. */
  readonly changedAt: Date;
  /** Opened when it is needed; undefined where it cannot be. */
  readonly open: () => ItemContent | undefined;
}

/** A row of `item_route` that tells of something. */
export interface RouteRow {
  record_id: string;
  id: string;
  item_id: string;
  section: Section;
  source: string;
  status: ItemStatus;
  content: Buffer;
  received_at: Date;
  changed_at: Date | null;
  updated_at: Date;
}

/** Named `item` in the query, so that the same condition lets routes and items show. */
export const routeColumns = `item.record_id, item.id, item.item_id, item.section, item.source, item.status, item.content,
  item.received_at, item.changed_at, item.updated_at`;

/** The routes of each item, the one that changed last first. */
export function routesByItem(rows: readonly RouteRow[], vault: Vault): ReadonlyMap<string, readonly StoredRoute[]> {
  const found = Map.groupBy(rows, ({ item_id }) => item_id);
  return new Map([...found].map(([item, own]) => [item, own.map((row) => routeOf(row, vault)).toSorted(lastFirst)]));
}

const lastFirst = (a: StoredRoute, b: StoredRoute): number => b.changedAt.getTime() - a.changedAt.getTime();

function routeOf(row: RouteRow, vault: Vault): StoredRoute {
  return {
    section: row.section,
    source: row.source,
    status: row.status,
    receivedAt: row.received_at,
    changedAt: row.changed_at ?? row.updated_at,
    open: () => {
      try {
        const content = vault.open<ItemContent>(row.content, `item_route/${row.record_id}/${row.id}`);
        return lacks(row.section, content) === undefined ? content : undefined;
      } catch {
        return undefined;
      }
    },
  };
}
