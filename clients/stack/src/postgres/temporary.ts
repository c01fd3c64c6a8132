import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '../ports.ts';
import { type EmbeddedPostgres, removeOutsideHome, startEmbedded } from './embedded.ts';
import { type Durability, PortTaken } from './server.ts';

/** A folder that goes when it is removed, or when this process dies in whatever way. */
export interface TemporaryFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/**
 * A PostgreSQL for one run of the tests, in a temporary folder. Stopping it removes everything.
 * @param durability `safe` for who measures what writing costs
 */
export async function startTemporaryPostgres(durability: Durability = 'none'): Promise<EmbeddedPostgres> {
  const folder = await makeTemporaryFolder();
  try {
    const postgres = await startOnFreePort(folder.path, durability);
    const stop = () => postgres.stop().then(folder.remove);
    return { ...postgres, stop };
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

/** Makes a folder in the system's temporary place for a stack or a server that is thrown away. */
export async function makeTemporaryFolder(): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(await realpath(tmpdir()), 'crosstrust-'));
  const guard = guardFolder(path);
  const remove = async () => {
    await removeOutsideHome(path);
    await rm(path, { recursive: true, force: true });
    guard.release();
  };
  return { path, remove };
}

/** Waits for the end of its input, which comes when the process that started it is gone; then cleans up after it. */
const guardScript = `
cat >/dev/null
home=$(cat "$1/postgres-is-elsewhere" 2>/dev/null || echo "$1")
server=$(head -n 1 "$home/postgres/postmaster.pid" 2>/dev/null)
[ -n "$server" ] && kill -QUIT "$server" && sleep 1
rm -rf "$1"
[ "$home" = "$1" ] || rm -rf "$home"
`;

function guardFolder(path: string): { release(): void } {
  const guard = spawn('sh', ['-c', guardScript, 'guard', path], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.on('error', () => undefined);
  guard.unref();
  (guard.stdin as unknown as { unref?(): void }).unref?.();
  return { release: () => void guard.kill('SIGKILL') };
}

async function startOnFreePort(folder: string, durability: Durability): Promise<EmbeddedPostgres> {
  const password = randomBytes(18).toString('base64url');
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startEmbedded({ folder, port: await findFreePort(), password, durability });
    } catch (error) {
      if (!(error instanceof PortTaken) || attempt === 5) throw error;
    }
  }
}
