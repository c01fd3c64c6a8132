import { Pool, type PoolConfig } from 'pg';
import type { Log } from './log.ts';

/** A pool of PostgreSQL connections that survives the server's restarts. `url`: postgres://user:password@host:port/database */
export function createPool(url: string, log: Log, config: PoolConfig = {}): Pool {
  const pool = new Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 2_000,
    query_timeout: 15_000,
    keepAlive: true,
    ...config,
  });
  pool.on('error', () => log.warn('idle database connection lost'));
  // Who uses a client learns from their query that its connection is gone; the client says it as well, and unheard that
  // would end the process.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** The comment that carries the correlation id into the database's own logs. The id has passed `correlationOf`. */
export function sqlComment(correlation: string): string {
  return `/* ${correlation.replace(/[^A-Za-z0-9-]/g, '')} */`;
}
