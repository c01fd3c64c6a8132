import { MikroORM } from '@mikro-orm/postgresql';
import { Migrator } from '@mikro-orm/migrations';
import { RecordsAndItems } from './migrations/0001-records-and-items.ts';
import { Changes } from './migrations/0002-changes.ts';
import { Tasks } from './migrations/0003-tasks.ts';
import { Appointments } from './migrations/0004-appointments.ts';
import { Letters } from './migrations/0005-letters.ts';
import { Help } from './migrations/0006-help.ts';
import { Details } from './migrations/0007-details.ts';
import { Routes } from './migrations/0008-routes.ts';
import { Invitations } from './migrations/0010-invitations.ts';
import { AccessLog } from './migrations/0011-access-log.ts';
import { Registrations } from './migrations/0012-registrations.ts';
import { SplitItems } from './migrations/0009-split-items.ts';

const migrationsList = [
  RecordsAndItems,
  Changes,
  Tasks,
  Appointments,
  Letters,
  Help,
  Details,
  Routes,
  SplitItems,
  Invitations,
  AccessLog,
  Registrations,
];

/** What the application may do with each table. It owns none, and deletes nothing; it adds to the ledger by the owner's function alone. */
const privileges = {
  record: 'select',
  record_lookup: 'select',
  item: 'select, insert, update',
  document: 'select',
  idempotency: 'select, insert, update',
  audit: 'insert',
  outbox: 'insert',
  task: 'select, insert',
  slot: 'select, update (taken)',
  appointment_response: 'select, insert, update',
  letter_reading: 'select, insert, update',
  article: 'select',
  notice: 'select',
  preference: 'select, insert, update',
  registration: 'select, insert, update',
  invitation: 'select, update (used_at, voided_at, wrong_tries)',
  withheld: 'select, insert',
  access_log: 'select',
  ledger_head: 'select',
  'function append_access(text[])': 'execute',
  item_route: 'select',
  // no resource's id and no reason: those are for the trust's staff
  set_aside: 'select (record_id, section, source, item_id, unreadable, at), insert',
} as const;

/**
 * Brings a trust's database up to date and says what the application's role may do. The role owns nothing, and row-level
 * security holds for it.
 * @param ownerUrl of the role that owns the tables
 * @param appRole name of the role that the service connects as
 */
export async function migrate(ownerUrl: string, appRole: string): Promise<void> {
  const orm = await MikroORM.init({
    clientUrl: ownerUrl,
    discovery: { warnWhenNoEntities: false },
    extensions: [Migrator],
    migrations: { migrationsList, tableName: 'migration', snapshot: false, silent: true },
    pool: { max: 2 },
  });
  try {
    await orm.migrator.up();
    const role = `"${appRole.replaceAll('"', '""')}"`;
    for (const [table, allowed] of Object.entries(privileges))
      await orm.em.getConnection().execute(`grant ${allowed} on ${table} to ${role}`);
  } finally {
    await orm.close(true);
  }
}
