import { openDataFolder } from './data-folder.ts';
import { allDatabases, type DatabaseAccess, ensureDatabases, givenDatabases, neededDatabases } from './databases.ts';
import { migrateAll } from './migrations.ts';
import { startProjectPostgres } from './postgres/project-postgres.ts';
import { makeTemporaryFolder } from './postgres/temporary.ts';
import { findRunning, type Hold, holdFolder } from './running.ts';
import { loadSecrets, type Secrets } from './secrets.ts';
import { choosePorts } from './service-ports.ts';
import { dataServices, type Plan, scriptOf } from './services.ts';
import { readStackSettings, type StackSettings } from './settings.ts';
import type { Teardown } from './teardown.ts';

export interface PrepareOptions {
  /** Settings; the process's own unless given. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** A folder in the system's temporary place, gone when the stack stops or this process dies. */
  readonly temporary?: boolean;
  /** Ports that are free now, whatever the settings say. */
  readonly freePorts?: boolean;
  /** Another program in the place of a service's own (tests of the launcher). */
  readonly scriptOf?: (service: string) => string;
}

/** What the steps of one start share. */
export interface Start {
  readonly options: PrepareOptions;
  readonly teardown: Teardown;
  readonly signal: AbortSignal;
  readonly tell: (line: string) => void;
}

/** Everything but the services: databases that are up to date, secrets, and where each service will answer. */
export interface Prepared {
  readonly plan: Plan;
  /** The superuser's URL of the server on which databases are ours; undefined when every database was given. */
  readonly postgres: string | undefined;
  readonly hold: Hold;
}

/** Takes the data folder, brings PostgreSQL up, makes what is missing on it, and migrates. @throws LaunchFault */
export async function prepare(start: Start): Promise<Prepared> {
  const { options, teardown, signal, tell } = start;
  const settings = await chooseSettings(start);
  const folder = settings.dataFolder;
  await openDataFolder(folder);
  const hold = await teardown.add(holdFolder(folder), (held) => held.release());
  const [secrets, urls] = await Promise.all([
    loadOurSecrets(folder),
    choosePorts(settings, { freePorts: options.freePorts ?? false, patient: hold.recovered }),
  ]);
  const { postgres, databases } = await openDatabases(start, settings, secrets);
  await hold.note(postgres ? { postgres } : {});
  const plan: Plan = { settings, secrets, databases, urls, scriptOf: options.scriptOf ?? scriptOf };
  const here = dataServices.filter((key) => !settings.services[key]?.url);
  const migrated = await migrateAll(plan, here, { adminUrl: postgres, signal });
  if (migrated > 0) tell(`brought ${migrated} databases up to date`);
  return { plan, postgres, hold };
}

/** The plan of the stack that runs on the data folder now, for a tool that works beside it; undefined when none runs. */
export async function planOfRunning(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Plan | undefined> {
  const settings = readStackSettings(environment);
  const running = await findRunning(settings.dataFolder);
  if (!running?.urls) return undefined;
  const secrets = await loadOurSecrets(settings.dataFolder);
  const given = givenDatabases(settings);
  const missing = neededDatabases(settings).filter((name) => !given.has(name));
  const made = running.postgres ? await ensureDatabases(running.postgres, missing, secrets) : [];
  return { settings, secrets, databases: new Map([...given, ...made]), urls: running.urls, scriptOf };
}

const loadOurSecrets = (folder: string): Promise<Secrets> =>
  loadSecrets(folder, { databases: allDatabases, services: dataServices });

async function chooseSettings({ options, teardown }: Start): Promise<StackSettings> {
  const settings = readStackSettings(options.environment ?? process.env);
  if (!options.temporary) return settings;
  const folder = await teardown.add(makeTemporaryFolder(), (made) => made.remove());
  return { ...settings, dataFolder: folder.path };
}

/** The databases that the settings name, and for the rest those on a server that the settings name, or on our own. */
async function openDatabases(
  start: Start,
  settings: StackSettings,
  secrets: Secrets,
): Promise<{ postgres: string | undefined; databases: Map<string, DatabaseAccess> }> {
  const given = givenDatabases(settings);
  const missing = neededDatabases(settings).filter((name) => !given.has(name));
  if (missing.length === 0) return { postgres: undefined, databases: given };
  const postgres = settings.postgresUrl ?? (await startOwnPostgres(start, settings, secrets));
  const made = await ensureDatabases(postgres, missing, secrets);
  return { postgres, databases: new Map([...given, ...made]) };
}

async function startOwnPostgres(
  { options, teardown, tell }: Start,
  settings: StackSettings,
  secrets: Secrets,
): Promise<string> {
  const starting = startProjectPostgres({
    folder: settings.dataFolder,
    password: secrets.postgres,
    port: settings.postgresPort,
    freePort: options.freePorts ?? false,
    durability: options.temporary ? 'none' : 'safe',
    tell,
  });
  const { url } = await teardown.add(starting, (started) => started.stop());
  tell('PostgreSQL is up');
  return url;
}
