/** Rows under their headings, in columns as wide as they need. */
export function printTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `${cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()}\n`;
  return [headings, ...rows].map(line).join('');
}

/** Names and values below each other. What has no value is left out. */
export function printFields(fields: readonly (readonly [name: string, value: string | null | undefined])[]): string {
  const known = fields.filter((field): field is [string, string] => Boolean(field[1]));
  const width = Math.max(...known.map(([name]) => name.length));
  return known
    .map(([name, value]) => `${name.padEnd(width)}  ${value.replaceAll('\n', `\n${' '.repeat(width + 2)}`)}\n`)
    .join('');
}

/** `2026-06-15 12:00Z` */
export const printTime = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')}Z`;

/** What somebody wrote, without what a terminal would take for an order (control characters, changes of direction). */
export const harmless = (written: string): string =>
  written.replaceAll(/\r\n?/g, '\n').replaceAll(/(?!\n)\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu, '');
