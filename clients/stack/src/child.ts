import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { LaunchFault } from './fault.ts';
import { childEnvironment, findNode } from './node-programs.ts';
import { projectRoot } from './paths.ts';

/** One Node program of the project. */
export interface Program {
  /** As a person knows it: `kingston`, `kingston migrate`. */
  readonly name: string;
  /** Script and arguments, from the project's top. Never anything personal: arguments are public on a machine. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Starts a program in a session of its own (Ctrl-C reaches the launcher alone) with its output in a file, and a channel
 * that closes when the launcher dies in whatever way: the services then end by themselves.
 */
export function spawnProgram(program: Program, logFile: string): ChildProcess {
  const log = openSync(logFile, 'a', 0o600);
  try {
    return spawn(findNode(), [...program.args], {
      cwd: projectRoot,
      env: childEnvironment(program.env),
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
    });
  } finally {
    closeSync(log);
  }
}

/**
 * Runs a program to its end and gives back what it printed.
 * @param options.onProgress gets each line of its standard error as it comes
 * @param options.input what it reads from its standard input: arguments are public, and this is not
 * @throws LaunchFault with the last line of its errors when it fails.
 */
export function runProgram(
  program: Program,
  options: { signal?: AbortSignal | undefined; onProgress?: (line: string) => void; input?: string } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(findNode(), [...program.args], {
      cwd: projectRoot,
      env: childEnvironment(program.env),
      detached: true,
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe', 'ipc'],
      killSignal: 'SIGKILL',
      ...(options.signal ? { signal: options.signal } : {}),
    });
    child.stdin?.end(options.input);
    const output: Buffer[] = [];
    let errors = '';
    child.stdout?.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => {
      errors = (errors + chunk).slice(-20_000);
    });
    if (options.onProgress && child.stderr) createInterface(child.stderr).on('line', options.onProgress);
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(Buffer.concat(output).toString());
      else reject(new LaunchFault(`${program.name} failed: ${lastReason(errors) ?? `it ended with code ${code}`}`));
    });
  });
}

/** Runs a program to its end on this terminal: it reads and prints as this process does. @returns its exit code */
export function runAttached(program: Program, signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(findNode(), [...program.args], {
      cwd: projectRoot,
      env: childEnvironment(program.env),
      stdio: 'inherit',
      killSignal: 'SIGKILL',
      signal,
    });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/** The line for a person that a service wrote when it ended: the last one of its log that is not a JSON line. */
export async function readReason(logFile: string): Promise<string | undefined> {
  const file = await open(logFile).catch(() => undefined);
  if (!file) return undefined;
  try {
    const { size } = await file.stat();
    const length = Math.min(size, 20_000);
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return lastReason(buffer.toString());
  } finally {
    await file.close();
  }
}

/** Prefers the service's own sentence or the error's own line to frames of a stack and Node's notes around it. */
function lastReason(text: string): string | undefined {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith('{') && !/^(at |Node\.js v|\^|\})/.test(line));
  return lines.findLast((line) => / cannot start: |^\w*(Error|Fault)\b.*: /.test(line)) ?? lines.at(-1);
}
