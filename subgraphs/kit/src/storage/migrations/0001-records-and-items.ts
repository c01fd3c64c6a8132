import { Migration } from '@mikro-orm/migrations';

/**
 * A trust's tables. Each row of a patient carries the record's id first in its key, so that the database can be split
 * by patient; row-level security is forced, so that even the tables' owner sees only the records named in `app.records`.
 */
export class RecordsAndItems extends Migration {
  override name = '0001-records-and-items';

  override up(): void {
    this.addSql(`
      create table record (
        id uuid primary key,
        status text not null check (status in ('active', 'deceased', 'restricted', 'merged')),
        merged_into uuid references record,
        content bytea not null,
        updated_at timestamptz not null
      )`);
    this.addSql(`
      create table record_lookup (
        kind text not null,
        hash bytea not null,
        record_id uuid not null references record on delete cascade,
        primary key (kind, hash, record_id)
      )`);
    this.addSql('create index record_lookup_by_record on record_lookup (record_id)');
    this.addSql(`
      create table item (
        record_id uuid not null references record on delete cascade,
        id uuid not null,
        section text not null,
        source text not null,
        at timestamptz(3) not null,
        status text not null,
        digest bytea not null,
        content bytea not null,
        received_at timestamptz not null,
        updated_at timestamptz not null,
        primary key (record_id, id)
      )`);
    this.addSql('create index item_by_time on item (record_id, at, id)');
    this.addSql(`
      create table document (
        record_id uuid not null references record on delete cascade,
        id uuid not null,
        content_type text not null,
        size integer not null,
        body bytea not null,
        primary key (record_id, id)
      )`);
    this.addSql(`
      create table set_aside (
        id uuid primary key,
        source_file text not null,
        position integer not null,
        resource_type text,
        resource_id text,
        reason text not null,
        at timestamptz not null
      )`);
    for (const [table, column] of [
      ['record', 'id'],
      ['item', 'record_id'],
      ['document', 'record_id'],
    ] as const) {
      this.addSql(`alter table ${table} enable row level security`);
      this.addSql(`alter table ${table} force row level security`);
      this.addSql(`
        create policy ${table}_of_viewer on ${table}
        using (${column} = any (string_to_array(nullif(current_setting('app.records', true), ''), ',')::uuid[]))`);
    }
  }
}
