/**
 * One line on two sets of times: their medians, and in how many of 100 pairs a guesser who takes the slower for the known
 * would be right (the area under the curve of the Mann–Whitney test), with the bound that chance alone stays under.
 */
export function compareTimes(name: string, known: readonly number[], unknown: readonly number[]): string {
  const advantage = chanceOfSlower(known, unknown);
  // standard error of the statistic when both are the same; three of them
  const bound = 3 * Math.sqrt((known.length + unknown.length + 1) / (12 * known.length * unknown.length));
  const verdict = Math.abs(advantage - 0.5) <= bound ? 'cannot be told apart' : 'CAN BE TOLD APART';
  return `${name}: known ${medianOf(known)}, unknown ${medianOf(unknown)}; right ${percent(advantage)}, by chance ${percent(0.5 - bound)} to ${percent(0.5 + bound)}: ${verdict}`;
}

/** How often one of the first is above one of the second; ties count half. */
export function chanceOfSlower(first: readonly number[], second: readonly number[]): number {
  const wins = first.flatMap((a) => second.map((b): number => (a > b ? 1 : a === b ? 0.5 : 0)));
  return wins.reduce((sum, win) => sum + win, 0) / wins.length;
}

const medianOf = (values: readonly number[]): string =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]?.toFixed(1) ?? 'none';
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
