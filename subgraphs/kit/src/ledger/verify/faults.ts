/** Faults as they are found: all are counted, and the first are kept, however many there are. */
export interface Faults {
  add(fault: string): void;
  count(): number;
  first(): readonly string[];
}

const mostKept = 20;

/** Collects faults in bounded memory. */
export function collectFaults(): Faults {
  const kept: string[] = [];
  let found = 0;
  return {
    add: (fault) => {
      found += 1;
      if (kept.length < mostKept) kept.push(fault);
    },
    count: () => found,
    first: () => kept,
  };
}
