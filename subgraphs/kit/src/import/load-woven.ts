import type { Section } from '@crosstrust/contract';
import type { Client } from 'pg';
import type { ItemStatus } from '../storage/content.ts';

/** A route as it stands in the database. Without content: it tells that there is no such thing. */
export interface RouteRow {
  record_id: string;
  id: string;
  item_id: string;
  source: string;
  section: Section | null;
  at: Date | null;
  status: ItemStatus | null;
  digest: Buffer | null;
  content: Buffer | null;
  received_at: Date;
  changed_at: Date | null;
  updated_at: Date;
}

/** An item as it stands in the database, with what tells whether it was changed here. */
export interface ItemRow {
  record_id: string;
  id: string;
  section: Section;
  source: string;
  at: Date;
  status: ItemStatus;
  digest: Buffer;
  content: Buffer;
  received_at: Date;
  changed_at: Date | null;
  imported_at: Date | null;
  updated_at: Date;
}

export interface KeyRow {
  record_id: string;
  hash: string;
  route_id: string;
  lasting: boolean;
}

export interface LoadedThings {
  readonly routes: readonly RouteRow[];
  readonly keys: readonly KeyRow[];
  readonly items: readonly ItemRow[];
}

const routeColumns =
  'record_id, id, item_id, source, section, at, status, digest, content, received_at, changed_at, updated_at';

/** Whatever leads to the things that these routes or keys lead to. Things are whole: no key of theirs leads out of them. */
const connected = `
  with met as (
    select record_id, item_id from item_route where record_id = any($1) and id = any($2)
    union
    select r.record_id, r.item_id from item_key k join item_route r on r.record_id = k.record_id and r.id = k.route_id
    where k.record_id = any($1) and k.hash in (select decode(each, 'hex') from unnest($3::text[]) as each))
  select ${routeColumns} from item_route join met using (record_id, item_id)`;

/**
 * The things that these routes and keys (hex of their hashes) touch, and their items, which are locked until the end of
 * the transaction: a verb that is under way is waited for.
 */
export async function loadTouched(
  client: Client,
  records: readonly string[],
  ids: readonly string[],
  hashes: readonly string[],
): Promise<LoadedThings> {
  const { rows } = await client.query<RouteRow>({
    name: 'routes-touched',
    text: connected,
    values: [records, ids, hashes],
  });
  return loadRest(client, records, rows, ids);
}

/** All things of a record that came by routes. */
export async function loadAll(client: Client, record: string): Promise<LoadedThings> {
  const { rows } = await client.query<RouteRow>(`select ${routeColumns} from item_route where record_id = $1`, [
    record,
  ]);
  return loadRest(client, [record], rows, []);
}

async function loadRest(
  client: Client,
  records: readonly string[],
  routes: readonly RouteRow[],
  ids: readonly string[],
): Promise<LoadedThings> {
  const routeIds = routes.map(({ id }) => id);
  const { rows: keys } = await client.query<KeyRow>({
    name: 'keys-of-routes',
    text: "select record_id, encode(hash, 'hex') as hash, route_id, lasting from item_key where record_id = any($1) and route_id = any($2)",
    values: [records, routeIds],
  });
  const { rows: items } = await client.query<ItemRow>({
    name: 'items-of-routes',
    text: `select record_id, id, section, source, at, status, digest, content, received_at, changed_at, imported_at, updated_at
      from item where record_id = any($1) and id = any($2) order by record_id, id for update`,
    values: [records, [...new Set([...routeIds, ...routes.map(({ item_id }) => item_id), ...ids])]],
  });
  return { routes, keys, items };
}
