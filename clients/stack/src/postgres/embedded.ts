import { EventEmitter } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { explainFolderFault } from '../fault.ts';
import { copyPrograms, createCluster, inspectCluster } from './cluster.ts';
import { clearLeftovers } from './postmaster.ts';
import { findPrograms, programPath } from './programs.ts';
import { type Durability, type Server, type ServerOptions, StillEnding, startServer } from './server.ts';
import { canReach, chooseRunAs, type RunAs } from './unprivileged.ts';

export interface EmbeddedOptions {
  /** The data folder; the cluster goes into `postgres/` of it. */
  readonly folder: string;
  readonly port: number;
  /** Of the superuser `postgres`. */
  readonly password: string;
  readonly durability: Durability;
  readonly tell?: (line: string) => void;
}

export interface EmbeddedPostgres {
  /** The superuser's URL: postgres://user:password@host:port/database */
  readonly url: string;
  readonly pid: number;
  /** Emits `exit` when the server ends without having been asked to. */
  readonly events: EventEmitter<{ exit: [] }>;
  stop(): Promise<void>;
  /** Starts the server again after it ended. */
  restart(): Promise<void>;
}

/**
 * Brings up a PostgreSQL of our own on a data folder: makes the cluster the first time, clears what an earlier run left,
 * and waits until it takes connections.
 * @throws LaunchFault with one line for a person.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { folder, port, password, durability, tell = () => undefined } = options;
  const runAs = await chooseRunAs();
  const home = await findHome(folder, runAs);
  const cluster = join(home.folder, 'postgres');
  if ((await inspectCluster(cluster, runAs)) === 'absent') {
    tell('making a PostgreSQL database cluster');
    await createCluster({ native: home.native, cluster, password, runAs });
  } else {
    await clearLeftovers(cluster, tell);
  }
  const settings: ServerOptions = {
    native: home.native,
    cluster,
    port,
    durability,
    runAs,
    logFile: join(folder, 'postgres.log'),
  };
  return supervise(await startPatiently(settings), settings, password);
}

/** Removes what `startEmbedded` put outside of the data folder, if anything. */
export async function removeOutsideHome(folder: string): Promise<void> {
  const outside = await readFile(join(folder, outsideNote), 'utf8').catch(() => undefined);
  if (outside) await rm(outside, { recursive: true, force: true });
}

function supervise(first: Server, settings: ServerOptions, password: string): EmbeddedPostgres {
  const events = new EventEmitter<{ exit: [] }>();
  let server = first;
  let stopping = false;
  const watch = () => server.process.once('exit', () => stopping || events.emit('exit'));
  watch();
  return {
    url: `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${settings.port}/postgres`,
    get pid() {
      return server.process.pid ?? 0;
    },
    events,
    stop: async () => {
      stopping = true;
      await server.stop();
    },
    restart: async () => {
      await clearLeftovers(settings.cluster, () => undefined);
      server = await startPatiently(settings);
      if (stopping) await server.stop();
      else watch();
    },
  };
}

async function startPatiently(settings: ServerOptions): Promise<Server> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startServer(settings);
    } catch (error) {
      if (!(error instanceof StillEnding) || attempt === 20) throw error;
      await pause(250);
    }
  }
}

const outsideNote = 'postgres-is-elsewhere';

/**
 * Where the cluster and the programs are. Usually in the data folder and in node_modules; when we are root and the
 * unprivileged user cannot get there (a project under /root), both go to a folder of their own in /var/tmp, and a note
 * in the data folder says which.
 */
async function findHome(folder: string, runAs: RunAs | undefined): Promise<{ folder: string; native: string }> {
  const native = findPrograms();
  try {
    const noted = await readFile(join(folder, outsideNote), 'utf8').catch(() => undefined);
    const reachable = (await canReach(folder, runAs)) && (await canReach(programPath(native, 'postgres'), runAs));
    // The unprivileged user must get through the data folder to the cluster, but need not list it.
    await chmod(folder, runAs ? 0o711 : 0o700);
    if (!runAs || (reachable && !noted)) return { folder, native };
    const outside = noted ?? (await mkdtemp('/var/tmp/crosstrust-'));
    await mkdir(outside, { recursive: true });
    await chown(outside, runAs.uid, runAs.gid);
    await writeFile(join(folder, outsideNote), outside);
    return { folder: outside, native: await copyPrograms(native, join(outside, 'native')) };
  } catch (error) {
    throw explainFolderFault(error, folder);
  }
}
