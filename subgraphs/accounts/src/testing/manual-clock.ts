import type { Clock } from '@crosstrust/contract';

/** A clock that goes on only when a test says so. */
export interface ManualClock {
  readonly clock: Clock;
  advance(ms: number): void;
}

export function manualClock(start = '2025-06-02T09:00:00.000Z'): ManualClock {
  let now = new Date(start).getTime();
  return { clock: () => new Date(now), advance: (ms) => void (now += ms) };
}
