import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LaunchFault } from './fault.ts';
import { projectRoot } from './paths.ts';

/** Ended by Ctrl-C, by `kill`, or because the terminal was closed. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/**
 * Runs one command of the project as this process. `main` stops what it started when the signal is aborted; its result is
 * the exit code. A fault ends as one line on standard error and code 1, an interruption as code 130.
 */
export async function runCommand(
  name: string,
  main: (args: readonly string[], signal: AbortSignal) => Promise<number>,
): Promise<never> {
  const aborter = new AbortController();
  const interrupt = () => aborter.abort(new Interrupted());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
  process.stdout.on('error', interrupt);
  let unexpected: unknown;
  process.on('uncaughtException', (error) => {
    unexpected ??= error;
    aborter.abort(error);
  });
  try {
    refuseOldNode();
    loadEnvFile();
    const code = await main(process.argv.slice(2), aborter.signal);
    process.exit(unexpected ? fail(name, unexpected) : code);
  } catch (error) {
    process.exit(error instanceof Interrupted ? 130 : fail(name, unexpected ?? error));
  }
}

/** npm runs the project's scripts on the Node that came with the install; called by hand, an older one may be first. */
function refuseOldNode(): void {
  if (Number(process.versions.node.split('.')[0]) < 24)
    throw new LaunchFault(`this Node is ${process.versions.node}, and 24 came with the install: use the npm scripts`);
}

/** Settings from `.env` at the project's top; what the environment has wins. */
function loadEnvFile(): void {
  const file = join(projectRoot, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}

function fail(name: string, error: unknown): number {
  const reason = error instanceof LaunchFault ? error.message : describe(error);
  process.stderr.write(`${name}: ${reason}\n`);
  return 1;
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Resolves when the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
