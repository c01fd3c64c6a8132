import { Migration } from '@mikro-orm/migrations';

/** People, their links and sessions, and what the service owes. */
export class Accounts extends Migration {
  override name = '0001-accounts';

  override up(): void {
    this.addSql(`
      create table account (
        id uuid primary key,
        details bytea not null,
        mobile_way bytea not null,
        email_way bytea,
        email_hash bytea unique,
        nhs_number_hash bytea not null unique,
        access_version integer not null,
        created_at timestamptz not null,
        check ((email_way is null) = (email_hash is null))
      )`);
    this.addSql('create index account_by_mobile on account (mobile_way)');
    this.addSql('create index account_by_email on account (email_way)');
    this.addSql(`
      create table link (
        account_id uuid not null references account on delete cascade,
        trust text not null,
        record_id uuid not null,
        subject text not null,
        linked_at timestamptz not null,
        primary key (account_id, trust),
        unique (trust, record_id)
      )`);
    this.addSql(`
      create table session (
        id uuid primary key,
        token_hash bytea not null unique,
        account_id uuid not null references account on delete cascade,
        level text not null check (level in ('one-factor', 'two-factors')),
        created_at timestamptz not null,
        last_seen_at timestamptz not null,
        revoked_at timestamptz
      )`);
    this.addSql('create index session_by_account on session (account_id)');
    this.addSql('create index session_by_age on session (created_at)');
    this.addSql(`
      create table challenge (
        id uuid primary key,
        code_hash bytea not null,
        purpose text not null check (purpose in ('sign-in', 'verify-email')),
        account_id uuid references account on delete cascade,
        opening bytea,
        subject text not null,
        tries integer not null check (tries >= 0),
        created_at timestamptz not null,
        expires_at timestamptz not null,
        used_at timestamptz,
        check (account_id is null or opening is null)
      )`);
    this.addSql('create index challenge_by_end on challenge (expires_at)');
    this.addSql('create table wrong_guess (id uuid primary key, subject text not null, at timestamptz not null)');
    this.addSql('create index wrong_guess_by_subject on wrong_guess (subject, at)');
    this.addSql('create index wrong_guess_by_time on wrong_guess (at)');
    this.addSql('create table sent_code (id uuid primary key, subject text not null, at timestamptz not null)');
    this.addSql('create index sent_code_by_subject on sent_code (subject, at)');
    this.addSql('create index sent_code_by_time on sent_code (at)');
    this.addSql('create table idempotency (id text primary key, content bytea, created_at timestamptz not null)');
    this.addSql('create index idempotency_by_age on idempotency (created_at)');
    this.addSql(`
      create table outbox (
        id uuid primary key,
        payload bytea not null,
        rank smallint not null,
        attempts integer not null,
        created_at timestamptz not null,
        not_before timestamptz not null,
        expires_at timestamptz not null
      )`);
    this.addSql('create index outbox_by_rank on outbox (rank, not_before)');
    this.addSql(`
      create table inbox (
        id uuid primary key,
        place bigint generated always as identity unique,
        message bytea not null,
        created_at timestamptz not null
      )`);
    this.addSql('create index inbox_by_age on inbox (created_at)');
    this.addSql(`
      create table audit (
        id uuid primary key,
        account_id uuid not null,
        action text not null,
        trust text,
        correlation text not null,
        at timestamptz not null
      )`);
    this.addSql('create index audit_by_account on audit (account_id, at)');
  }
}
