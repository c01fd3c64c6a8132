import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findFreePort } from '../ports.ts';
import { writeWhole } from '../secrets.ts';
import { type EmbeddedOptions, type EmbeddedPostgres, startEmbedded } from './embedded.ts';
import { PortTaken } from './server.ts';

const usualPort = 5433;
const portFile = 'postgres-port';

export interface ProjectPostgresOptions extends Omit<EmbeddedOptions, 'port' | 'tell'> {
  /** The port that a setting asks for; it is that one or none. */
  readonly port: number | undefined;
  readonly freePort: boolean;
  readonly tell: (line: string) => void;
}

/**
 * The embedded PostgreSQL of a data folder, started again whenever it crashes. Its port is the one asked for, else that of
 * the last time, else 5433, else any free one, which is remembered.
 */
export async function startProjectPostgres(options: ProjectPostgresOptions): Promise<EmbeddedPostgres> {
  const postgres = await startOnSomePort(options);
  keepRunning(postgres, options.tell);
  return postgres;
}

async function startOnSomePort({ port, freePort, ...options }: ProjectPostgresOptions): Promise<EmbeddedPostgres> {
  const file = join(options.folder, portFile);
  const remembered = Number(await readFile(file, 'utf8').catch(() => usualPort)) || usualPort;
  const wish = port ?? (freePort ? await findFreePort() : remembered);
  try {
    return await startEmbedded({ ...options, port: wish });
  } catch (error) {
    if (!(error instanceof PortTaken) || port !== undefined) throw error;
    const other = await findFreePort();
    if (!freePort) await writeWhole(file, String(other));
    options.tell(`port ${wish} is in use, so PostgreSQL takes port ${other}`);
    return startEmbedded({ ...options, port: other });
  }
}

function keepRunning(postgres: EmbeddedPostgres, tell: (line: string) => void): void {
  let wait = 500;
  postgres.events.on('exit', function restartLater() {
    const milliseconds = wait;
    wait = Math.min(wait * 2, 30_000);
    tell(`PostgreSQL ended; starting it again in ${milliseconds / 1000} s`);
    setTimeout(() => {
      postgres.restart().then(
        () => tell('PostgreSQL is back'),
        (error: Error) => {
          tell(error.message);
          restartLater();
        },
      );
    }, milliseconds).unref();
  });
}
