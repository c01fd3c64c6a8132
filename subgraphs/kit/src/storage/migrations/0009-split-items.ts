import { Migration } from '@mikro-orm/migrations';

/**
 * What was withheld as one thing stays withheld when it turns out to be several, and shows again with it: `split_from` is
 * the item that was reported.
 */
export class SplitItems extends Migration {
  override name = '0009-split-items';

  override up(): void {
    this.addSql('alter table withheld add column split_from uuid');
  }
}
