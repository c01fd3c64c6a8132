import type { Section } from '@crosstrust/contract';
import type { Vault } from '@crosstrust/service';
import type { Client } from 'pg';
import type { ItemContent, ItemStatus } from '../storage/content.ts';
import type { Arrival } from './arrivals.ts';
import type { ItemKey } from './item-rows.ts';
import type { ItemRow, RouteRow } from './load-woven.ts';
import type { MappedItem } from './mapping.ts';
import type { Strand } from './weave.ts';

/** What a route tells of its thing. `content` as it stands in the database, or as it has just come. */
export interface Told {
  readonly source: string;
  readonly section: Section;
  readonly at: string | Date;
  readonly status: ItemStatus;
  readonly digest: Buffer;
  readonly content: { readonly sealed: Buffer } | { readonly fresh: MappedItem };
}

/** One way by which a thing came: the newest version that its resource has told, and all that it is known by. */
export class Route implements Strand {
  readonly record: string;
  readonly id: string;
  readonly receivedAt: Date;
  /** Which item it led to, before. */
  readonly itemBefore: string | undefined;
  readonly #keysBefore: ReadonlyMap<string, boolean>;
  readonly #keys: Map<string, boolean>;
  readonly #preferred: (section: Section, source: string) => boolean;
  /** Undefined: there is no such thing. */
  told: Told | undefined;
  source: string;
  changedAt: string | undefined;
  updatedAt: Date;
  isChanged = false;

  constructor(
    given: ItemKey & Pick<Route, 'receivedAt' | 'itemBefore' | 'told' | 'source' | 'changedAt' | 'updatedAt'>,
    keys: ReadonlyMap<string, boolean>,
    preferred: (section: Section, source: string) => boolean,
  ) {
    this.record = given.record;
    this.id = given.id;
    this.receivedAt = given.receivedAt;
    this.itemBefore = given.itemBefore;
    this.told = given.told;
    this.source = given.source;
    this.changedAt = given.changedAt;
    this.updatedAt = given.updatedAt;
    this.#keysBefore = keys;
    this.#keys = new Map(keys);
    this.#preferred = preferred;
  }

  get keys(): Iterable<string> {
    return this.#keys.keys();
  }

  get live(): boolean {
    return this.told !== undefined;
  }

  get preferred(): boolean {
    return this.told !== undefined && this.#preferred(this.told.section, this.told.source);
  }

  /** A newer version; what it does not change stays. Its keys come anew, but for the lasting ones. */
  take({ item, source, changedAt }: Arrival, digest: Buffer | undefined, now: Date): void {
    this.told = item && digest && { ...item, source, digest, content: { fresh: item } };
    this.source = source;
    this.changedAt = changedAt;
    this.updatedAt = now;
    this.isChanged = true;
  }

  /** The same version once more; its source may say that it has looked at it again. */
  confirm({ source, changedAt }: Arrival): void {
    if (this.changedAt === changedAt && this.source === source) return;
    this.source = source;
    this.changedAt = changedAt;
    this.isChanged = true;
  }

  forgetKeys(): void {
    for (const [label, lasting] of this.#keys) if (!lasting) this.#keys.delete(label);
  }

  addKey(label: string, lasting: boolean): void {
    this.#keys.set(label, lasting || this.#keys.get(label) === true);
  }

  get keysChanged(): boolean {
    if (this.#keys.size !== this.#keysBefore.size) return true;
    return [...this.#keys].some(([label, lasting]) => this.#keysBefore.get(label) !== lasting);
  }

  keyRows(): (readonly [hash: string, lasting: boolean])[] {
    return [...this.#keys];
  }

  /** Its content in the clear; undefined where it can no longer be opened. */
  open(vault: Vault): ItemContent | undefined {
    if (!this.told) return undefined;
    const { content } = this.told;
    if ('fresh' in content) return content.fresh.content;
    try {
      return vault.open<ItemContent>(content.sealed, routePlace(this));
    } catch {
      return undefined;
    }
  }
}

/** Where a route's content is sealed for. */
export const routePlace = ({ record, id }: ItemKey): string => `item_route/${record}/${id}`;

type Preferred = (section: Section, source: string) => boolean;

/** A route as it stands in the database. */
export function storedRoute(row: RouteRow, keys: ReadonlyMap<string, boolean>, preferred: Preferred): Route {
  const { section, at, status, digest, content, source } = row;
  const isLive = section !== null && at !== null && status !== null && digest !== null && content !== null;
  return new Route(
    {
      record: row.record_id,
      id: row.id,
      itemBefore: row.item_id,
      source,
      told: isLive ? { source, section, at, status, digest, content: { sealed: content } } : undefined,
      receivedAt: row.received_at,
      changedAt: row.changed_at?.toISOString(),
      updatedAt: row.updated_at,
    },
    keys,
    preferred,
  );
}

/** The route of an item that was known by nothing until now: the version that it holds. */
export function routeOfItem(row: ItemRow, vault: Vault, preferred: Preferred): Route {
  const { section, at, status, digest, source } = row;
  const place = { record: row.record_id, id: row.id };
  const content = openItem(row, vault);
  const told = content && {
    source,
    section,
    at,
    status,
    digest,
    content: { sealed: vault.seal(content, routePlace(place)) },
  };
  const route = new Route(
    {
      ...place,
      itemBefore: undefined,
      source,
      told,
      receivedAt: row.received_at,
      changedAt: row.changed_at?.toISOString(),
      updatedAt: row.imported_at ?? row.updated_at,
    },
    new Map(),
    preferred,
  );
  route.isChanged = true;
  return route;
}

/** A route of which nothing is known yet. */
export function newRoute({ record, id, source }: Arrival, now: Date, preferred: Preferred): Route {
  const nothing = { itemBefore: undefined, told: undefined, changedAt: undefined };
  return new Route({ record, id, source, receivedAt: now, updatedAt: now, ...nothing }, new Map(), preferred);
}

/** An item's content in the clear; undefined where it can no longer be opened. */
export function openItem(row: ItemRow, vault: Vault): ItemContent | undefined {
  try {
    return vault.open<ItemContent>(row.content, `item/${row.record_id}/${row.id}`);
  } catch {
    return undefined;
  }
}

const upsertRoutes = `
  insert into item_route (record_id, id, item_id, source, section, at, status, digest, content, received_at, changed_at, updated_at)
  select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::timestamptz[], $7::text[], $8::bytea[],
    $9::bytea[], $10::timestamptz[], $11::timestamptz[], $12::timestamptz[])
  on conflict (record_id, id) do update set item_id = excluded.item_id, source = excluded.source, section = excluded.section,
    at = excluded.at, status = excluded.status, digest = excluded.digest, content = excluded.content,
    changed_at = excluded.changed_at, updated_at = excluded.updated_at`;

/** Writes routes, each with the item that it leads to, and what they are known by. */
export async function writeRoutes(
  client: Client,
  vault: Vault,
  routes: readonly { readonly route: Route; readonly item: string }[],
): Promise<void> {
  const changed = routes.filter(({ route, item }) => route.isChanged || route.itemBefore !== item);
  if (changed.length > 0)
    await client.query({
      name: 'write-routes',
      text: upsertRoutes,
      values: [
        changed.map(({ route }) => route.record),
        changed.map(({ route }) => route.id),
        changed.map(({ item }) => item),
        changed.map(({ route }) => route.source),
        changed.map(({ route: { told } }) => told?.section ?? null),
        changed.map(({ route: { told } }) => told?.at ?? null),
        changed.map(({ route: { told } }) => told?.status ?? null),
        changed.map(({ route: { told } }) => told?.digest ?? null),
        changed.map(({ route }) => sealedContent(route, vault)),
        changed.map(({ route }) => route.receivedAt),
        changed.map(({ route }) => route.changedAt ?? null),
        changed.map(({ route }) => route.updatedAt),
      ],
    });
  await writeKeys(
    client,
    routes.map(({ route }) => route).filter(({ keysChanged }) => keysChanged),
  );
}

function sealedContent(route: Route, vault: Vault): Buffer | null {
  if (!route.told) return null;
  const { content } = route.told;
  return 'sealed' in content ? content.sealed : vault.seal(content.fresh.content, routePlace(route));
}

async function writeKeys(client: Client, routes: readonly Route[]): Promise<void> {
  if (routes.length === 0) return;
  await client.query(
    'delete from item_key where (record_id, route_id) in (select * from unnest($1::uuid[], $2::uuid[]))',
    [routes.map(({ record }) => record), routes.map(({ id }) => id)],
  );
  const rows = routes.flatMap((route) =>
    route.keyRows().map(([hash, lasting]) => [route.record, Buffer.from(hash, 'hex'), route.id, lasting] as const),
  );
  await client.query({
    name: 'write-keys',
    text: 'insert into item_key (record_id, hash, route_id, lasting) select * from unnest($1::uuid[], $2::bytea[], $3::uuid[], $4::boolean[])',
    values: [0, 1, 2, 3].map((column) => rows.map((row) => row[column])),
  });
}
