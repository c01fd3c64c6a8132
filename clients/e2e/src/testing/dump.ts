import { Client, escapeIdentifier, escapeLiteral } from 'pg';

/** A row as somebody reads it who holds a dump of the database. */
export interface DumpedRow {
  readonly table: string;
  /** JSON; bytes are written in hex. */
  readonly row: string;
}

/** Every row of a database's tables, as its superuser sees them: past row-level security, as a stolen dump is. */
export async function dumpDatabase(superuserUrl: string): Promise<DumpedRow[]> {
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public' order by tablename`,
    );
    const selects = tables.map(
      ({ name }) =>
        `select ${escapeLiteral(name)} as table, row_to_json(t)::text as row from ${escapeIdentifier(name)} t`,
    );
    return selects.length === 0 ? [] : (await client.query<DumpedRow>(selects.join(' union all '))).rows;
  } finally {
    await client.end();
  }
}

/** The rows that hold a text, as it is or as bytes. */
export function rowsWith(rows: readonly DumpedRow[], text: string): DumpedRow[] {
  const forms = [text, Buffer.from(text).toString('hex')];
  return rows.filter(({ row }) => forms.some((form) => row.includes(form)));
}
