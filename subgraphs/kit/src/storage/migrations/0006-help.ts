import { Migration } from '@mikro-orm/migrations';

/** What anybody may read: articles and notices of known faults. Nothing in them is a patient's. */
export class Help extends Migration {
  override name = '0006-help';

  override up(): void {
    this.addSql(`
      create table article (
        id text primary key check (id ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
        kind text not null check (kind in ('LIBRARY', 'HELP_CENTRE', 'GUIDES')),
        topic text not null,
        title text not null,
        body text not null,
        language text not null,
        published_at timestamptz not null,
        position integer not null,
        pdf bytea,
        updated_at timestamptz not null,
        search tsvector not null generated always as (
          setweight(to_tsvector('english', title), 'A')
          || setweight(to_tsvector('english', topic), 'B')
          || setweight(to_tsvector('english', body), 'C')
        ) stored
      )`);
    this.addSql('create index article_by_search on article using gin (search)');
    this.addSql(`
      create table notice (
        id text primary key,
        topic text not null,
        words text not null,
        advice text[] not null,
        from_at timestamptz not null,
        until_at timestamptz not null,
        updated_at timestamptz not null,
        check (from_at < until_at)
      )`);
    // who asked without signing in follows by a key, of which the hash is kept
    this.addSql('create unique index task_by_follow on task (follow_hash) where follow_hash is not null');
    this.addSql('create index task_unsigned on task (created_at) where record_id is null and resolved_at is null');
  }
}
