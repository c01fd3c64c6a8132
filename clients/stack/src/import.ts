import { resolve } from 'node:path';
import { existsSync } from 'node:fs';
import { findTrust, trusts } from '@crosstrust/contract';
import { parseArgs } from 'node:util';
import { runCommand } from './command.ts';
import { LaunchFault } from './fault.ts';
import { importInto } from './import-data.ts';
import { planOfRunning, prepare } from './prepare.ts';
import { withTeardown } from './stack.ts';

const usage =
  'use: npm run import -- --trust <key> --data <folder, bundle, .ndjson or .tar.gz>, or --spread in place of --trust to share the data out over all trusts';

/** `npm run import`: reads FHIR R4 data into a trust, or shares it out over all of them. */
async function importData(args: readonly string[], signal: AbortSignal): Promise<number> {
  const { data, keys } = readArguments(args);
  const write = (line: string) => console.log(line);
  const running = await planOfRunning(process.env);
  if (running) return importInto(running, { data, keys, signal, write });
  write('nothing runs, so PostgreSQL is started for the time of the import');
  return withTeardown({ signal, freePorts: true }, async (start) => {
    const { plan } = await prepare(start);
    const code = await importInto(plan, { data, keys, signal: start.signal, write });
    await start.teardown.run();
    return code;
  });
}

function readArguments(args: readonly string[]): { data: string; keys: readonly string[] } {
  const { trust, data, spread } = parse(args);
  if (!data || (!trust && !spread)) throw new LaunchFault(usage);
  if (trust && spread)
    throw new LaunchFault('--spread shares the data out over all trusts, so it goes without --trust');
  if (trust && !findTrust(trust))
    throw new LaunchFault(`no trust ${trust}; there are ${trusts.map(({ key }) => key).join(', ')}`);
  // npm runs scripts in the project's folder, and says where it was called.
  const path = resolve(process.env['INIT_CWD'] ?? process.cwd(), data);
  if (!existsSync(path)) throw new LaunchFault(`there is nothing at ${path}`);
  return { data: path, keys: trust ? [trust] : trusts.map(({ key }) => key) };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { trust: { type: 'string' }, data: { type: 'string' }, spread: { type: 'boolean' } },
    }).values;
  } catch {
    throw new LaunchFault(usage);
  }
}

await runCommand('import', importData);
