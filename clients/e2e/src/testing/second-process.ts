import { type ChildProcess, spawn } from 'node:child_process';
import { type AddressInfo, createServer } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const root = resolve(import.meta.dirname, '../../../..');

/** A service beside those of the stack, as a process of its own. */
export interface SecondProcess {
  /** Everything that it has logged. */
  log(): string;
  stop(): Promise<void>;
}

/**
 * Starts a script of the project's, and resolves when it is ready.
 * @param url where it will answer `/ready`
 * @throws Error when it ends, or is not ready in 20 seconds
 */
export async function startProcess(
  script: string,
  settings: Readonly<Record<string, string>>,
  url: string,
): Promise<SecondProcess> {
  const child = spawn(process.execPath, [script, 'serve'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], ...settings },
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => void (log += chunk));
  const stop = () => end(child);
  for (const last = Date.now() + 20_000; Date.now() < last; await pause(50)) {
    if (child.exitCode !== null) break;
    const answer = await fetch(`${url}/ready`).catch(() => undefined);
    if (answer?.ok) return { log: () => log, stop };
  }
  await stop();
  throw new Error(`${script} did not start: ${log}`);
}

/** A port that nobody uses now. */
export function freePort(): Promise<number> {
  return new Promise((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => found(port));
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await ended;
}
