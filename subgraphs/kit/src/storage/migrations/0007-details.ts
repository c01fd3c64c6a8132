import { Migration } from '@mikro-orm/migrations';
import { lockByRecord } from './lock-by-record.ts';

/** What a patient chooses, what they said is not theirs, and whose a task is. */
export class Details extends Migration {
  override name = '0007-details';

  override up(): void {
    this.addSql(`
      create table preference (
        record_id uuid primary key references record on delete cascade,
        paperless boolean not null,
        texts boolean not null,
        changed_at timestamptz not null
      )`);
    // Apart from the item and without a foreign key on it: an import may replace, remove or bring back the item, and it stays withheld.
    this.addSql(`
      create table withheld (
        record_id uuid not null references record on delete cascade,
        item_id uuid not null,
        at timestamptz not null,
        primary key (record_id, item_id)
      )`);
    for (const table of ['preference', 'withheld']) for (const sql of lockByRecord(table)) this.addSql(sql);
    // A withheld item is not there for whoever serves patients: no query can forget it. The owner (import, staff) sees it.
    this.addSql(`
      create policy item_not_withheld on item as restrictive for select
      using (
        (select pg_has_role(current_user, relowner, 'member') from pg_class where oid = 'item'::regclass)
        or (record_id, id) not in (select record_id, item_id from withheld))`);
    // Who reports is an id at this trust: another person who links the same record later reads none of it.
    this.addSql('alter table task add column actor text');
    // The staff's own list, read by the owner alone and across records; what patients wrote in it is sealed.
    this.addSql(`
      create policy task_of_staff on task
      using ((select pg_has_role(current_user, relowner, 'member') from pg_class where oid = 'task'::regclass))`);
  }
}
