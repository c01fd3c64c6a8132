/** The instant (of `performance.now()`) at which something must be over. */
export interface Deadline {
  /** Milliseconds from the beginning to the end. */
  readonly wholeMs: number;
  /** Milliseconds left, zero or more. */
  remaining(): number;
}

/** @param startedAt an instant of `performance.now()`; now, if it is not given */
export function deadlineAfter(wholeMs: number, startedAt = performance.now()): Deadline {
  return { wholeMs, remaining: () => Math.max(0, startedAt + wholeMs - performance.now()) };
}

/** The same deadline, with some milliseconds kept back for what comes afterwards. */
export function earlier({ wholeMs, remaining }: Deadline, ms: number): Deadline {
  return { wholeMs, remaining: () => Math.max(0, remaining() - ms) };
}

/**
 * Gives work a signal that aborts after `ms`. A timer of our own, because those of the HTTP client tick every half
 * second.
 */
export async function withTimer<Result>(ms: number, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), ms);
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
  }
}
