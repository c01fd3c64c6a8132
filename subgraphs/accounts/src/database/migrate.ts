import { Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import { Accounts } from './migrations/0001-accounts.ts';
import { CalendarFeeds } from './migrations/0002-calendar-feeds.ts';
import { NotMine } from './migrations/0003-not-mine.ts';
import { Factors } from './migrations/0004-factors.ts';
import { Passwords } from './migrations/0005-passwords.ts';
import { HeldFactors } from './migrations/0006-passkeys-totp-recovery-codes.ts';
import { NhsLogin } from './migrations/0007-nhs-login.ts';
import { Sharing } from './migrations/0009-sharing.ts';
import { LedgerAnchors } from './migrations/0010-ledger-anchors.ts';
import { ContactsAndRecovery } from './migrations/0011-contacts-and-recovery.ts';
import { CarerRegistrations } from './migrations/0008-carer-registrations.ts';
import { ToldReports } from './migrations/0012-told-reports.ts';

/** What the application's role may do with each table: what some verb does, and nothing else. */
const grants: Readonly<Record<string, string>> = {
  // deleted when its owner says so, and everything that refers to it with it
  account: 'select, insert, update, delete',
  link: 'select, insert, delete',
  disputed_record: 'select, insert, update, delete',
  session: 'select, insert, update, delete',
  calendar_feed: 'select, insert, update, delete',
  share: 'select, insert, update',
  share_trust: 'select, insert, update, delete',
  guest_session: 'select, insert, update, delete',
  challenge: 'select, insert, update, delete',
  wrong_guess: 'select, insert, delete',
  sent_code: 'select, insert, delete',
  idempotency: 'select, insert, update, delete',
  outbox: 'select, insert, update, delete',
  inbox: 'select, insert, update, delete',
  audit: 'insert',
  ledger_anchor: 'select, insert',
  carer_registration: 'select, insert, update',
  address_try: 'select, insert, update, delete',
  password: 'select, insert, update, delete',
  half_sign_in: 'select, insert, update, delete',
  saved_device: 'select, insert, update, delete',
  nhs_login: 'select, insert, update, delete',
  nhs_login_taken_away: 'select, insert, update, delete',
  nhs_login_attempt: 'select, insert, update, delete',
  failing_channel: 'select, insert, update, delete',
  passkey: 'select, insert, update, delete',
  passkey_user: 'select, insert, update',
  passkey_challenge: 'select, insert, delete',
  totp: 'select, insert, update, delete',
  contact_change: 'select, insert, update, delete',
  recovery: 'select, insert, update, delete',
  recovery_code: 'select, insert, update, delete',
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
      migrationsList: [
        Accounts,
        CalendarFeeds,
        NotMine,
        Factors,
        Passwords,
        HeldFactors,
        NhsLogin,
        CarerRegistrations,
        Sharing,
        LedgerAnchors,
        ContactsAndRecovery,
        ToldReports,
      ],
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
