import { Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import { Accounts } from './migrations/0001-accounts.ts';
import { CalendarFeeds } from './migrations/0002-calendar-feeds.ts';
import { NotMine } from './migrations/0003-not-mine.ts';
import { Factors } from './migrations/0004-factors.ts';

/** What the application's role may do with each table: what some verb does, and nothing else. */
const grants: Readonly<Record<string, string>> = {
  account: 'select, insert, update',
  link: 'select, insert, delete',
  disputed_record: 'select, insert, delete',
  session: 'select, insert, update, delete',
  calendar_feed: 'select, insert, update, delete',
  challenge: 'select, insert, update, delete',
  wrong_guess: 'select, insert, delete',
  sent_code: 'select, insert, delete',
  idempotency: 'select, insert, update, delete',
  outbox: 'select, insert, update, delete',
  inbox: 'select, insert, update, delete',
  audit: 'insert',
  address_try: 'select, insert, update, delete',
};

/**
 * Brings the database up to date and lets the application's role do its work.
 * @param ownerUrl of the role that owns the tables
 * @param appRole name of the role that the service connects as
 */
export async function migrate(ownerUrl: string, appRole: string): Promise<void> {
  const orm = await MikroORM.init({
    clientUrl: ownerUrl,
    discovery: { warnWhenNoEntities: false },
    extensions: [Migrator],
    migrations: {
      migrationsList: [Accounts, CalendarFeeds, NotMine, Factors],
      tableName: 'migration',
      snapshot: false,
      silent: true,
    },
    pool: { max: 2 },
  });
  try {
    await orm.migrator.up();
    const role = `"${appRole.replaceAll('"', '""')}"`;
    for (const [table, verbs] of Object.entries(grants)) await orm.em.execute(`grant ${verbs} on ${table} to ${role}`);
  } finally {
    await orm.close(true);
  }
}
