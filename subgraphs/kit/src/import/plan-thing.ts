import type { Vault } from '@crosstrust/service';
import { isChangedHere, type ItemWrite, shownStatus } from './item-rows.ts';
import type { ItemRow } from './load-woven.ts';
import { openItem, type Route, type Told } from './routes.ts';
import { byRank, type Woven } from './weave.ts';

/** What is to be done for one thing, so that its item is what all its routes together tell. */
export interface PlannedThing {
  readonly record: string;
  readonly id: string;
  readonly routes: readonly Route[];
  /** Whether there was an item of it before. */
  readonly existed: boolean;
  /** The item's row, where it has to change. */
  readonly write: ItemWrite | undefined;
  /** Items that become this one; or, where no route tells of it any more, that go. */
  readonly gone: readonly ItemRow[];
  /** Whether there is an item of it afterwards. */
  readonly stays: boolean;
}

export interface ThingParts {
  readonly vault: Vault;
  readonly now: Date;
  /** By the id of a letter's route: the routes of the letters that replace it. */
  readonly replacedBy: (route: Route) => readonly string[];
}

/**
 * The item of a thing. It shows the version that changed last at its source; what the patient changed here is kept until a
 * source tells something that is later.
 */
export function planThing(
  record: string,
  { id, strands }: Woven<Route>,
  items: ReadonlyMap<string, ItemRow>,
  parts: ThingParts,
): PlannedThing {
  const rows = strands.flatMap((route) => items.get(route.id) ?? []);
  const plan = { record, id, routes: strands, existed: rows.length > 0 };
  const shown = byRank(strands).find((route) => route.open(parts.vault) !== undefined);
  if (!shown?.told) return { ...plan, write: undefined, gone: rows, stays: false };
  const base = rows.toSorted((a, b) => rankOf(b, id) - rankOf(a, id))[0];
  const receivedAt = earliest([
    ...rows.map(({ received_at }) => received_at),
    ...strands.map((each) => each.receivedAt),
  ]);
  const isReplaced = rows.some(({ status }) => status === 'superseded') || isReplacedByAnother(strands, parts);
  const row =
    base && keeps(base, shown.told, shown.changedAt, strands, parts.vault)
      ? keptRow(base, { id, shown, isReplaced, receivedAt }, parts)
      : shownRow(shown.told, { record, id, shown, isReplaced, receivedAt }, parts);
  const before = items.get(id);
  return {
    ...plan,
    write: before && isSame(before, row) ? undefined : row,
    gone: rows.filter((each) => each.id !== id),
    stays: true,
  };
}

/** What the patient changed last counts most, then the item that keeps its id. */
function rankOf(row: ItemRow, id: string): number {
  const changes = { updatedAt: row.updated_at, importedAt: row.imported_at };
  return isChangedHere(changes) ? row.updated_at.getTime() : row.id === id ? 1 : 0;
}

/** Whether an item stays as it is: it shows this version already, or was changed here since, as far as anybody knows. */
function keeps(
  base: ItemRow,
  told: Told,
  changedAt: string | undefined,
  strands: readonly Route[],
  vault: Vault,
): boolean {
  if (openItem(base, vault) === undefined) return false;
  if (told.digest.equals(base.digest)) return true;
  if (!isChangedHere({ updatedAt: base.updated_at, importedAt: base.imported_at })) return false;
  if (changedAt !== undefined) return Date.parse(changedAt) <= base.updated_at.getTime();
  return strands.some((route) => route.told?.digest.equals(base.digest));
}

interface RowParts {
  readonly id: string;
  readonly shown: Route;
  readonly isReplaced: boolean;
  readonly receivedAt: Date;
}

function keptRow(base: ItemRow, { id, shown, isReplaced, receivedAt }: RowParts, { vault }: ThingParts): ItemWrite {
  const isShown = shown.told?.digest.equals(base.digest) ?? false;
  return {
    record: base.record_id,
    id,
    section: base.section,
    source: base.source,
    at: base.at,
    status: shownStatus(base.status, isReplaced),
    digest: base.digest,
    content: base.id === id ? base.content : vault.seal(openItem(base, vault), `item/${base.record_id}/${id}`),
    receivedAt,
    changedAt: isShown ? shown.changedAt : (base.changed_at ?? undefined),
    importedAt: base.imported_at,
    updatedAt: base.updated_at,
  };
}

function shownRow(
  told: Told,
  { record, id, shown, isReplaced, receivedAt }: RowParts & { readonly record: string },
  { vault, now }: ThingParts,
): ItemWrite {
  return {
    record,
    id,
    section: told.section,
    source: told.source,
    at: told.at,
    status: shownStatus(told.status, isReplaced),
    digest: told.digest,
    content: vault.seal(shown.open(vault), `item/${record}/${id}`),
    receivedAt,
    changedAt: shown.changedAt,
    importedAt: now,
    updatedAt: now,
  };
}

function isSame(before: ItemRow, row: ItemWrite): boolean {
  return (
    before.content === row.content &&
    before.status === row.status &&
    before.received_at.getTime() === row.receivedAt.getTime() &&
    (before.changed_at?.getTime() ?? 0) === (row.changedAt === undefined ? 0 : new Date(row.changedAt).getTime())
  );
}

/** By a letter that is not the same thing come by another way. */
function isReplacedByAnother(strands: readonly Route[], { replacedBy }: ThingParts): boolean {
  const own = new Set(strands.map(({ id }) => id));
  return strands.some((route) => replacedBy(route).some((by) => !own.has(by)));
}

const earliest = (times: readonly Date[]): Date => new Date(Math.min(...times.map((time) => time.getTime())));
