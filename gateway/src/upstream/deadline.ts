/** The instant (of `performance.now()`) at which something must be over. */
export interface Deadline {
  /** Milliseconds left, zero or more. */
  remaining(): number;
}

/** A deadline at an instant of `performance.now()`. */
export function deadlineAt(instant: number): Deadline {
  return { remaining: () => Math.max(0, instant - performance.now()) };
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
