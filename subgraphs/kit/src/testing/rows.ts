import { Client } from 'pg';

/** Rows of a test's database, by its superuser's URL, whatever row-level security says. */
export async function readRows(
  url: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client
    .query(sql, [...values])
    .then(({ rows }) => rows)
    .finally(() => client.end());
}
