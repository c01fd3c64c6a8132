import { LockMode } from '@mikro-orm/core';
import type { Vault } from '@crosstrust/service';
import type { Database } from '../database/open-database.ts';
import { NhsLoginIdentity } from './entities.ts';
import { renewIdentity } from './identities.ts';

const batch = 200;

/** Seals and hashes the identities at NHS login anew, a batch a transaction. @returns how many were changed */
export async function rotateIdentities(database: Database, vault: Vault): Promise<number> {
  let changed = 0;
  for (let last: string | undefined = '00000000-0000-0000-0000-000000000000'; last !== undefined; ) {
    const after: string = last;
    last = await database.write(async (em) => {
      const rows = await em.find(
        NhsLoginIdentity,
        { accountId: { $gt: after } },
        { orderBy: { accountId: 'asc' }, limit: batch, lockMode: LockMode.PESSIMISTIC_WRITE },
      );
      changed += rows.filter((row) => renewIdentity(vault, row)).length;
      return rows.at(-1)?.accountId;
    });
  }
  return changed;
}
