import { Migration } from '@mikro-orm/migrations';

/**
 * The ledger of who looked: rows in one chain, each with the hash of the one before it. Rows come by `append_access` alone,
 * which runs as the tables' owner: the application can execute it and read, and change nothing.
 */
export class AccessLog extends Migration {
  override name = '0011-access-log';

  override up(): void {
    // `json` and not `jsonb`: it keeps the text as it came, which is what the hash is over. No foreign key: a row outlives all.
    this.addSql(`
      create table access_log (
        seq bigint not null unique,
        record_id uuid not null,
        id uuid not null,
        at timestamptz(3) not null,
        event json not null,
        previous bytea not null,
        hash bytea not null,
        primary key (record_id, at, id)
      )`);
    this.addSql(`
      create table ledger_head (
        one_row boolean primary key default true check (one_row),
        seq bigint not null,
        hash bytea not null
      )`);
    this.addSql(`insert into ledger_head (seq, hash) values (0, decode(repeat('00', 32), 'hex'))`);
    this.addSql('alter table access_log enable row level security');
    this.addSql('alter table access_log force row level security');
    // None for update and delete: those see no row, whoever asks, save a superuser.
    this.addSql('create policy access_log_grows on access_log for insert with check (true)');
    this.addSql(`
      create policy access_log_of_viewer on access_log for select
      using (record_id = any (string_to_array(nullif(current_setting('app.records', true), ''), ',')::uuid[]))`);
    this.addSql(`
      create policy access_log_of_owner on access_log for select
      using ((select pg_has_role(current_user, relowner, 'member') from pg_class where oid = 'access_log'::regclass))`);
    // On the disk before the answer leaves, whatever the server's default; the setting ends with the transaction.
    this.addSql(`
      create function append_access(events text[]) returns void
      language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      declare
        head public.ledger_head;
        written text;
        event json;
        previous bytea;
      begin
        perform set_config('synchronous_commit', 'on', true);
        select * into strict head from public.ledger_head for update;
        foreach written in array events loop
          event := written::json;
          previous := head.hash;
          head.seq := head.seq + 1;
          head.hash := sha256(previous || convert_to(head.seq || E'\\n' || written, 'UTF8'));
          insert into public.access_log (seq, record_id, id, at, event, previous, hash)
          values (head.seq, split_part(event #>> '{entity,0,what,reference}', '/', 2)::uuid, (event ->> 'id')::uuid,
            (event ->> 'recorded')::timestamptz, event, previous, head.hash);
        end loop;
        update public.ledger_head set seq = head.seq, hash = head.hash;
      end $$`);
    this.addSql('revoke all on function append_access(text[]) from public');
  }
}
