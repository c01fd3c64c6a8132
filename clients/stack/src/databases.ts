import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { trusts } from '@crosstrust/contract';
import { diskFull, LaunchFault } from './fault.ts';
import { startAfresh } from './postgres/cluster.ts';
import type { Secrets } from './secrets.ts';
import type { StackSettings } from './settings.ts';

/** How a service and its tools reach one database. */
export interface DatabaseAccess {
  /** Of the role that owns the tables. */
  readonly ownerUrl: string;
  /** Of the role that serves. */
  readonly appUrl: string;
  readonly appRole: string;
  /** What the last launcher noted on the database (see `noteOnDatabase`); undefined on a server that is not ours to note on. */
  readonly note: string | undefined;
}

/** The name of a service's database: `kings-guys` -> `kings_guys`. */
export const databaseOf = (service: string): string => service.replaceAll('-', '_');

/** The databases of the whole system: accounts, demographics, and one a trust. */
export const allDatabases: readonly string[] = [
  'accounts',
  'demographics',
  ...trusts.map(({ key }) => databaseOf(key)),
];

/** Those that this machine's services and tools need: not of services that run elsewhere, and no imports in production. */
export function neededDatabases({ services, production }: StackSettings): string[] {
  const elsewhere = Object.entries(services).flatMap(([key, { url }]) => (url ? [databaseOf(key)] : []));
  return allDatabases.filter((name) => !elsewhere.includes(name) && !(production && name === 'demographics'));
}

/** The databases that the settings name themselves, on servers that exist. */
export function givenDatabases(settings: StackSettings): Map<string, DatabaseAccess> {
  const given = new Map<string, DatabaseAccess>();
  for (const [service, { databaseUrl, migrationDatabaseUrl }] of Object.entries(settings.services)) {
    if (databaseUrl && migrationDatabaseUrl) given.set(databaseOf(service), access(migrationDatabaseUrl, databaseUrl));
  }
  const url = settings.demographicsDatabaseUrl;
  if (url) given.set('demographics', access(url, url));
  return given;
}

/** Makes the databases and roles that are missing on a server, with the passwords of our secrets. */
export async function ensureDatabases(
  adminUrl: string,
  names: readonly string[],
  secrets: Secrets,
): Promise<Map<string, DatabaseAccess>> {
  return withClient(adminUrl, async (admin) => {
    const { rows } = await admin.query<{ name: string; note: string | null }>(
      `select datname as name, shobj_description(oid, 'pg_database') as note from pg_database`,
    );
    const notes = new Map(rows.map(({ name, note }) => [name, note ?? '']));
    const made = new Map<string, DatabaseAccess>();
    for (const name of names) {
      if (!notes.has(name)) await createDatabase(admin, name, secrets);
      made.set(name, accessTo(adminUrl, name, secrets, notes.get(name) ?? ''));
    }
    return made;
  });
}

/** Notes on a database, in the database itself, what was done to it, so that the note goes where the database goes. */
export async function noteOnDatabase(adminUrl: string, name: string, note: string): Promise<void> {
  await withClient(adminUrl, (admin) =>
    admin.query(`comment on database ${escapeIdentifier(name)} is ${escapeLiteral(note)}`),
  );
}

/** @throws LaunchFault when the server cannot be reached, refuses us, or is full. */
export async function withClient<Result>(url: string, act: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await act(client);
  } catch (error) {
    throw explainDatabaseFault(error, url);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function createDatabase(admin: Client, name: string, secrets: Secrets): Promise<void> {
  const password = secrets.databases[name];
  if (!password) throw new Error(`no password for ${name}`);
  const [owner, app] = [`${name}_owner`, `${name}_app`];
  await ensureRole(admin, owner, password.owner);
  await ensureRole(admin, app, password.app);
  const database = escapeIdentifier(name);
  await admin.query(`grant ${escapeIdentifier(owner)} to current_user`);
  await admin.query(`create database ${database} owner ${escapeIdentifier(owner)}`);
  await admin.query(`revoke all on database ${database} from public`);
  await admin.query(`grant connect on database ${database} to ${escapeIdentifier(app)}`);
}

async function ensureRole(admin: Client, role: string, password: string): Promise<void> {
  const { rowCount } = await admin.query('select from pg_roles where rolname = $1', [role]);
  const verb = rowCount ? 'alter' : 'create';
  await admin.query(`${verb} role ${escapeIdentifier(role)} login password ${escapeLiteral(password)}`);
}

function accessTo(adminUrl: string, name: string, secrets: Secrets, note: string): DatabaseAccess {
  const as = (role: string, password: string) => {
    const url = new URL(adminUrl);
    url.username = role;
    url.password = password;
    url.pathname = `/${name}`;
    return url.href;
  };
  const { owner, app } = secrets.databases[name] ?? { owner: '', app: '' };
  return { ownerUrl: as(`${name}_owner`, owner), appUrl: as(`${name}_app`, app), appRole: `${name}_app`, note };
}

function access(ownerUrl: string, appUrl: string): DatabaseAccess {
  return { ownerUrl, appUrl, appRole: decodeURIComponent(new URL(appUrl).username), note: undefined };
}

function explainDatabaseFault(error: unknown, url: string): Error {
  if (!(error instanceof Error) || error instanceof LaunchFault) return error as Error;
  const { host, pathname } = new URL(url);
  const code = 'code' in error ? error.code : undefined;
  if (code === '53100') return diskFull('the database');
  if (code === '28P01') {
    return new LaunchFault(
      `the database server at ${host} refuses our password: it was made with other secrets; for the embedded one, ${startAfresh('the data folder')}`,
    );
  }
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'ETIMEDOUT') {
    return new LaunchFault(`no database server answers at ${host}: check the setting that names it`);
  }
  return new LaunchFault(`the database ${pathname.slice(1)} at ${host} cannot be used: ${error.message}`);
}
