import { Migration } from '@mikro-orm/migrations';

/** Private links that calendars follow. */
export class CalendarFeeds extends Migration {
  override name = '0002-calendar-feeds';

  override up(): void {
    this.addSql(`
      create table calendar_feed (
        id uuid primary key,
        account_id uuid not null references account on delete cascade,
        secret_hash bytea not null unique,
        name bytea,
        created_at timestamptz not null,
        last_read_at timestamptz,
        revoked_at timestamptz
      )`);
    this.addSql('create index calendar_feed_by_account on calendar_feed (account_id)');
    this.addSql('create index calendar_feed_by_end on calendar_feed (revoked_at) where revoked_at is not null');
  }
}
