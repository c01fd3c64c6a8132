import { inviteBooked } from '../invitations/invite-booked.ts';
import type { Policy } from '../policy/policy.ts';
import type { Change } from '../storage/changes.ts';
import type { PatientContent } from '../storage/content.ts';
import type { Arrival } from './arrivals.ts';
import type { LookupKind } from './identify.ts';
import { holdPlaces } from './hold-places.ts';
import { moveItems } from './move-items.ts';
import type { RecordPlan } from './plan-records.ts';
import { withRecords } from './records.ts';
import { noteReplacements, type Replacement, supersede } from './replacements.ts';
import { type AbsentItem, type ItemPlan, removeItems, writeItems } from './write-items.ts';
import { reweave, type WeaveParts, writeWoven } from './write-woven.ts';

/** What one transaction writes. */
export interface SlicePlan {
  readonly records: readonly RecordPlan[];
  readonly items: readonly ItemPlan[];
  /** Items that should not be there, by record and id. */
  readonly absent: readonly AbsentItem[];
  /** Versions of things that other systems may tell of too. */
  readonly woven: readonly Arrival[];
  /** Letters and those that replace them, by the ids of their routes. */
  readonly replaced: readonly Replacement[];
}

export interface WriteParts extends WeaveParts {
  /** Records of the slice before and this one, so that a patient in several slices is counted once. */
  readonly written: Set<string>;
  /** Whether patients are invited for whom an appointment is new, and how. Absent: nobody is. */
  readonly policy?: Policy | undefined;
}

/** Writes one slice in one transaction: all of it or, when the import is killed, nothing. */
export async function writeSlice(plan: SlicePlan, parts: WriteParts): Promise<void> {
  const records = new Set([
    ...plan.records.map(({ id }) => id),
    ...plan.items.map(({ record }) => record),
    ...plan.absent.map(({ record }) => record),
    ...plan.woven.map(({ record }) => record),
  ]);
  if (records.size === 0) return;
  await withRecords(parts.client, [...records], async () => {
    await writeRecords(plan.records, parts);
    const replacements = await noteReplacements(plan.replaced, [...plan.items, ...plan.woven], parts);
    await writeItems(plan.items, replacements, parts);
    await removeItems(plan.absent, parts);
    await writeWoven(plan.woven, replacements, parts);
    await supersede(plan.replaced, parts);
    await holdPlaces([...plan.items, ...plan.woven, ...plan.absent], parts);
    await inviteThem([...records], parts);
  });
}

async function inviteThem(
  records: readonly string[],
  { client, vault, now, policy, report }: WriteParts,
): Promise<void> {
  if (!policy) return;
  const query: Change['query'] = async (text, values = []) => (await client.query(text, [...values])).rows;
  report.invited += await inviteBooked({ query, vault, policy, now }, records);
}

const upsertRecords = `
  insert into record (id, status, merged_into, content, updated_at)
  select id, status, merged_into, content, $5 from unnest($1::uuid[], $2::text[], $3::uuid[], $4::bytea[]) as r(id, status, merged_into, content)
  on conflict (id) do update set status = excluded.status, merged_into = excluded.merged_into, content = excluded.content, updated_at = excluded.updated_at`;

async function writeRecords(plans: readonly RecordPlan[], parts: WriteParts): Promise<void> {
  if (plans.length === 0) return;
  const { client, vault, report, now, written } = parts;
  const { rows } = await client.query<{ id: string; status: string; merged_into: string | null; content: Buffer }>(
    'select id, status, merged_into, content from record where id = any($1)',
    [plans.map(({ id }) => id)],
  );
  const existing = new Map(rows.map((row) => [row.id, row]));
  const changed = plans.filter((plan) => {
    const row = existing.get(plan.id);
    const same =
      row?.status === plan.status &&
      (row.merged_into ?? undefined) === plan.mergedInto &&
      sameContent(vault.open(row.content, `record/${plan.id}`), plan.content);
    if (!written.has(plan.id)) report.records[row === undefined ? 'created' : same ? 'unchanged' : 'updated'] += 1;
    written.add(plan.id);
    return !same;
  });
  await client.query(upsertRecords, [
    changed.map(({ id }) => id),
    changed.map(({ status }) => status),
    changed.map(({ mergedInto }) => mergedInto ?? null),
    changed.map(({ id, content }) => vault.seal(content, `record/${id}`)),
    now,
  ]);
  await writeLookups(plans, parts);
  for (const { id, mergedInto } of changed)
    if (mergedInto !== undefined) {
      await moveItems(client, vault, id, mergedInto);
      await reweave(mergedInto, parts);
    }
}

function sameContent(a: PatientContent, b: PatientContent): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** A superseded number leads to the survivor's record; everything else to the record itself. */
async function writeLookups(plans: readonly RecordPlan[], { client, vault }: WriteParts): Promise<void> {
  const merged = plans.filter(({ mergedInto }) => mergedInto !== undefined);
  if (merged.length > 0) {
    await client.query("delete from record_lookup where kind = 'nhs' and record_id = any($1)", [
      merged.map(({ id }) => id),
    ]);
    await client.query(
      "insert into record_lookup (kind, hash, record_id) select 'merged-into', uuid_send(id), survivor from unnest($1::uuid[], $2::uuid[]) as m(id, survivor) on conflict do nothing",
      [merged.map(({ id }) => id), merged.map(({ mergedInto }) => mergedInto)],
    );
  }
  const rows = plans.flatMap((plan) =>
    lookupsOf(plan).map(([kind, value, record]) => [kind, vault.lookup(kind, value), record] as const),
  );
  await client.query({
    name: 'write-lookups',
    text: 'insert into record_lookup (kind, hash, record_id) select * from unnest($1::text[], $2::bytea[], $3::uuid[]) on conflict do nothing',
    values: [0, 1, 2].map((column) => rows.map((row) => row[column])),
  });
}

function lookupsOf({ id, mergedInto, content, people }: RecordPlan): (readonly [LookupKind, string, string])[] {
  const sources = people.flatMap(
    ({ sourceIdentity, identity }) =>
      [
        ['source', sourceIdentity, id],
        ['person', identity, id],
      ] as const,
  );
  return [['nhs', content.nhsNumber, mergedInto ?? id], ...sources];
}
