import { Migration } from '@mikro-orm/migrations';

/** What a person has to sign in with beside their phone: passkeys, an authenticator app, recovery codes. */
export class HeldFactors extends Migration {
  override name = '0006-passkeys-totp-recovery-codes';

  override up(): void {
    this.addSql(`
      create table passkey_user (
        account_id uuid primary key references account on delete cascade,
        handle bytea not null unique
      )`);
    this.addSql(`
      create table passkey (
        id uuid primary key,
        account_id uuid not null references account on delete cascade,
        credential_id bytea not null unique,
        public_key bytea not null,
        counter bigint not null check (counter >= 0),
        transports text[] not null,
        name bytea not null,
        backed_up boolean not null,
        created_at timestamptz not null,
        last_used_at timestamptz
      )`);
    this.addSql('create index passkey_by_account on passkey (account_id)');
    this.addSql(`
      create table passkey_challenge (
        id uuid primary key,
        purpose text not null check (purpose in ('registration', 'sign-in', 'proof')),
        value bytea not null,
        session_id uuid references session on delete cascade,
        expires_at timestamptz not null,
        check ((purpose = 'sign-in') = (session_id is null))
      )`);
    this.addSql('create index passkey_challenge_by_end on passkey_challenge (expires_at)');
    this.addSql('create index passkey_challenge_by_session on passkey_challenge (session_id)');
    this.addSql(`
      create table totp (
        id uuid primary key,
        account_id uuid not null references account on delete cascade,
        secret bytea not null,
        created_at timestamptz not null,
        confirmed_at timestamptz,
        last_step bigint not null
      )`);
    // one that is in use, and one that waits to take its place
    this.addSql('create unique index totp_by_account on totp (account_id, (confirmed_at is null))');
    this.addSql('create index totp_by_age on totp (created_at) where confirmed_at is null');
    this.addSql(`
      create table recovery_code (
        id uuid primary key,
        account_id uuid not null references account on delete cascade,
        hash bytea not null
      )`);
    this.addSql('create index recovery_code_by_account on recovery_code (account_id)');
  }
}
