import type { TrustEntry } from '@crosstrust/contract';
import type { Client } from 'pg';
import { type Arrival, changedAtOf, newestOf, placeOf } from './arrivals.ts';
import { belongingOf, type Share } from './belong.ts';
import { damagedSection } from './damaged-section.ts';
import { type Known, type KnownItems, knownItems } from './known-items.ts';
import { identitiesOf, linksOf } from './links.ts';
import { mapItem } from './map-item.ts';
import { type MapContext, withdrawals } from './mapping.ts';
import { identityOf } from './names.ts';
import { type PlanParts, planRecords } from './plan-records.ts';
import { uuidOf } from './records.ts';
import { count, type ImportReport } from './report.ts';
import type { Resolver } from './resolve.ts';
import type { SetAsideLog } from './set-aside-log.ts';
import type { Slice, StagedItem } from './slices.ts';
import type { SlicePlan } from './write.ts';
import type { AbsentItem, ItemPlan } from './write-items.ts';

export interface SliceParts extends PlanParts {
  readonly client: Client;
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
  const known = await knownItems(
    parts.client,
    slice.records,
    ours.flatMap(({ ids, links }) => [...ids, ...links]),
  );
  const arrivals = ours.flatMap((item) => arrivalOf(item, known, parts));
  const plan = planArrivals(arrivals, known);
  const filled = new Set([...plan.items, ...plan.woven].map(({ record }) => record));
  return {
    ...plan,
    replaced: arrivals.flatMap(replacementsOf),
    records: await planRecords([...(parts.share ? filled : slice.records)], parts),
  };
}

interface OwnItem extends StagedItem {
  readonly source: string;
  /** Its id under each key on the ring, the current one first. */
  readonly ids: readonly string[];
  /** Ids that the items it refers to may have. */
  readonly links: readonly string[];
}

function ownItem(item: StagedItem, parts: SliceParts): OwnItem[] {
  const { staged } = item;
  const belonging = belongingOf(staged, parts.trust, parts.share, parts.resolver);
  if ('source' in belonging) {
    const links = linksOf(staged, parts.resolver).flatMap(([reference, type, from]) =>
      identitiesOf(reference, from, type, parts.resolver).flatMap((identity) => itemIds(identity, parts)),
    );
    return [{ ...item, source: belonging.source, ids: itemIds(identityOf(staged), parts), links }];
  }
  count(parts.report.elsewhere, belonging.elsewhere);
  return [];
}

function itemIds(identity: string, { vault, trust }: SliceParts): string[] {
  return vault.lookups('item-id', `${trust.key} ${identity}`).map(uuidOf);
}

/** What a resource tells of its thing; nothing where it could not be used, or says nothing of one. */
function arrivalOf(item: OwnItem, known: KnownItems, parts: SliceParts): Arrived[] {
  const { staged, record, source, outdated } = item;
  const id = known.idAmong(record, item.ids);
  const mapped = mapItem(staged, contextFor(item, known, parts), id);
  const version = { record, id, source, outdated, changedAt: changedAtOf(staged.resource) };
  if ('section' in mapped) return [{ ...version, item: mapped, keys: mapped.keys ?? [], isRemembered: false }];
  if ('notMapped' in mapped) {
    if (!outdated) count(parts.report.notMapped, mapped.notMapped);
    const isRemembered = version.changedAt !== undefined && withdrawals.has(mapped.notMapped);
    return [{ ...version, item: undefined, keys: [], isRemembered }];
  }
  if (outdated) return [];
  const there = known.get({ record, id })?.section;
  parts.log.add(staged, staged.resource, mapped.setAside, {
    record,
    source,
    section: there ?? damagedSection(staged.resource),
    ...(there === undefined ? {} : { item: id }),
  });
  return [];
}

function contextFor({ staged, record, outdated }: OwnItem, known: KnownItems, parts: SliceParts): MapContext {
  const { resolver, log } = parts;
  return {
    find: (reference, from, type) => resolver.find(reference, from, type),
    remark: (reason) => {
      if (!outdated) log.add(staged, staged.resource, reason, { record });
    },
    idOf: (reference, from, type) => {
      if (!reference) return undefined;
      const ids = identitiesOf(reference, from, type, resolver).flatMap((identity) => itemIds(identity, parts));
      return known.idAmong(record, ids) || undefined;
    },
  };
}

interface Arrived extends Arrival {
  /** Says that there is no such thing in a way that older versions cannot undo. */
  readonly isRemembered: boolean;
}

type Plan = Pick<SlicePlan, 'items' | 'absent' | 'woven'>;

/** Tells the things that other systems may know from those that only this resource tells of. */
function planArrivals(arrivals: readonly Arrived[], known: KnownItems): Plan {
  const [items, absent, woven]: [ItemPlan[], AbsentItem[], Arrival[]] = [[], [], []];
  for (const versions of Map.groupBy(arrivals, placeOf).values()) {
    const [first] = versions;
    const before: Known | undefined = first && known.get(first);
    const hasRoute = before?.isWoven || versions.some(({ keys, isRemembered }) => keys.length > 0 || isRemembered);
    if (hasRoute) woven.push(...versions);
    else {
      const newest = newestOf(versions, before?.item);
      if (newest?.item) items.push({ ...newest, item: newest.item, existing: before?.item });
      else if (newest) absent.push({ record: newest.record, id: newest.id, existing: before?.item });
    }
  }
  return { items, absent, woven };
}

/** The letters that a letter replaces, once it can be shown in their place. */
function replacementsOf({ record, id, item, outdated }: Arrived): SlicePlan['replaced'] {
  if (outdated || (item?.status !== 'final' && item?.status !== 'amended')) return [];
  return (item.replaces ?? []).map((replaced) => ({ record, id: replaced, by: id }));
}
