import type { Section } from '@crosstrust/contract';
import type { Vault } from '@crosstrust/service';
import type { Client } from 'pg';
import { type Arrival, inOrder, isNewer, placeOf } from './arrivals.ts';
import { moveHanging, stayWithheld } from './hanging.ts';
import { deleteItems, digestText, isDigestOf, type ItemKey, upsertItems, writeFiles } from './item-rows.ts';
import { type ItemRow, type KeyRow, loadAll, type LoadedThings, loadTouched } from './load-woven.ts';
import { planThing, type PlannedThing } from './plan-thing.ts';
import type { Replacements } from './replacements.ts';
import { type ImportReport, noteChange } from './report.ts';
import { newRoute, type Route, routeOfItem, storedRoute, writeRoutes } from './routes.ts';
import { weave } from './weave.ts';

export interface WeaveParts {
  readonly client: Client;
  readonly vault: Vault;
  readonly now: Date;
  readonly report: ImportReport;
  /** Whether the trust shows what comes of a section from a source (W13). */
  readonly shows: (section: Section, source: string) => boolean;
}

/**
 * Writes things that may come by several routes, in the transaction that is open: each version to its route, and each thing
 * as what all its routes together tell. The outcome depends on the set of versions alone, and not on their order.
 */
export async function writeWoven(
  arrivals: readonly Arrival[],
  replacements: Replacements,
  parts: WeaveParts,
): Promise<void> {
  if (arrivals.length === 0) return;
  const { client, vault } = parts;
  const byRecord = Map.groupBy(arrivals, ({ record }) => record);
  const hashes = arrivals.flatMap(({ keys }) => keys.flatMap(({ value }) => keyHashes(vault, value)));
  const ids = arrivals.map(({ id }) => id);
  const loaded = await loadTouched(client, [...byRecord.keys()], [...new Set(ids)], [...new Set(hashes)]);
  const planned = [...byRecord].map(([record, own]) => planRecord(record, own, loaded, replacements, parts));
  await writeThings(planned, parts);
}

/** Puts together what a record holds after it took over what another held. */
export async function reweave(record: string, parts: WeaveParts): Promise<void> {
  const loaded = await loadAll(parts.client, record);
  if (loaded.routes.length > 0) await writeThings([planRecord(record, [], loaded, new Map(), parts)], parts);
}

interface PlannedRecord {
  readonly things: readonly PlannedThing[];
  /** The newest version of each resource that has come, and what became of it. */
  readonly notes: readonly Note[];
}

function planRecord(
  record: string,
  arrivals: readonly Arrival[],
  loaded: LoadedThings,
  replacements: Replacements,
  parts: WeaveParts,
): PlannedRecord {
  const ofRecord = <Row extends { record_id: string }>(rows: readonly Row[]) =>
    rows.filter(({ record_id }) => record_id === record);
  const items = new Map(ofRecord(loaded.items).map((row) => [row.id, row]));
  const keys = Map.groupBy(ofRecord(loaded.keys), ({ route_id }) => route_id);
  const stored = ofRecord(loaded.routes).map((row) => storedRoute(row, labelsOf(keys.get(row.id)), parts.shows));
  const routes = new Map(stored.map((route) => [route.id, route]));
  const labels = new Set(stored.flatMap((route) => [...route.keys]));
  const notes = new Map<string, Note>();
  for (const arrival of inOrder(arrivals)) take(arrival, { routes, items, labels, notes }, parts);
  const replacedBy = (route: Route) => replacements.get(placeOf(route)) ?? [];
  return {
    things: weave([...routes.values()]).map((woven) => planThing(record, woven, items, { ...parts, replacedBy })),
    notes: [...notes.values()],
  };
}

const labelsOf = (rows: readonly KeyRow[] = []): Map<string, boolean> =>
  new Map(rows.map(({ hash, lasting }) => [hash, lasting]));

const keyHashes = (vault: Vault, value: string): string[] =>
  vault.lookups('item-key', value).map((hash) => hash.toString('hex'));

interface Note {
  readonly route: Route;
  readonly section: Section;
  readonly what: 'new' | 'updated' | 'unchanged' | 'removed';
}

interface Taking {
  readonly routes: Map<string, Route>;
  readonly items: ReadonlyMap<string, ItemRow>;
  /** Keys that are in use, under whichever key on the ring they were hashed. */
  readonly labels: Set<string>;
  readonly notes: Map<string, Note>;
}

/** One version onto its route. Of one that is older than what is known there, only what it is known by for ever stays. */
function take(arrival: Arrival, taking: Taking, parts: WeaveParts): void {
  const { routes, items, notes } = taking;
  const row = items.get(arrival.id);
  const known = routes.get(arrival.id) ?? (row && routeOfItem(row, parts.vault, parts.shows));
  const route = known ?? newRoute(arrival, parts.now, parts.shows);
  routes.set(arrival.id, route);
  const isTaken = isNewer(arrival, known);
  if (isTaken) {
    const section = arrival.item?.section ?? route.told?.section;
    const what = put(arrival, route, known === undefined, parts);
    // a version that was read in this run and is replaced in it counts once
    const before = notes.get(arrival.id)?.what;
    if (section) notes.set(arrival.id, { route, section, what: before === 'new' && what === 'updated' ? 'new' : what });
    route.forgetKeys();
  }
  for (const { value, lasting } of arrival.keys) {
    if (!lasting && !isTaken) continue;
    const hashes = keyHashes(parts.vault, value);
    const label = hashes.find((hash) => taking.labels.has(hash)) ?? hashes[0] ?? '';
    taking.labels.add(label);
    route.addKey(label, lasting);
  }
}

function put(arrival: Arrival, route: Route, isFirst: boolean, { vault, now }: WeaveParts): Note['what'] {
  const text = arrival.item && digestText(arrival.source, arrival.item);
  const isSame = text === undefined ? !isFirst && !route.live : isDigestOf(vault, route.told?.digest, text);
  if (isSame) route.confirm(arrival);
  else route.take(arrival, text === undefined ? undefined : vault.lookup('digest', text), now);
  if (isFirst) return 'new';
  if (isSame) return 'unchanged';
  return arrival.item ? 'updated' : 'removed';
}

async function writeThings(planned: readonly PlannedRecord[], parts: WeaveParts): Promise<void> {
  const { client, vault } = parts;
  const things = planned.flatMap((each) => each.things);
  await upsertItems(
    client,
    things.flatMap(({ write }) => write ?? []),
  );
  for (const { record, id, gone, stays } of things)
    for (const row of stays ? gone : [])
      await moveHanging(client, { from: { record, id: row.id }, to: { record, id } });
  await stayWithheld(client, things.flatMap(partsThatLeft));
  await deleteItems(
    client,
    things.flatMap(({ record, gone }) => gone.map(({ id }): ItemKey => ({ record, id }))),
  );
  await writeRoutes(
    client,
    vault,
    things.flatMap(({ id, routes }) => routes.map((route) => ({ route, item: id }))),
  );
  await writeFiles(client, vault, things.flatMap(filesOf));
  for (const each of planned) countChanges(each, parts.report);
}

/** The routes that led to another item before. */
function partsThatLeft({ record, id, routes }: PlannedThing) {
  return routes.flatMap(({ itemBefore: before }) =>
    before === undefined || before === id ? [] : [{ record, before, id }],
  );
}

/** The files of the versions that have just come. */
function filesOf({ routes }: PlannedThing) {
  return routes.flatMap((route) => {
    if (!route.isChanged) return [];
    const { record, id, told } = route;
    if (told && !('fresh' in told.content)) return [];
    return [{ record, id, item: told && 'fresh' in told.content ? told.content.fresh : undefined, isNew: false }];
  });
}

function countChanges({ things, notes }: PlannedRecord, report: ImportReport): void {
  const thingOf = new Map(things.flatMap((thing) => thing.routes.map((route) => [route, thing] as const)));
  const counted = new Set<PlannedThing>();
  for (const { route, section, what } of notes) {
    const thing = thingOf.get(route);
    if (what !== 'new') noteChange(report, section, what);
    else if (!route.live) continue;
    else if (thing?.existed || (thing && counted.has(thing))) report.joined += 1;
    else {
      noteChange(report, section, 'created');
      if (thing) counted.add(thing);
    }
  }
}
