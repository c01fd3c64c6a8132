import type { TrustEntry } from '@crosstrust/contract';
import type { Client } from 'pg';
import { belongingOf, type Share } from './belong.ts';
import type { Composition, DocumentReference } from './fhir.ts';
import { type Mapped, mapItem } from './map-item.ts';
import type { MapContext, MappedItem } from './mapping.ts';
import { candidatesOf, identityOf } from './names.ts';
import { type PlanParts, planRecords } from './plan-records.ts';
import { uuidOf, withRecords } from './records.ts';
import { count, type ImportReport } from './report.ts';
import type { Resolver } from './resolve.ts';
import type { SetAsideLog } from './set-aside-log.ts';
import type { Slice, StagedItem } from './slices.ts';
import { replacedReferences } from './stage.ts';
import type { ExistingItem, ItemKey, ItemPlan, SlicePlan } from './write.ts';

export interface SliceParts extends PlanParts {
  readonly trust: TrustEntry;
  readonly share: Share | undefined;
  readonly resolver: Resolver;
  readonly log: SetAsideLog;
  readonly report: ImportReport;
}

/** Maps the items of a slice and plans what is to be written: only what is this trust's, and each item under the id it already has. */
export async function planSlice(slice: Slice, parts: SliceParts): Promise<SlicePlan> {
  await parts.resolver.prepare(slice.items.map(({ staged }) => staged));
  const ours = slice.items.flatMap((item) => ownItem(item, parts));
  const existing = await existingItems(
    parts.client,
    slice.records,
    ours.flatMap(({ ids }) => ids),
  );
  const items: ItemPlan[] = [];
  const absent: SlicePlan['absent'][number][] = [];
  for (const { staged, record, superseded, source, ids } of ours) {
    const id = ids.find((each) => existing.has(`${record} ${each}`)) ?? ids[0] ?? '';
    const before = existing.get(`${record} ${id}`);
    const mapped = mapItem(staged, contextFor(staged, parts), id);
    note(mapped, staged, parts);
    if ('section' in mapped)
      items.push({ record, id, source, item: asSuperseded(mapped, superseded), existing: before });
    else if ('notMapped' in mapped) absent.push({ record, id, existing: before });
  }
  const wanted = parts.share ? new Set(items.map(({ record }) => record)) : new Set(slice.records);
  return {
    items,
    absent,
    superseded: ours.flatMap((item) => replacedItems(item, parts)),
    records: await planRecords([...wanted], parts),
  };
}

interface OwnItem extends StagedItem {
  readonly source: string;
  /** Its id under each key on the ring, the current one first. */
  readonly ids: readonly string[];
}

function ownItem(item: StagedItem, parts: SliceParts): OwnItem[] {
  const belonging = belongingOf(item.staged, parts.trust, parts.share, contextFor(item.staged, parts));
  if ('source' in belonging)
    return [{ ...item, source: belonging.source, ids: itemIds(identityOf(item.staged), parts) }];
  count(parts.report.elsewhere, belonging.elsewhere);
  return [];
}

function itemIds(identity: string, { vault, trust }: SliceParts): string[] {
  return vault.lookups('item-id', `${trust.key} ${identity}`).map(uuidOf);
}

function contextFor(staged: StagedItem['staged'], { resolver, log }: SliceParts): MapContext {
  return {
    find: (reference, from, type) => resolver.find(reference, from, type),
    remark: (reason) => log.add(staged, staged.resource, reason),
  };
}

function note(mapped: Mapped, staged: StagedItem['staged'], { log, report }: SliceParts): void {
  if ('setAside' in mapped) log.add(staged, staged.resource, mapped.setAside);
  if ('notMapped' in mapped) count(report.notMapped, mapped.notMapped);
}

function asSuperseded(item: MappedItem, superseded: boolean): MappedItem {
  return superseded && (item.status === 'final' || item.status === 'amended')
    ? { ...item, status: 'superseded' }
    : item;
}

/** Where the letters that an item replaces would stand if an earlier import brought them. */
function replacedItems({ staged, record }: OwnItem, parts: SliceParts): ItemKey[] {
  const type = staged.resource.resourceType;
  if (type !== 'DocumentReference' && type !== 'Composition') return [];
  const names = replacedReferences(staged.resource as DocumentReference | Composition).flatMap((reference) =>
    candidatesOf(reference, staged, type),
  );
  const identities = names.map((name) => name.replace(/^\*\//, '').replace(/^urn:uuid:/, `${type}/`));
  return [...new Set(identities)].flatMap((identity) => itemIds(identity, parts)).map((id) => ({ record, id }));
}

async function existingItems(
  client: Client,
  records: readonly string[],
  ids: readonly string[],
): Promise<ReadonlyMap<string, ExistingItem>> {
  if (ids.length === 0) return new Map();
  const { rows } = await withRecords(client, records, () =>
    client.query<ExistingItem & { record_id: string; id: string }>({
      name: 'existing-items',
      text: 'select record_id, id, section, status, digest from item where record_id = any($1) and id = any($2)',
      values: [records, ids],
    }),
  );
  return new Map(rows.map((row) => [`${row.record_id} ${row.id}`, row]));
}
