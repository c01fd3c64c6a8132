import { describeFault, type Log } from '@crosstrust/service';

/** Loops in this process that do one job after the other. */
export interface Worker {
  /** Looks for jobs now rather than at the next turn. */
  wake(): void;
  /** Resolves when no job is due any more. */
  drain(): Promise<void>;
  /** Resolves after the jobs at hand. */
  stop(): Promise<void>;
}

/** Starts several workers side by side: a job that waits for the message provider holds up its own worker alone. */
export function startWorkers(count: number, ...how: Parameters<typeof startWorker>): Worker {
  const workers = Array.from({ length: count }, () => startWorker(...how));
  return {
    wake: () => {
      for (const worker of workers) worker.wake();
    },
    drain: async () => void (await Promise.all(workers.map((worker) => worker.drain()))),
    stop: async () => void (await Promise.all(workers.map((worker) => worker.stop()))),
  };
}

/**
 * Starts a worker.
 * @param runNext does one job and tells whether there was one
 * @param everyMs how often to look when nobody wakes it, for jobs of another process and those tried again
 */
function startWorker(runNext: () => Promise<boolean>, everyMs: number, log: Log): Worker {
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  const run = async () => {
    try {
      do {
        again = false;
        while (!stopped && (await runNext())) again = true;
      } while (again && !stopped);
    } catch (error) {
      log.warn('worker could not look for jobs', { reason: describeFault(error) });
    } finally {
      running = undefined;
    }
  };
  const wake = () => {
    again = true;
    if (!stopped) running ??= run();
  };
  const timer = setInterval(wake, everyMs);
  return {
    wake,
    drain: async () => {
      wake();
      await running;
    },
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
