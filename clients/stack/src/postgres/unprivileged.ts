import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LaunchFault } from '../fault.ts';

/** The user as whom PostgreSQL runs when we are root, which it refuses to be. */
export interface RunAs {
  readonly uid: number;
  readonly gid: number;
}

const run = promisify(execFile);

/**
 * Undefined when we are nobody special. As root: `postgres` when the machine has that user, else `nobody`, which every
 * machine has; no user is made, so that nothing is left behind on the machine.
 */
export async function chooseRunAs(): Promise<RunAs | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
      return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
    } catch {
      // the next name
    }
  }
  throw new LaunchFault(
    'PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody: start as another user, or set POSTGRES_URL',
  );
}

/** Whether that user can reach a path: every folder above it must let others through. */
export async function canReach(path: string, runAs: RunAs | undefined): Promise<boolean> {
  if (!runAs) return true;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { mode, uid, gid } = await stat(folder);
    const bit = uid === runAs.uid ? 0o100 : gid === runAs.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
