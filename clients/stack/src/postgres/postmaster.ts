import { execFileSync } from 'node:child_process';
import { readFile, readlink, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { codeOf } from '../fault.ts';
import { isAlive } from '../processes.ts';

/** What a running server writes into its folder. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

/** Reads `postmaster.pid` of a cluster; undefined when there is none, or it was cut short by a full disk or a crash. */
export async function readPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const lines = await readFile(join(cluster, 'postmaster.pid'), 'utf8').then(
    (text) => text.split('\n').map((line) => line.trim()),
    (error) => {
      if (codeOf(error) === 'ENOENT') return [];
      throw error;
    },
  );
  const pid = Number(lines[0]);
  return Number.isInteger(pid) && pid > 0 ? { pid, port: Number(lines[3]), ready: lines[7] === 'ready' } : undefined;
}

/**
 * Clears what an earlier run left in a cluster: a server that still runs is stopped, and the file of one that died is
 * removed, because PostgreSQL itself would refuse to start when another process has got its id since.
 */
export async function clearLeftovers(cluster: string, tell: (line: string) => void): Promise<void> {
  const left = await readPostmaster(cluster);
  if (left && isAlive(left.pid) && (await servesCluster(left.pid, cluster))) {
    tell('a PostgreSQL of an earlier run is still there: stopping it');
    await stopProcess(left.pid);
  }
  await rm(join(cluster, 'postmaster.pid'), { force: true });
}

/** Stops a server: its fast shutdown first, then harder. */
export async function stopProcess(pid: number): Promise<void> {
  const steps = [
    ['SIGINT', 8_000],
    ['SIGQUIT', 3_000],
    ['SIGKILL', 3_000],
  ] as const;
  for (const [signal, milliseconds] of steps) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    const end = Date.now() + milliseconds;
    while (Date.now() < end) {
      if (!isAlive(pid)) return;
      await pause(20);
    }
  }
}

/** Whether the process is a PostgreSQL on this folder: a server's working folder is its cluster. */
async function servesCluster(pid: number, cluster: string): Promise<boolean> {
  try {
    if (process.platform === 'linux') return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(cluster));
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(cluster);
  } catch {
    return false;
  }
}
