import { sqlComment } from '@crosstrust/service';
import type { Pool, PoolClient, QueryResultRow } from 'pg';

/** Statements of one transaction that sees and changes one record only (row-level security). */
export interface Change {
  query<Row extends QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

/** What work in a transaction came to, and whether it stands. */
export interface Worked<Value> {
  readonly value: Value;
  readonly keep: boolean;
}

/**
 * Runs work in one transaction under row-level security. What the work throws, or says not to keep, leaves nothing behind.
 * @param budgetMs what is left of the operation's time: no statement runs or waits for a lock longer
 */
export async function changeRecord<Value>(
  pool: Pool,
  scope: { recordId: string; correlation: string; budgetMs: () => number },
  work: (change: Change) => Promise<Worked<Value>>,
): Promise<Value> {
  const client = await pool.connect();
  const comment = sqlComment(scope.correlation);
  const change: Change = {
    query: async (text, values = []) => (await client.query(`${text} ${comment}`, [...values])).rows,
  };
  try {
    await begin(client, scope.recordId, scope.budgetMs());
    const { value, keep } = await work(change);
    await client.query(keep ? 'commit' : 'rollback');
    client.release();
    return value;
  } catch (error) {
    // a connection in an unknown state is not used again; the server rolls back what it had begun
    const rolledBack = await client.query('rollback').then(
      () => true,
      () => false,
    );
    client.release(!rolledBack);
    throw error;
  }
}

async function begin(client: PoolClient, recordId: string, budgetMs: number): Promise<void> {
  await Promise.all([
    client.query('begin'),
    client.query("select set_config('app.records', $1, true), set_config('statement_timeout', $2, true)", [
      recordId,
      `${Math.max(1, Math.round(budgetMs))}ms`,
    ]),
  ]);
}
