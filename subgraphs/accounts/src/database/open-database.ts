import { createPool, type Log, sqlComment } from '@crosstrust/service';
import { type EntityManager, MikroORM } from '@mikro-orm/postgresql';
import type { Pool, QueryResultRow } from 'pg';
import { entities } from './entities.ts';

/** Milliseconds after which the server breaks off a statement: the request that wanted it has gone away by then. */
const statementTimeout = 5_000;

/** The database as the verbs see it: lean reads, and writes with entities in one transaction. */
export interface Database {
  /** One statement outside a transaction, marked with the correlation id. */
  read<Row extends QueryResultRow>(correlation: string, text: string, values: readonly unknown[]): Promise<Row[]>;
  /** One transaction: it commits when the work returns, and leaves nothing behind when it throws. */
  write<Value>(work: (em: EntityManager) => Promise<Value>): Promise<Value>;
  /** For libraries that keep a table of their own. */
  readonly pool: Pool;
  /** Rejects when the database does not answer. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

/** Times that a transaction is begun when the server breaks it off for the sake of another. */
const mostAttempts = 3;

/**
 * Two changes of one account from two sessions can wait for each other: each holds its own session and wants the other's. The
 * server breaks one off, of which nothing stands; it is done again behind the other.
 */
async function againAfterDeadlock<Value>(work: () => Promise<Value>): Promise<Value> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === mostAttempts || (error as { code?: unknown } | null)?.code !== '40P01') throw error;
    }
  }
}

/** Opens both pools: reads go around the object mapper, which costs several times the query itself. */
export async function openDatabase(url: string, log: Log): Promise<Database> {
  const limits = { statement_timeout: statementTimeout };
  const reads = createPool(url, log, limits);
  const orm = await MikroORM.init({
    clientUrl: url,
    entities,
    pool: { min: 0, max: 10 },
    driverOptions: limits,
    forceUtcTimezone: true,
    logger: () => {},
  });
  return {
    read: async <Row extends QueryResultRow>(correlation: string, text: string, values: readonly unknown[]) =>
      (await reads.query<Row>(`${text} ${sqlComment(correlation)}`, [...values])).rows,
    pool: reads,
    write: (work) => againAfterDeadlock(() => orm.em.fork().transactional(work)),
    ready: async () => void (await reads.query('select from account limit 0')),
    close: async () => {
      await Promise.all([reads.end(), orm.close(true)]);
    },
  };
}
