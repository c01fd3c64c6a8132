import { Migration } from '@mikro-orm/migrations';

/** Records that a patient reported as somebody else's, until the trust has been told. */
export class NotMine extends Migration {
  override name = '0003-not-mine';

  override up(): void {
    // Without the account: what was reported stands when the account is gone.
    this.addSql(`
      create table disputed_record (
        id uuid primary key,
        trust text not null,
        record_id uuid not null,
        reported_at timestamptz not null
      )`);
    this.addSql('create index disputed_record_by_record on disputed_record (trust, record_id)');
  }
}
