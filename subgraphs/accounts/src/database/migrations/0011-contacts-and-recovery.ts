import { Migration } from '@mikro-orm/migrations';

/** New addresses that wait for their code, and accounts that are being recovered. */
export class ContactsAndRecovery extends Migration {
  override name = '0011-contacts-and-recovery';

  override up(): void {
    this.addSql(`
      create table contact_change (
        id uuid primary key references challenge on delete cascade,
        account_id uuid not null references account on delete cascade,
        session_id uuid not null references session on delete cascade,
        address bytea not null
      )`);
    this.addSql('create index contact_change_by_account on contact_change (account_id)');
    this.addSql('create index contact_change_by_session on contact_change (session_id)');
    // The challenges are tidied away on their own; a recovery waits for longer than they last.
    this.addSql(`
      create table recovery (
        id uuid primary key,
        account_id uuid not null references account on delete cascade,
        mobile bytea not null,
        is_email_vouched boolean not null,
        mobile_challenge uuid not null,
        email_challenge uuid not null,
        begun_at timestamptz not null,
        confirmed_at timestamptz,
        takes_effect_at timestamptz,
        check ((confirmed_at is null) = (takes_effect_at is null))
      )`);
    // one that waits, of each account
    this.addSql('create unique index recovery_by_account on recovery (account_id) where confirmed_at is not null');
    this.addSql('create index recovery_by_age on recovery (begun_at) where confirmed_at is null');
    this.addSql('create index recovery_of_account on recovery (account_id)');
  }
}
