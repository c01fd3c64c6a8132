import { Migration } from '@mikro-orm/migrations';

/** Passwords, sign-ins that wait for their second factor, and devices that were saved (K12). */
export class Passwords extends Migration {
  override name = '0005-passwords';

  override up(): void {
    this.addSql(`
      create table password (
        id uuid primary key,
        account_id uuid not null unique references account on delete cascade,
        hash bytea not null,
        changed_at timestamptz not null
      )`);
    this.addSql(`
      create table half_sign_in (
        id uuid primary key,
        account_id uuid not null references account on delete cascade,
        code_challenge uuid,
        expires_at timestamptz not null
      )`);
    this.addSql('create index half_sign_in_by_account on half_sign_in (account_id)');
    this.addSql('create index half_sign_in_by_end on half_sign_in (expires_at)');
    this.addSql(`
      create table saved_device (
        id uuid primary key,
        account_id uuid not null references account on delete cascade,
        token_hash bytea not null unique,
        client bytea not null,
        saved_at timestamptz not null,
        expires_at timestamptz not null,
        last_used_at timestamptz not null
      )`);
    this.addSql('create index saved_device_by_account on saved_device (account_id)');
    this.addSql('create index saved_device_by_end on saved_device (expires_at)');
  }
}
