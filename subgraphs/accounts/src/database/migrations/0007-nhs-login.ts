import { Migration } from '@mikro-orm/migrations';

/** NHS login as a way in, and which channels of messages are failing. */
export class NhsLogin extends Migration {
  override name = '0007-nhs-login';

  override up(): void {
    this.addSql(`
      create table nhs_login (
        account_id uuid primary key references account on delete cascade,
        issuer text not null,
        subject_hash bytea not null,
        subject bytea not null,
        linked_at timestamptz not null,
        unique (issuer, subject_hash)
      )`);
    this.addSql(`
      create table nhs_login_taken_away (
        account_id uuid primary key references account on delete cascade,
        at timestamptz not null
      )`);
    this.addSql(`
      create table nhs_login_attempt (
        id uuid primary key,
        state_hash bytea not null unique,
        browser_hash bytea not null,
        account_id uuid references account on delete cascade,
        content bytea not null,
        created_at timestamptz not null,
        expires_at timestamptz not null
      )`);
    this.addSql('create index nhs_login_attempt_by_browser on nhs_login_attempt (browser_hash)');
    this.addSql('create index nhs_login_attempt_by_end on nhs_login_attempt (expires_at)');
    this.addSql(`
      create table failing_channel (
        channel text primary key check (channel in ('mobile', 'email')),
        failures integer not null,
        failed_at timestamptz not null
      )`);
  }
}
