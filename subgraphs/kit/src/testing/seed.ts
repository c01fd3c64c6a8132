import type { Section } from '@crosstrust/contract';
import { createVault, type KeyRing, type Vault } from '@crosstrust/service';
import { Client } from 'pg';
import type { ItemContent, ItemStatus, PatientContent } from '../storage/content.ts';
import { placeOfTask, type Task } from '../verbs/task.ts';

/** Keys for tests. */
export const testKeys: KeyRing = [{ id: 'k1', key: Buffer.alloc(32, 7) }];
export const testVault: Vault = createVault(testKeys, testKeys);

export interface SeedRecord {
  readonly id: string;
  readonly status?: 'active' | 'deceased' | 'restricted' | 'merged';
  readonly patient: PatientContent;
  readonly items?: readonly SeedItem[];
  readonly documents?: readonly { readonly id: string; readonly contentType: string; readonly body: string }[];
}

export interface SeedItem {
  readonly id: string;
  readonly section: Section;
  readonly source: string;
  readonly at: string;
  readonly status: ItemStatus;
  readonly content: ItemContent;
  /** The ways by which it came, where several systems tell of it. */
  readonly routes?: readonly SeedRoute[];
}

export interface SeedRoute {
  readonly id: string;
  readonly source: string;
  readonly changedAt: string;
  readonly content: ItemContent;
}

export interface SeedSlot {
  readonly id: string;
  readonly clinic: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly capacity: number;
  readonly taken: number;
}

/** Puts slots into a test database. */
export async function seedSlots(client: Client, slots: readonly SeedSlot[]): Promise<void> {
  for (const { id, clinic, startsAt, endsAt, capacity, taken } of slots)
    await client.query(
      `insert into slot (id, clinic, source, starts_at, ends_at, capacity, taken) values ($1, $2, 'example', $3, $4, $5, $6)`,
      [id, clinic, startsAt, endsAt, capacity, taken],
    );
}

export interface SeedTask extends Task {
  readonly id: string;
  readonly recordId: string;
  readonly number: string;
  readonly actor: string;
  readonly createdAt: string;
}

/** Puts what somebody asked or reported into a test database, by the superuser's connection. */
export async function seedTask(
  client: Client,
  { id, recordId, number, kind, item, actor, content, createdAt }: SeedTask,
): Promise<void> {
  await client.query(
    'insert into task (id, record_id, number, kind, item_id, content, created_at, actor) values ($1, $2, $3, $4, $5, $6, $7, $8)',
    [id, recordId, number, kind, item ?? null, testVault.seal(content, placeOfTask(id)), createdAt, actor],
  );
}

/** Puts records into a test database, as its owner. `url` may be the superuser's. */
export async function seed(url: string, records: readonly SeedRecord[], vault: Vault = testVault): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const record of records) await seedRecord(client, record, vault);
  } finally {
    await client.end();
  }
}

async function seedRecord(
  client: Client,
  { id, status = 'active', patient, items = [], documents = [] }: SeedRecord,
  vault: Vault,
): Promise<void> {
  const at = '2026-01-02T03:04:05.000Z';
  await client.query('begin');
  await client.query("select set_config('app.records', $1, true)", [id]);
  await client.query('insert into record (id, status, content, updated_at) values ($1, $2, $3, $4)', [
    id,
    status,
    vault.seal(patient, `record/${id}`),
    at,
  ]);
  await client.query("insert into record_lookup (kind, hash, record_id) values ('nhs', $1, $2)", [
    vault.lookup('nhs', patient.nhsNumber),
    id,
  ]);
  for (const item of items) {
    const content = vault.seal(item.content, `item/${id}/${item.id}`);
    await client.query(
      'insert into item (record_id, id, section, source, at, status, digest, content, received_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)',
      [id, item.id, item.section, item.source, item.at, item.status, Buffer.alloc(1), content, at],
    );
    for (const route of item.routes ?? [])
      await client.query(
        'insert into item_route (record_id, id, item_id, source, section, at, status, digest, content, received_at, changed_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $10)',
        [
          id,
          route.id,
          item.id,
          route.source,
          item.section,
          item.at,
          item.status,
          Buffer.alloc(1),
          vault.seal(route.content, `item_route/${id}/${route.id}`),
          at,
          route.changedAt,
        ],
      );
  }
  for (const document of documents) {
    const body = vault.sealBytes(Buffer.from(document.body), `document/${id}/${document.id}`);
    await client.query('insert into document (record_id, id, content_type, size, body) values ($1, $2, $3, $4, $5)', [
      id,
      document.id,
      document.contentType,
      document.body.length,
      body,
    ]);
  }
  await client.query('commit');
}
