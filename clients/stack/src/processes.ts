import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { codeOf } from './fault.ts';

/** Whether a process with this id lives, whoever owns it. One that ended and was not fetched by its parent does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
  return statOf(pid)?.state !== 'Z';
}

/** What tells a process from a later one with the same id: when it started, as the system writes it. */
export function startOf(pid: number): string {
  if (process.platform === 'linux') return statOf(pid)?.start ?? '';
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}

function statOf(pid: number): { state: string | undefined; start: string | undefined } | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return { state: fields[0], start: fields[19] };
  } catch {
    return undefined;
  }
}
