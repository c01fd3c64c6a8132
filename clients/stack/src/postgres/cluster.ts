import { execFile } from 'node:child_process';
import { chown, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { diskFull, explainFolderFault, LaunchFault } from '../fault.ts';
import { programPath } from './programs.ts';
import type { RunAs } from './unprivileged.ts';

const run = promisify(execFile);

/** The version of PostgreSQL that the project brings. */
export const postgresVersion = '18';

/** Whether a cluster of ours is there to be started. @throws LaunchFault when something else is. */
export async function inspectCluster(cluster: string, runAs: RunAs | undefined): Promise<'absent' | 'ready'> {
  const names = await readdir(cluster).catch((error) => {
    if (error.code === 'ENOENT') return undefined;
    throw explainFolderFault(error, cluster);
  });
  if (!names) return 'absent';
  const version = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (version === undefined)
    throw new LaunchFault(`${cluster} is not a PostgreSQL data folder: ${startAfresh(cluster)}`);
  if (version.trim() !== postgresVersion) {
    throw new LaunchFault(
      `${cluster} was made by PostgreSQL ${version.trim()}, and this project brings ${postgresVersion}: ${startAfresh(cluster)}`,
    );
  }
  const owner = (await stat(cluster)).uid;
  const mine = runAs?.uid ?? process.getuid?.();
  if (mine !== undefined && owner !== mine) {
    throw new LaunchFault(
      `${cluster} belongs to another user (id ${owner}): start as the user of the first time, or ${startAfresh(cluster)}`,
    );
  }
  return 'ready';
}

/** Makes a cluster. It gets its name only when it is whole, so that one cut short is never taken for a good one. */
export async function createCluster(options: {
  native: string;
  cluster: string;
  password: string;
  runAs: RunAs | undefined;
}): Promise<void> {
  const { native, cluster, password, runAs } = options;
  const unfinished = `${cluster}.new`;
  const secret = await mkdtemp(join(tmpdir(), 'crosstrust-'));
  try {
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished, { mode: 0o700 });
    await writeFile(join(secret, 'password'), password, { mode: 0o600 });
    if (runAs)
      await Promise.all(
        [unfinished, secret, join(secret, 'password')].map((path) => chown(path, runAs.uid, runAs.gid)),
      );
    await run(
      programPath(native, 'initdb'),
      [
        '-D',
        unfinished,
        '-U',
        'postgres',
        '--auth=scram-sha-256',
        `--pwfile=${join(secret, 'password')}`,
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-instructions',
      ],
      { ...runAs, env: { ...process.env, LC_ALL: 'C' } },
    );
    await rename(unfinished, cluster);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true }).catch(() => undefined);
    throw explainInitFault(error, cluster);
  } finally {
    await rm(secret, { recursive: true, force: true });
  }
}

/** Copies PostgreSQL's programs to where the unprivileged user can reach them. */
export async function copyPrograms(native: string, to: string): Promise<string> {
  await cp(native, to, { recursive: true, verbatimSymlinks: true, force: true });
  return to;
}

/** What to do about a folder that cannot be used. Only development data is lost: the samples are made again. */
export function startAfresh(folder: string): string {
  return `move it away or delete it (rm -rf ${folder}) and start again`;
}

function explainInitFault(error: unknown, cluster: string): LaunchFault {
  const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
  if (/No space left on device|Disk quota exceeded/.test(output)) return diskFull(cluster);
  const reason = output.split('\n').find((line) => /(error|fatal):/i.test(line));
  return reason
    ? new LaunchFault(`PostgreSQL could not make its data folder ${cluster}: ${reason.trim()}`)
    : explainFolderFault(error, cluster);
}
