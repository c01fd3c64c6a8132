import { Migration } from '@mikro-orm/migrations';
import { lockByRecord } from './lock-by-record.ts';

/** What every change leaves: the key that it was asked by, a line of the audit, and the messages that it owes. */
export class Changes extends Migration {
  override name = '0002-changes';

  override up(): void {
    this.addSql(`
      create table idempotency (
        record_id uuid not null references record on delete cascade,
        id text not null,
        content bytea,
        created_at timestamptz not null,
        primary key (record_id, id)
      )`);
    this.addSql(`
      create table audit (
        record_id uuid not null references record on delete cascade,
        id uuid not null,
        at timestamptz not null,
        actor text not null,
        verb text not null,
        item_id uuid,
        correlation text not null,
        primary key (record_id, id)
      )`);
    this.addSql(`
      create table outbox (
        record_id uuid not null references record on delete cascade,
        id uuid not null,
        kind text not null,
        payload bytea not null,
        attempts integer not null default 0,
        created_at timestamptz not null,
        not_before timestamptz not null,
        primary key (record_id, id)
      )`);
    for (const table of ['idempotency', 'audit', 'outbox']) for (const sql of lockByRecord(table)) this.addSql(sql);
  }
}
