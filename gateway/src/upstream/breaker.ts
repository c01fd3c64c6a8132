/** Leaves a service alone that failed several times in a row, so that nobody waits for it. Lives in memory only. */
export interface Breaker {
  /** Whether a request may go out now. A `true` must be followed by exactly one of the other three. */
  admits(): boolean;
  succeeded(): void;
  failed(): void;
  /** The exchange says nothing about the service: the fault was ours, or what a client's query brought about. */
  inconclusive(): void;
}

export interface BreakerOptions {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** Milliseconds until one request may try again. */
  readonly openMs: number;
  readonly now?: () => number;
}

/** Closed: all pass. Open: none pass for `openMs`. Then one probe passes, and its outcome closes or opens it again. */
export function createBreaker({ failures, openMs, now = () => performance.now() }: BreakerOptions): Breaker {
  let inRow = 0;
  let opensAgainAt = 0;
  let probing = false;
  const isTripped = () => inRow >= failures;
  return {
    admits: () => {
      if (!isTripped()) return true;
      if (probing || now() < opensAgainAt) return false;
      probing = true;
      return true;
    },
    succeeded: () => {
      inRow = 0;
      probing = false;
    },
    failed: () => {
      inRow += 1;
      probing = false;
      if (isTripped()) opensAgainAt = now() + openMs;
    },
    inconclusive: () => {
      probing = false;
    },
  };
}
