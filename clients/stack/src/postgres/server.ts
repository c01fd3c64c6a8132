import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile, rename } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { diskFull, explainFolderFault, LaunchFault } from '../fault.ts';
import { startAfresh } from './cluster.ts';
import { readPostmaster, stopProcess } from './postmaster.ts';
import { programPath } from './programs.ts';
import type { RunAs } from './unprivileged.ts';

/**
 * How much a crash of the machine may cost. `safe`: the last half second of commits, and never a damaged database.
 * `none`: everything, for a folder that is thrown away anyway.
 */
export type Durability = 'safe' | 'none';

export interface ServerOptions {
  readonly native: string;
  readonly cluster: string;
  readonly port: number;
  readonly durability: Durability;
  readonly runAs: RunAs | undefined;
  readonly logFile: string;
}

export interface Server {
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

/** Only on the loopback address; no sockets in the file system; and no statement, parameter or row in its log. */
const fixedConfig = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  wal_level: 'minimal',
  max_wal_senders: '0',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_timezone: 'UTC',
  timezone: 'UTC',
  jit: 'off',
};
const durabilityConfig = {
  safe: { synchronous_commit: 'off' },
  none: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_wal_size: '4GB' },
};

/**
 * Starts the server on a cluster and waits until it takes connections. It runs in a session of its own, so that Ctrl-C
 * reaches us alone and it ends last.
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { native, cluster, port, durability, runAs, logFile } = options;
  await rename(logFile, `${logFile}.old`).catch(() => undefined);
  const log = openSync(logFile, 'w', 0o600);
  const config = Object.entries({ ...fixedConfig, ...durabilityConfig[durability] }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const child = spawn(programPath(native, 'postgres'), ['-D', cluster, '-p', String(port), ...config], {
    ...runAs,
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
  });
  closeSync(log);
  const failed = new Promise<Error>((resolve) => child.once('error', resolve));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await Promise.race([
    waitUntilReady(cluster, child),
    failed.then((error) => {
      throw explainFolderFault(error, native);
    }),
    ended.then(async () => {
      throw explainStartFault(await readFile(logFile, 'utf8'), options);
    }),
  ]);
  return {
    process: child,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null && child.pid)
        await Promise.race([stopProcess(child.pid), ended]);
      await ended;
    },
  };
}

async function waitUntilReady(cluster: string, child: ChildProcess): Promise<void> {
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    const state = await readPostmaster(cluster).catch(() => undefined);
    if (state?.pid === child.pid && state?.ready) return;
    if (child.exitCode !== null || child.signalCode !== null) return new Promise(() => undefined);
    await pause(15);
  }
  child.kill('SIGKILL');
  throw new LaunchFault(`PostgreSQL did not become ready in a minute: see its log beside ${cluster}`);
}

/** Turns the end of the server's log into one line with what to do. */
export function explainStartFault(
  log: string,
  { cluster, port, logFile }: Pick<ServerOptions, 'cluster' | 'port' | 'logFile'>,
): LaunchFault {
  if (/Address already in use/.test(log))
    return new PortTaken(`port ${port} is in use: stop what uses it, or choose another with POSTGRES_PORT`);
  if (/No space left on device|Disk quota exceeded/.test(log)) return diskFull(cluster);
  if (/shared memory block .* is still in use/.test(log))
    return new StillEnding(`an earlier PostgreSQL on ${cluster} is still ending: start again in a moment`);
  if (/Permission denied/.test(log))
    return new LaunchFault(
      `PostgreSQL may not use ${cluster}: its files belong to another user; ${startAfresh(cluster)}`,
    );
  const reason = /(?:FATAL|PANIC):\s+(.*)/.exec(log)?.[1] ?? `see ${logFile}`;
  return new LaunchFault(
    `the database in ${cluster} is damaged or cannot be opened (${reason}): ${startAfresh(cluster)}`,
  );
}

/** Another process has the port. */
export class PortTaken extends LaunchFault {}

/** Children of a server that was killed still hold its memory; it is over in a moment. */
export class StillEnding extends LaunchFault {}
