import { Migration } from '@mikro-orm/migrations';

/** What patients share, with whom, and the sessions of those who hold a code. */
export class Sharing extends Migration {
  override name = '0009-sharing';

  override up(): void {
    this.addSql(`
      create table share (
        id uuid primary key,
        account_id uuid not null references account on delete cascade,
        kind text not null check (kind in ('carer', 'clinician')),
        content bytea not null,
        secret_hash bytea unique,
        secret_expires_at timestamptz not null,
        tries integer not null check (tries >= 0),
        holder_id uuid references account on delete cascade,
        until timestamptz,
        created_at timestamptz not null,
        accepted_at timestamptz,
        ended_at timestamptz,
        ended_by text check (ended_by in ('patient', 'holder', 'tries')),
        check ((ended_at is null) = (ended_by is null)),
        check (kind = 'carer' or (until is not null and holder_id is null)),
        check (holder_id <> account_id)
      )`);
    this.addSql('create index share_by_patient on share (account_id, created_at)');
    this.addSql('create index share_by_holder on share (holder_id) where ended_at is null');
    this.addSql(`
      create table share_trust (
        share_id uuid not null references share on delete cascade,
        trust text not null,
        sections text[],
        may text not null check (may in ('read', 'change')),
        until timestamptz,
        until_age smallint,
        actor text,
        granted_at timestamptz not null,
        primary key (share_id, trust),
        check ((until is null) = (until_age is null))
      )`);
    this.addSql(`
      create table guest_session (
        id uuid primary key,
        share_id uuid not null unique references share on delete cascade,
        token_hash bytea not null unique,
        created_at timestamptz not null,
        last_seen_at timestamptz not null,
        revoked_at timestamptz
      )`);
    this.addSql('create index guest_session_by_age on guest_session (created_at)');
  }
}
