import type { Section } from '@crosstrust/contract';
import type { Vault } from '@crosstrust/service';
import type { Client } from 'pg';
import type { ItemStatus, PatientContent } from '../storage/content.ts';
import type { LookupKind } from './identify.ts';
import type { MappedItem } from './mapping.ts';
import { moveItems } from './move-items.ts';
import type { RecordPlan } from './plan-records.ts';
import { fingerprint } from './read-attachment.ts';
import { withRecords } from './records.ts';
import { type Changes, type ImportReport, noChanges } from './report.ts';

/** An item as it stands in the database. */
export interface ExistingItem {
  readonly section: Section;
  readonly status: ItemStatus;
  readonly digest: Buffer;
}

/** An item as it should stand. */
export interface ItemPlan {
  readonly record: string;
  readonly id: string;
  readonly source: string;
  readonly item: MappedItem;
  readonly existing: ExistingItem | undefined;
}

/** What one transaction writes. */
export interface SlicePlan {
  readonly records: readonly RecordPlan[];
  readonly items: readonly ItemPlan[];
  /** Items that should not be there, by record and id. */
  readonly absent: readonly (ItemKey & { readonly existing: ExistingItem | undefined })[];
  /** Letters of an earlier import that these items replace. */
  readonly superseded: readonly ItemKey[];
}

export interface ItemKey {
  readonly record: string;
  readonly id: string;
}

export interface WriteParts {
  readonly client: Client;
  readonly vault: Vault;
  readonly report: ImportReport;
  readonly now: Date;
  /** Records of the slice before and this one, so that a patient in several slices is counted once. */
  readonly written: Set<string>;
}

/** Writes one slice in one transaction: all of it or, when the import is killed, nothing. */
export async function writeSlice(plan: SlicePlan, parts: WriteParts): Promise<void> {
  const records = new Set([
    ...plan.records.map(({ id }) => id),
    ...plan.items.map(({ record }) => record),
    ...plan.absent.map(({ record }) => record),
  ]);
  if (records.size === 0) return;
  await withRecords(parts.client, [...records], async () => {
    await writeRecords(plan.records, parts);
    await writeItems(plan.items, parts);
    await removeItems(plan.absent, parts);
    await supersede(plan.superseded, parts);
  });
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
    if (mergedInto !== undefined) await moveItems(client, vault, id, mergedInto);
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

const upsertItems = `
  insert into item (record_id, id, section, source, at, status, digest, content, received_at, updated_at)
  select *, $9, $9 from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::text[], $7::bytea[], $8::bytea[])
  on conflict (record_id, id) do update set section = excluded.section, source = excluded.source, at = excluded.at, status = excluded.status,
    digest = excluded.digest, content = excluded.content, updated_at = excluded.updated_at`;

async function writeItems(plans: readonly ItemPlan[], parts: WriteParts): Promise<void> {
  const { client, vault, report, now } = parts;
  const changed = plans.flatMap((plan) => {
    const [text, status] = [digestText(plan), statusToWrite(plan)];
    const same =
      plan.existing?.status === status &&
      vault.lookups('digest', text).some((digest) => plan.existing?.digest.equals(digest));
    changesOf(report, plan.item.section)[plan.existing === undefined ? 'created' : same ? 'unchanged' : 'updated'] += 1;
    return same ? [] : [{ ...plan, status, digest: vault.lookup('digest', text) }];
  });
  if (changed.length === 0) return;
  await client.query({
    name: 'write-items',
    text: upsertItems,
    values: [
      changed.map(({ record }) => record),
      changed.map(({ id }) => id),
      changed.map(({ item }) => item.section),
      changed.map(({ source }) => source),
      changed.map(({ item }) => item.at),
      changed.map(({ status }) => status),
      changed.map(({ digest }) => digest),
      changed.map(({ record, id, item }) => vault.seal(item.content, `item/${record}/${id}`)),
      now,
    ],
  });
  await writeDocuments(changed, parts);
}

const upsertDocuments = `
  insert into document (record_id, id, content_type, size, body)
  select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::int[], $5::bytea[])
  on conflict (record_id, id) do update set content_type = excluded.content_type, size = excluded.size, body = excluded.body`;

async function writeDocuments(changed: readonly ItemPlan[], { client, vault }: WriteParts): Promise<void> {
  const lost = changed.filter(({ existing, item }) => existing !== undefined && item.document === undefined);
  if (lost.length > 0) await client.query(deleteDocuments, keysOf(lost));
  const files = changed.flatMap(({ record, id, item: { document } }) =>
    document ? [{ record, id, ...document }] : [],
  );
  if (files.length === 0) return;
  await client.query(upsertDocuments, [
    ...keysOf(files),
    files.map(({ contentType }) => contentType),
    files.map(({ bytes }) => bytes.length),
    files.map(({ record, id, bytes }) => vault.sealBytes(bytes, `document/${record}/${id}`)),
  ]);
}

const deleteItems = 'delete from item where (record_id, id) in (select * from unnest($1::uuid[], $2::uuid[]))';
const deleteDocuments = 'delete from document where (record_id, id) in (select * from unnest($1::uuid[], $2::uuid[]))';

async function removeItems(absent: SlicePlan['absent'], { client, report }: WriteParts): Promise<void> {
  const present = absent.filter(({ existing }) => existing !== undefined);
  if (present.length === 0) return;
  for (const { existing } of present) if (existing) changesOf(report, existing.section).removed += 1;
  await client.query(deleteItems, keysOf(present));
  await client.query(deleteDocuments, keysOf(present));
}

async function supersede(keys: readonly ItemKey[], { client, now }: WriteParts): Promise<void> {
  if (keys.length === 0) return;
  await client.query(
    `update item set status = 'superseded', updated_at = $3
     where (record_id, id) in (select * from unnest($1::uuid[], $2::uuid[])) and status in ('final', 'amended')`,
    [...keysOf(keys), now],
  );
}

/** Once superseded, a letter stays so when it comes again without its successor. */
function statusToWrite({ item, existing }: ItemPlan): ItemStatus {
  const shown = item.status === 'final' || item.status === 'amended';
  return shown && existing?.status === 'superseded' ? 'superseded' : item.status;
}

function digestText({ source, item }: ItemPlan): string {
  return JSON.stringify([item.section, source, item.at, item.content, fingerprint(item.document)]);
}

function keysOf(keys: readonly ItemKey[]): [string[], string[]] {
  return [keys.map(({ record }) => record), keys.map(({ id }) => id)];
}

function changesOf(report: ImportReport, section: Section): Changes {
  const changes = report.items.get(section) ?? noChanges();
  report.items.set(section, changes);
  return changes;
}
