/** What decides which routes lead to one thing, and which of them shows. */
export interface Strand {
  readonly id: string;
  /** Labels of the keys that it is known by. */
  readonly keys: Iterable<string>;
  readonly changedAt: string | undefined;
  /** Whether it tells of a thing at all, and could be shown. */
  readonly live: boolean;
  /** Whether the trust shows what comes from its source (W13). */
  readonly preferred: boolean;
}

/** One thing and the routes by which it came. */
export interface Woven<Of extends Strand> {
  /** The least of its routes' ids, so that it does not depend on which of them came first. */
  readonly id: string;
  readonly strands: readonly Of[];
}

/**
 * Puts together the routes that share a key, also by way of a third. The same set of routes gives the same things, in
 * whatever order they are given.
 */
export function weave<Of extends Strand>(strands: readonly Of[]): Woven<Of>[] {
  const leader = new Map<string, string>();
  const find = (name: string): string => {
    const up = leader.get(name);
    if (up === undefined || up === name) return name;
    const top = find(up);
    leader.set(name, top);
    return top;
  };
  for (const { id, keys } of strands) for (const key of keys) leader.set(find(`key ${key}`), find(`route ${id}`));
  const groups = Map.groupBy(
    strands.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    ({ id }) => find(`route ${id}`),
  );
  return [...groups.values()].map((group) => ({ id: group[0]?.id ?? '', strands: group }));
}

/** The routes that could show, the best first: from a source that shows, then changed last at its source, then the least id. */
export function byRank<Of extends Strand>(strands: readonly Of[]): Of[] {
  return strands
    .filter(({ live }) => live)
    .toSorted(
      (a, b) =>
        Number(b.preferred) - Number(a.preferred) ||
        compare(b.changedAt ?? '', a.changedAt ?? '') ||
        compare(a.id, b.id),
    );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
