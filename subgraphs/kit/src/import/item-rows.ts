import type { Section } from '@crosstrust/contract';
import type { Vault } from '@crosstrust/service';
import type { Client } from 'pg';
import type { ItemStatus } from '../storage/content.ts';
import type { MappedItem } from './mapping.ts';
import { fingerprint } from './read-attachment.ts';

/** A thing by its record and id. */
export interface ItemKey {
  readonly record: string;
  readonly id: string;
}

/** A row of `item` as it should stand. `content` is sealed. */
export interface ItemWrite extends ItemKey {
  readonly section: Section;
  readonly source: string;
  readonly at: string | Date;
  readonly status: ItemStatus;
  readonly digest: Buffer;
  readonly content: Buffer;
  readonly receivedAt: Date;
  readonly changedAt: string | Date | undefined;
  readonly importedAt: Date | null;
  readonly updatedAt: Date;
}

const upsert = `
  insert into item (record_id, id, section, source, at, status, digest, content, received_at, changed_at, imported_at, updated_at)
  select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::text[], $7::bytea[], $8::bytea[],
    $9::timestamptz[], $10::timestamptz[], $11::timestamptz[], $12::timestamptz[])
  on conflict (record_id, id) do update set section = excluded.section, source = excluded.source, at = excluded.at, status = excluded.status,
    digest = excluded.digest, content = excluded.content, received_at = least(item.received_at, excluded.received_at),
    changed_at = excluded.changed_at, imported_at = excluded.imported_at, updated_at = excluded.updated_at`;

/** Writes rows of `item`, and forgets that they could not be read before. */
export async function upsertItems(client: Client, rows: readonly ItemWrite[]): Promise<void> {
  if (rows.length === 0) return;
  await client.query({
    name: 'write-items',
    text: upsert,
    values: [
      ...keysOf(rows),
      rows.map(({ section }) => section),
      rows.map(({ source }) => source),
      rows.map(({ at }) => at),
      rows.map(({ status }) => status),
      rows.map(({ digest }) => digest),
      rows.map(({ content }) => content),
      rows.map(({ receivedAt }) => receivedAt),
      rows.map(({ changedAt }) => changedAt ?? null),
      rows.map(({ importedAt }) => importedAt),
      rows.map(({ updatedAt }) => updatedAt),
    ],
  });
  await client.query({ name: 'forget-unreadable', text: forgetUnreadable, values: keysOf(rows) });
}

const forgetUnreadable =
  'delete from set_aside where unreadable and (record_id, item_id) in (select * from unnest($1::uuid[], $2::uuid[]))';

/** Removes rows of `item`. */
export async function deleteItems(client: Client, keys: readonly ItemKey[]): Promise<void> {
  if (keys.length === 0) return;
  await client.query(
    'delete from item where (record_id, id) in (select * from unnest($1::uuid[], $2::uuid[]))',
    keysOf(keys),
  );
}

const upsertFiles = `
  insert into document (record_id, id, content_type, size, body)
  select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::int[], $5::bytea[])
  on conflict (record_id, id) do update set content_type = excluded.content_type, size = excluded.size, body = excluded.body`;

/** The files of these things: written where there is one, removed where there is none. A file goes by the id of its route. */
export async function writeFiles(
  client: Client,
  vault: Vault,
  things: readonly (ItemKey & { readonly item: MappedItem | undefined; readonly isNew: boolean })[],
): Promise<void> {
  const lost = things.filter(({ item, isNew }) => !isNew && item?.document === undefined);
  if (lost.length > 0)
    await client.query(
      'delete from document where (record_id, id) in (select * from unnest($1::uuid[], $2::uuid[]))',
      keysOf(lost),
    );
  const files = things.flatMap(({ record, id, item }) => (item?.document ? [{ record, id, ...item.document }] : []));
  if (files.length === 0) return;
  await client.query(upsertFiles, [
    ...keysOf(files),
    files.map(({ contentType }) => contentType),
    files.map(({ bytes }) => bytes.length),
    files.map(({ record, id, bytes }) => vault.sealBytes(bytes, `document/${record}/${id}`)),
  ]);
}

/** What tells one version from another: all that comes from the source, its state included, and nothing that is decided here. */
export function digestText(source: string, item: MappedItem): string {
  return JSON.stringify([item.section, source, item.at, item.status, item.content, fingerprint(item.document)]);
}

/** Whether a digest, made with whichever key on the ring, is the one of this text. */
export function isDigestOf(vault: Vault, digest: Buffer | null | undefined, text: string): boolean {
  return digest !== null && digest !== undefined && vault.lookups('digest', text).some((each) => each.equals(digest));
}

/** Columns of records and ids, for `unnest`. */
export function keysOf(keys: readonly ItemKey[]): [string[], string[]] {
  return [keys.map(({ record }) => record), keys.map(({ id }) => id)];
}

/** A letter that another one has replaced stays so, whichever version of it comes. */
export function shownStatus(status: ItemStatus, isReplaced: boolean): ItemStatus {
  return isReplaced && (status === 'final' || status === 'amended') ? 'superseded' : status;
}

/** An item as it is known here, and when it was last changed: here by the patient, or by an import. */
export interface ChangedHere {
  readonly updatedAt: Date;
  readonly importedAt: Date | null;
}

/** Whether a verb has changed an item since an import last wrote it. */
export const isChangedHere = ({ updatedAt, importedAt }: ChangedHere): boolean =>
  importedAt !== null && updatedAt.getTime() > importedAt.getTime();
