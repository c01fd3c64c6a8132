import { Migration } from '@mikro-orm/migrations';
import { lockByRecord } from './lock-by-record.ts';

/** Who has registered with this trust and who has left it, as `accounts` tells; and when each choice was made. */
export class Registrations extends Migration {
  override name = '0012-registrations';

  override up(): void {
    this.addSql(`
      create table registration (
        record_id uuid primary key references record on delete cascade,
        subject text not null,
        state text not null check (state in ('registered', 'left')),
        at timestamptz not null
      )`);
    for (const sql of lockByRecord('registration')) this.addSql(sql);
    // What is told late must not undo what was chosen since, and each choice is made at a time of its own.
    this.addSql('alter table preference add column paperless_at timestamptz, add column texts_at timestamptz');
    this.addSql('update preference set paperless_at = changed_at, texts_at = changed_at');
    this.addSql('alter table preference drop column changed_at');
  }
}
