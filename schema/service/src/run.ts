import { describeFault } from './log.ts';
import { SettingsError } from './settings.ts';

/** A service that was started. */
export interface RunningService {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Runs one service as a process: starts it, stops it on SIGINT, SIGTERM or when its parent goes away, and ends with one
 * clear line when it cannot start.
 */
export async function runService(name: string, start: () => Promise<RunningService>): Promise<void> {
  let service: RunningService;
  try {
    service = await start();
  } catch (error) {
    process.stderr.write(`${name} cannot start: ${whyNot(error)}\n`);
    process.exit(1);
  }
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), 5_000).unref();
    service.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  process.once('disconnect', stop);
}

/** One line for a person: what is wrong and, where we know it, what to do. */
export function whyNot(error: unknown): string {
  if (error instanceof SettingsError) return error.message.replaceAll('\n', '; ');
  if (!(error instanceof Error)) return 'unknown fault';
  const { code, port } = error as Error & { code?: string; port?: number };
  if (code === 'EADDRINUSE') return `port ${port} is in use; stop what uses it or choose another with PORT`;
  if (code === 'ECONNREFUSED') return `nothing answers at port ${port}`;
  if (code === 'ENOSPC' || code === '53100') return 'the disk is full';
  return describeFault(error);
}
