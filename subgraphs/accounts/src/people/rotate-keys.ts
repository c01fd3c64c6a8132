import { LockMode } from '@mikro-orm/core';
import type { Log, Vault } from '@crosstrust/service';
import type { Database } from '../database/open-database.ts';
import { Account } from '../database/entities.ts';
import { rotateIdentities } from '../nhs-login/rotate-identities.ts';
import { columnsOf, openDetails } from './details.ts';

const batch = 200;
const first = '00000000-0000-0000-0000-000000000000';

/** Sealed columns beside those of an account; each is sealed to `table/id/column`. */
const sealedColumns = [
  { table: 'challenge', column: 'opening', from: first },
  { table: 'idempotency', column: 'content', from: '' },
  { table: 'outbox', column: 'payload', from: first },
  { table: 'inbox', column: 'message', from: first },
  { table: 'calendar_feed', column: 'name', from: first },
  { table: 'session', column: 'client', from: first },
  { table: 'saved_device', column: 'client', from: first },
  { table: 'password', column: 'hash', from: first },
  { table: 'share', column: 'content', from: first },
  { table: 'carer_registration', column: 'content', from: first },
  { table: 'nhs_login_attempt', column: 'content', from: first },
  { table: 'passkey', column: 'name', from: first },
  { table: 'totp', column: 'secret', from: first },
  { table: 'recovery_code', column: 'hash', from: first },
  { table: 'contact_change', column: 'address', from: first },
  { table: 'recovery', column: 'mobile', from: first },
] as const;

/**
 * Seals and hashes everything again under the current keys, a batch a transaction, while the service runs. What is
 * under them already is left alone, so it can be broken off and run again. Afterwards only the new keys are needed
 * (for the codes that were on their way: two minutes later).
 * @returns how many rows were changed
 */
export async function rotateKeys(database: Database, vault: Vault, log: Log): Promise<number> {
  let changed = (await rotateAccounts(database, vault)) + (await rotateIdentities(database, vault));
  for (const place of sealedColumns) changed += await rotateColumn(database, vault, place);
  log.info('keys rotated', { count: changed });
  return changed;
}

async function rotateAccounts(database: Database, vault: Vault): Promise<number> {
  let changed = 0;
  for (let last: string | undefined = first; last !== undefined; ) {
    const after: string = last;
    last = await database.write(async (em) => {
      const accounts = await em.find(
        Account,
        { id: { $gt: after } },
        { orderBy: { id: 'asc' }, limit: batch, lockMode: LockMode.PESSIMISTIC_WRITE },
      );
      for (const account of accounts) {
        const held = openDetails(vault, account.id, account.details);
        const { details, ...hashes } = columnsOf(vault, account.id, held, account.emailHash !== null);
        const isCurrent = !vault.isOutdated(account.details) && hashes.nhsNumberHash.equals(account.nhsNumberHash);
        if (isCurrent) continue;
        Object.assign(account, { details, ...hashes });
        changed += 1;
      }
      return accounts.at(-1)?.id;
    });
  }
  return changed;
}

async function rotateColumn(
  database: Database,
  vault: Vault,
  { table, column, from }: (typeof sealedColumns)[number],
): Promise<number> {
  let changed = 0;
  for (let last: string | undefined = from; last !== undefined; ) {
    const after: string = last;
    last = await database.write(async (em) => {
      const rows = await em.execute<{ id: string; sealed: Buffer }[]>(
        `select id, ${column} as sealed from ${table} where id > ? and ${column} is not null order by id limit ${batch} for update`,
        [after],
      );
      for (const { id, sealed } of rows.filter((row) => vault.isOutdated(row.sealed))) {
        const place = `${table}/${id}/${column}`;
        await em.execute(`update ${table} set ${column} = ? where id = ?`, [
          vault.sealBytes(vault.openBytes(sealed, place), place),
          id,
        ]);
        changed += 1;
      }
      return rows.at(-1)?.id;
    });
  }
  return changed;
}
