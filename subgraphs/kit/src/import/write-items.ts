import type { Section } from '@crosstrust/contract';
import type { Vault } from '@crosstrust/service';
import type { Client } from 'pg';
import type { ItemStatus } from '../storage/content.ts';
import { type Arrival, placeOf } from './arrivals.ts';
import {
  type ChangedHere,
  deleteItems,
  digestText,
  isChangedHere,
  isDigestOf,
  type ItemKey,
  keysOf,
  shownStatus,
  upsertItems,
  writeFiles,
} from './item-rows.ts';
import { lockItems } from './known-items.ts';
import type { MappedItem } from './mapping.ts';
import type { Replacements } from './replacements.ts';
import { noteChange } from './report.ts';
import type { WeaveParts } from './write-woven.ts';

/** An item as it stands in the database. */
export interface ExistingItem extends ChangedHere {
  readonly section: Section;
  readonly status: ItemStatus;
  readonly digest: Buffer;
  readonly changedAt: string | undefined;
  /** It could not be read, so that it has to be written anew. */
  readonly isUnreadable: boolean;
}

/** An item as it should stand that only one system can tell of. */
export interface ItemPlan extends Omit<Arrival, 'item' | 'keys' | 'outdated'> {
  readonly item: MappedItem;
  readonly existing: ExistingItem | undefined;
}

/** An item that should not be there. */
export interface AbsentItem extends ItemKey {
  readonly existing: ExistingItem | undefined;
}

/** Writes items that only one system can tell of, those of them that have changed. */
export async function writeItems(
  plans: readonly ItemPlan[],
  replacements: Replacements,
  { client, vault, report, now }: WeaveParts,
): Promise<void> {
  const locked = await lockItems(client, plans);
  const judged = plans.map((given) => {
    const plan = { ...given, existing: locked.get(placeOf(given)) };
    const status = statusToWrite(plan, replacements);
    const text = digestText(plan.source, plan.item);
    return { ...plan, status, text, become: becomes(plan, status, text, vault) };
  });
  for (const { existing, become, item } of judged)
    noteChange(
      report,
      item.section,
      existing === undefined ? 'created' : become === 'written' ? 'updated' : 'unchanged',
    );
  const written = judged.filter(({ become }) => become === 'written');
  await upsertItems(
    client,
    written.map(({ record, id, source, item, status, text, changedAt }) => ({
      record,
      id,
      section: item.section,
      source,
      at: item.at,
      status,
      digest: vault.lookup('digest', text),
      content: vault.seal(item.content, `item/${record}/${id}`),
      receivedAt: now,
      changedAt,
      importedAt: now,
      updatedAt: now,
    })),
  );
  await writeFiles(
    client,
    vault,
    written.map((plan) => ({ ...plan, isNew: plan.existing === undefined })),
  );
  await confirmItems(
    client,
    judged.filter(({ become }) => become === 'confirmed'),
  );
}

/** What is to be done about an item: the same version once more says at most that its source has looked at it again. */
function becomes(
  { existing, changedAt }: ItemPlan,
  status: ItemStatus,
  text: string,
  vault: Vault,
): 'written' | 'confirmed' | 'kept' {
  if (!existing || existing.isUnreadable) return 'written';
  const isReplaced = status === 'superseded' && (existing.status === 'final' || existing.status === 'amended');
  if (isDigestOf(vault, existing.digest, text))
    return isReplaced ? 'written' : changedAt === existing.changedAt ? 'kept' : 'confirmed';
  const isLater = changedAt === undefined || Date.parse(changedAt) > existing.updatedAt.getTime();
  return isChangedHere(existing) && !isLater ? 'kept' : 'written';
}

async function confirmItems(client: Client, plans: readonly ItemPlan[]): Promise<void> {
  if (plans.length === 0) return;
  await client.query(
    'update item set changed_at = c.at from unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) as c(record, id, at) where record_id = c.record and item.id = c.id',
    [...keysOf(plans), plans.map(({ changedAt }) => changedAt ?? null)],
  );
}

/** Removes items that turned out not to be. */
export async function removeItems(absent: readonly AbsentItem[], { client, vault, report }: WeaveParts): Promise<void> {
  const present = absent.filter(({ existing }) => existing !== undefined);
  if (present.length === 0) return;
  for (const { existing } of present) if (existing) noteChange(report, existing.section, 'removed');
  await deleteItems(client, present);
  await writeFiles(
    client,
    vault,
    present.map((key) => ({ ...key, item: undefined, isNew: false })),
  );
}

/** Once superseded, a letter stays so when it comes again without its successor. */
function statusToWrite({ record, id, item, existing }: ItemPlan, replacements: Replacements): ItemStatus {
  const by = replacements.get(placeOf({ record, id })) ?? [];
  return shownStatus(item.status, existing?.status === 'superseded' || by.some((each) => each !== id));
}
