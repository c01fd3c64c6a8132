import { MikroORM } from '@mikro-orm/postgresql';
import { Migrator } from '@mikro-orm/migrations';
import { RecordsAndItems } from './migrations/0001-records-and-items.ts';

const readByTheApplication = ['record', 'record_lookup', 'item', 'document'];

/**
 * Brings a trust's database up to date and lets the application's role read it. The role owns nothing, and row-level
 * security holds for it.
 * @param ownerUrl of the role that owns the tables
 * @param appRole name of the role that the service connects as
 */
export async function migrate(ownerUrl: string, appRole: string): Promise<void> {
  const orm = await MikroORM.init({
    clientUrl: ownerUrl,
    discovery: { warnWhenNoEntities: false },
    extensions: [Migrator],
    migrations: { migrationsList: [RecordsAndItems], tableName: 'migration', snapshot: false, silent: true },
    pool: { max: 2 },
  });
  try {
    await orm.migrator.up();
    const role = `"${appRole.replaceAll('"', '""')}"`;
    for (const table of readByTheApplication)
      await orm.em.getConnection().execute(`grant select on ${table} to ${role}`);
  } finally {
    await orm.close(true);
  }
}
