import { createHash, randomBytes } from 'node:crypto';
import { Client, escapeIdentifier } from 'pg';

/** A database for one test file, a copy of its kind's template. */
export interface TestDatabase {
  /** For the role that owns the tables: migrations, imports, and preparing rows. */
  readonly ownerUrl: string;
  /** For the role that a service runs as; it owns nothing. */
  readonly appUrl: string;
  /** For the superuser. */
  readonly adminUrl: string;
  readonly appRole: string;
  drop(): Promise<void>;
}

interface Names {
  readonly template: string;
  readonly owner: string;
  readonly app: string;
}

/**
 * Makes a database on the server of this test run (TEST_POSTGRES_URL). The first file that asks for a kind migrates a
 * template; every other gets a copy of it, in some milliseconds.
 * @param kind `accounts`, `trust`, `demographics`: names the template and its two roles.
 * @param migrate makes the tables as the owner and grants the role `appRole` what it may do.
 */
export async function createTestDatabase(
  kind: string,
  migrate: (ownerUrl: string, appRole: string) => Promise<void>,
): Promise<TestDatabase> {
  const server = process.env['TEST_POSTGRES_URL'];
  if (!server) throw new Error('TEST_POSTGRES_URL is not set: run the tests with .config/vitest.config.ts');
  const names: Names = { template: `template_${kind}`, owner: `test_${kind}_owner`, app: `test_${kind}_app` };
  const database = `test_${kind}_${randomBytes(6).toString('hex')}`;
  await withAdmin(server, async (admin) => {
    await makeTemplateOnce(admin, server, names, migrate);
    await admin.query(
      `create database ${escapeIdentifier(database)} template ${escapeIdentifier(names.template)} owner ${escapeIdentifier(names.owner)}`,
    );
  });
  return {
    ownerUrl: urlFor(server, database, names.owner),
    appUrl: urlFor(server, database, names.app),
    adminUrl: urlFor(server, database),
    appRole: names.app,
    drop: () =>
      withAdmin(
        server,
        async (admin) => void (await admin.query(`drop database if exists ${escapeIdentifier(database)} with (force)`)),
      ),
  };
}

/** Files run side by side: an advisory lock lets one of them make the template, and the rest wait for it. */
async function makeTemplateOnce(
  admin: Client,
  server: string,
  names: Names,
  migrate: (ownerUrl: string, appRole: string) => Promise<void>,
): Promise<void> {
  const lock = createHash('sha256').update(names.template).digest().readInt32BE();
  await admin.query('select pg_advisory_lock($1)', [lock]);
  try {
    const { rowCount } = await admin.query('select from pg_database where datname = $1 and datistemplate', [
      names.template,
    ]);
    if (rowCount) return;
    await admin.query(`drop database if exists ${escapeIdentifier(names.template)} with (force)`);
    for (const role of [names.owner, names.app]) await ensureRole(admin, role);
    await admin.query(`create database ${escapeIdentifier(names.template)} owner ${escapeIdentifier(names.owner)}`);
    await migrate(urlFor(server, names.template, names.owner), names.app);
    await admin.query(`alter database ${escapeIdentifier(names.template)} with is_template true`);
  } finally {
    await admin.query('select pg_advisory_unlock($1)', [lock]);
  }
}

async function ensureRole(admin: Client, role: string): Promise<void> {
  const { rowCount } = await admin.query('select from pg_roles where rolname = $1', [role]);
  if (!rowCount) await admin.query(`create role ${escapeIdentifier(role)} login password 'test'`);
}

function urlFor(server: string, database: string, user?: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  if (user) {
    url.username = user;
    url.password = 'test';
  }
  return url.href;
}

async function withAdmin<Result>(server: string, act: (admin: Client) => Promise<Result>): Promise<Result> {
  const admin = new Client({ connectionString: server });
  await admin.connect();
  try {
    return await act(admin);
  } finally {
    await admin.end();
  }
}
