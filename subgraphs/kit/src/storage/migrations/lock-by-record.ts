/** Forced row-level security on a table of patients' rows: only those of the records named in `app.records`. */
export function lockByRecord(table: string, column = 'record_id'): string[] {
  return [
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
    `create policy ${table}_of_viewer on ${table}
     using (${column} = any (string_to_array(nullif(current_setting('app.records', true), ''), ',')::uuid[]))`,
  ];
}
