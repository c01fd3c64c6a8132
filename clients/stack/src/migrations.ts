import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from './child.ts';
import { databaseOf, noteOnDatabase } from './databases.ts';
import { inLanes } from './lanes.ts';
import { projectRoot } from './paths.ts';
import { migrateProgram, type Plan } from './services.ts';

/**
 * Brings each service's database up to date. One that bears the note that these very migrations were done is passed
 * over, which saves a process for each service at every start.
 * @param adminUrl of the server on which the databases are ours to note on; undefined when there is none.
 */
export async function migrateAll(
  plan: Plan,
  services: readonly string[],
  options: { adminUrl: string | undefined; signal: AbortSignal },
): Promise<number> {
  const stamp = `migrated ${await hashMigrations()}`;
  const due = services.filter((service) => plan.databases.get(databaseOf(service))?.note !== stamp);
  await inLanes(2, due, async (service) => {
    await runProgram(migrateProgram(plan, service), { signal: options.signal });
    const ours = plan.databases.get(databaseOf(service))?.note !== undefined;
    if (ours && options.adminUrl) await noteOnDatabase(options.adminUrl, databaseOf(service), stamp);
  });
  return due.length;
}

/** Changes whenever a file about migrations does, in any subgraph. */
async function hashMigrations(): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of ['subgraphs/accounts/dist', 'subgraphs/kit/dist']) {
    const names = await readdir(join(projectRoot, folder), { recursive: true }).catch(() => []);
    for (const name of names.filter((name) => /migrat/i.test(name) && name.endsWith('.js')).sort()) {
      hash.update(name).update(await readFile(join(projectRoot, folder, name)));
    }
  }
  return hash.digest('hex').slice(0, 32);
}
