import { sqlComment } from '@crosstrust/service';
import type { Pool, QueryResultRow } from 'pg';

/** Runs queries that see only the named records. */
export interface ScopedQueries {
  query<Row extends QueryResultRow>(text: string, values: readonly unknown[]): Promise<Row[]>;
}

interface Pending {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly resolve: (rows: never[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Queries under row-level security: those of one tick share one client and one transaction, and BEGIN, the setting of
 * `app.records`, the queries and COMMIT go out in one flush (the pool's clients pipeline). The setting is local to the
 * transaction, so a connection carries nothing over to the next patient.
 * @param recordIds the ids in the viewer's verified token, whatever a query asks for
 * @param budgetMs what is left of the operation's time when a query is sent
 */
export function scopeQueries(
  pool: Pool,
  recordIds: readonly string[],
  correlation: string,
  budgetMs: () => number,
): ScopedQueries {
  let waiting: Pending[] = [];
  const flush = () => {
    const batch = waiting;
    waiting = [];
    runBatch(
      pool,
      batch,
      [recordIds.join(','), `${Math.max(1, Math.round(budgetMs()))}ms`],
      sqlComment(correlation),
    ).catch((error) => {
      for (const { reject } of batch) reject(error);
    });
  };
  return {
    query: (text, values) =>
      new Promise((resolve, reject) => {
        if (waiting.push({ text, values, resolve, reject }) === 1) setImmediate(flush);
      }),
  };
}

async function runBatch(
  pool: Pool,
  batch: readonly Pending[],
  settings: readonly string[],
  comment: string,
): Promise<void> {
  const client = await pool.connect();
  const frame = (text: string, values: readonly unknown[] = []) => client.query(text, [...values]);
  const sent = {
    begin: frame('begin read only'),
    scope: frame("select set_config('app.records', $1, true), set_config('statement_timeout', $2, true)", settings),
    answers: batch.map(({ text, values }) => frame(`${text} ${comment}`, values)),
    commit: frame('commit'),
  };
  const answers = await Promise.allSettled(sent.answers);
  const faulty = (await Promise.allSettled([sent.begin, sent.scope, sent.commit])).find(
    ({ status }) => status === 'rejected',
  );
  client.release(faulty !== undefined);
  // Without its frame a query has seen nothing, which must not pass for an empty list.
  if (faulty?.status === 'rejected') throw faulty.reason;
  answers.forEach((answer, index) => {
    if (answer.status === 'fulfilled') batch[index]?.resolve(answer.value.rows as never[]);
    else batch[index]?.reject(answer.reason);
  });
}
