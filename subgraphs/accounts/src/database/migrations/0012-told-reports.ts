import { Migration } from '@mikro-orm/migrations';

/** When a trust was told of a report: what it said before that, it said without knowing. */
export class ToldReports extends Migration {
  override name = '0012-told-reports';

  override up(): void {
    this.addSql('alter table disputed_record add column told_at timestamptz');
    this.addSql('create index disputed_record_by_end on disputed_record (told_at) where told_at is not null');
  }
}
