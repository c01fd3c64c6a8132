import type { OnePage } from './one-query.ts';

const heads = ['Trust', 'Appointments', 'Letters', 'Results', 'Discharge summaries', 'Answered in'];

/** The plan, and a table of what came from which trust. What a trust does not show is a dash: its `sections` say why. */
export function describePage({ records, fetches, errors, milliseconds, plan }: OnePage): string {
  const rows = records.map(({ trust, appointments, letters, testResults, dischargeSummaries }) => [
    trust.name,
    ...[appointments, letters, testResults, dischargeSummaries].map((list) => (list ? String(list.totalCount) : '–')),
    timeOf(trust.key, fetches),
  ]);
  const accounts = timeOf('accounts', fetches);
  return [
    'Query plan',
    plan,
    '',
    ...drawTable([heads, ...rows]),
    '',
    ...(rows.some((row) => row.includes('–')) ? ['– : this trust does not show this kind of content.'] : []),
    `One query, one answer in ${Math.round(milliseconds)} ms${accounts ? ` (accounts in ${accounts}; the trusts were asked side by side)` : ''}.`,
    ...(errors.length > 0 ? [`Errors in the answer: ${errors.join(', ')}`] : []),
  ].join('\n');
}

function timeOf(service: string, fetches: OnePage['fetches']): string {
  const own = fetches.filter(({ trust }) => trust === service);
  const slow = own.find(({ outcome }) => outcome !== 'ok');
  if (own.length === 0) return '';
  return slow ? slow.outcome : `${Math.round(own.reduce((sum, { ms }) => sum + ms, 0))} ms`;
}

/** Columns as wide as their widest cell; numbers to the right. */
export function drawTable(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_head, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const draw = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ');
  const [head = [], ...body] = rows;
  return [draw(head), widths.map((width) => '─'.repeat(width)).join('  '), ...body.map(draw)];
}
