import { Migration } from '@mikro-orm/migrations';
import { lockByRecord } from './lock-by-record.ts';

/**
 * When the patient first saw and first read a letter, without a key on the item: an import that replaces the item leaves it
 * read. And the kind of what patients add, by which their list is narrowed.
 */
export class Letters extends Migration {
  override name = '0005-letters';

  override up(): void {
    this.addSql(`
      create table letter_reading (
        record_id uuid not null references record on delete cascade,
        item_id uuid not null,
        seen_at timestamptz not null,
        read_at timestamptz,
        primary key (record_id, item_id)
      )`);
    for (const sql of lockByRecord('letter_reading')) this.addSql(sql);
    this.addSql('alter table item add column kind text');
  }
}
