import { Migration } from '@mikro-orm/migrations';
import { lockByRecord } from './lock-by-record.ts';

/**
 * The ways by which one thing came, what it is known by, and what of a record could not be used. Only items that another
 * system may tell of too have routes; of the others the item itself is the one version that there is.
 */
export class Routes extends Migration {
  override name = '0008-routes';

  override up(): void {
    // when the version that shows last changed at its source, and when an import last wrote the row: what is later than
    // that was changed here
    this.addSql('alter table item add column changed_at timestamptz(3), add column imported_at timestamptz');
    this.addSql('update item set imported_at = updated_at');
    this.addSql(`
      create table item_route (
        record_id uuid not null references record on delete cascade,
        id uuid not null,
        item_id uuid not null,
        source text not null,
        section text,
        at timestamptz(3),
        status text,
        digest bytea,
        content bytea,
        received_at timestamptz not null,
        changed_at timestamptz(3),
        updated_at timestamptz not null,
        primary key (record_id, id)
      )`);
    this.addSql('create index item_route_by_item on item_route (record_id, item_id)');
    this.addSql(`
      create table item_key (
        record_id uuid not null references record on delete cascade,
        hash bytea not null,
        route_id uuid not null,
        lasting boolean not null,
        primary key (record_id, hash, route_id)
      )`);
    this.addSql('create index item_key_by_route on item_key (record_id, route_id)');
    this.addSql(`
      create table item_replaced (
        record_id uuid not null references record on delete cascade,
        route_id uuid not null,
        by_route_id uuid not null,
        primary key (record_id, route_id, by_route_id)
      )`);
    for (const table of ['item_route', 'item_key', 'item_replaced'])
      for (const sql of lockByRecord(table)) this.addSql(sql);
    // What each of the source's own slots (FHIR: Slot) says; those of one clinic and time add up to one row of slot. No patient's.
    this.addSql(`
      create table slot_source (
        id uuid primary key,
        slot_id uuid not null,
        clinic text not null,
        source text not null,
        starts_at timestamptz(3) not null,
        ends_at timestamptz(3) not null,
        is_free boolean not null,
        held boolean not null default false,
        changed_at timestamptz(3)
      )`);
    this.addSql('create index slot_source_by_slot on slot_source (slot_id)');
    // Staff read all of it as the tables' owner; the application sees only the columns that it counts by, of its viewer's.
    this.addSql(`
      alter table set_aside
        add column record_id uuid, add column section text, add column source text, add column item_id uuid,
        add column unreadable boolean not null default false`);
    this.addSql('create index set_aside_by_record on set_aside (record_id) where record_id is not null');
    this.addSql('alter table set_aside enable row level security');
    this.addSql(`
      create policy set_aside_of_viewer on set_aside
      using (record_id = any (string_to_array(nullif(current_setting('app.records', true), ''), ',')::uuid[]))`);
  }
}
