import type { AnchorLine } from '@crosstrust/contract';
import type { TestDatabase } from '@crosstrust/service/testing';
import { Client } from 'pg';
import { type ChainReport, verifyChain } from '../ledger/verify/verify-chain.ts';

/** Runs statements on a test's database as its superuser, whom no policy binds. */
export async function asSuperuser(database: TestDatabase, ...statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: database.adminUrl });
  await client.connect();
  for (const sql of statements) await client.query(sql);
  await client.end();
}

/** Begins the ledger of a test's database anew. */
export function clearLedger(database: TestDatabase): Promise<void> {
  return asSuperuser(
    database,
    'truncate access_log, ledger_head',
    `insert into ledger_head (seq, hash) values (0, decode(repeat('00', 32), 'hex'))`,
  );
}

/** What the verification says of a test's database. */
export async function verified(database: TestDatabase, anchors: readonly AnchorLine[] = []): Promise<ChainReport> {
  const client = new Client({ connectionString: database.ownerUrl });
  await client.connect();
  return verifyChain(client, lines(anchors)).finally(() => client.end());
}

async function* lines(anchors: readonly AnchorLine[]): AsyncGenerator<AnchorLine> {
  yield* anchors;
}

/** Does something while the application may not write in the ledger. */
export async function withoutLedger(database: TestDatabase, work: () => Promise<void>): Promise<void> {
  await asSuperuser(database, `revoke execute on function append_access(text[]) from ${database.appRole}`);
  const giveBack = `grant execute on function append_access(text[]) to ${database.appRole}`;
  await work().finally(() => asSuperuser(database, giveBack));
}
