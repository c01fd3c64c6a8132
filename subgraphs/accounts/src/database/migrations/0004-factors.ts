import { Migration } from '@mikro-orm/migrations';

/** What a session was proven by, when, and from where; and the tries of addresses. */
export class Factors extends Migration {
  override name = '0004-factors';

  override up(): void {
    // A session lives for half a day at most, and nobody knows any more what these were proven by.
    this.addSql('delete from session');
    this.addSql(`
      alter table session
        add column factors text[] not null,
        add column proven_at timestamptz not null,
        add column client bytea not null`);
    this.addSql('delete from challenge');
    this.addSql(`
      alter table challenge
        drop constraint challenge_purpose_check,
        add column channel text not null check (channel in ('mobile', 'email'))`);
    // the columns are the library's
    this.addSql(
      'create table address_try (key varchar(255) primary key, points integer not null default 0, expire bigint)',
    );
    this.addSql('create index address_try_by_end on address_try (expire)');
  }
}
