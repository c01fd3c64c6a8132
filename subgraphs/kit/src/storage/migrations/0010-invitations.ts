import { Migration } from '@mikro-orm/migrations';
import { lockByRecord } from './lock-by-record.ts';

/**
 * Invitations to register. Whose a secret is, is found in `record_lookup` (kind `invitation`) by its keyed hash, as a person
 * is by their NHS number; everything else about it stands here, under the record's lock.
 */
export class Invitations extends Migration {
  override name = '0010-invitations';

  override up(): void {
    this.addSql(`
      create table invitation (
        record_id uuid not null references record on delete cascade,
        id uuid not null,
        kind text not null check (kind in ('link', 'codes')),
        hash bytea not null,
        second_hash bytea check ((kind = 'codes') = (second_hash is not null)),
        made_by text not null check (made_by in ('booking', 'staff')),
        created_at timestamptz not null,
        expires_at timestamptz not null,
        used_at timestamptz,
        voided_at timestamptz,
        wrong_tries integer not null default 0,
        primary key (record_id, id)
      )`);
    this.addSql(
      'create unique index invitation_open on invitation (record_id) where used_at is null and voided_at is null',
    );
    for (const sql of lockByRecord('invitation')) this.addSql(sql);
  }
}
