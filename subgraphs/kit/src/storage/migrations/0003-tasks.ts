import { Migration } from '@mikro-orm/migrations';

/** What patients ask or report and the trust's staff have to see to. Who is not signed in asks without a record. */
export class Tasks extends Migration {
  override name = '0003-tasks';

  override up(): void {
    this.addSql(`
      create table task (
        id uuid primary key,
        record_id uuid references record on delete cascade,
        number text not null unique,
        kind text not null check (kind in ('rebooking', 'cancellation', 'mistake', 'not-mine', 'support')),
        item_id uuid,
        content bytea not null,
        follow_hash bytea,
        created_at timestamptz not null,
        resolved_at timestamptz,
        reply bytea
      )`);
    this.addSql('create index task_by_record on task (record_id, created_at)');
    this.addSql('create index task_open on task (created_at) where resolved_at is null');
    this.addSql('alter table task enable row level security');
    this.addSql('alter table task force row level security');
    this.addSql(`
      create policy task_of_viewer on task
      using (record_id is null or record_id = any (string_to_array(nullif(current_setting('app.records', true), ''), ',')::uuid[]))`);
  }
}
