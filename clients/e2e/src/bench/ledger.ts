import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { startTemporaryPostgres } from '@crosstrust/stack';

const script = resolve(import.meta.dirname, '../../../../subgraphs/kit/dist/bench/ledger.js');

/** `npm run bench:ledger [-- <pairs>]`: the kit's bench of the ledger, on a PostgreSQL of its own that syncs to the disk as a real one does. */
async function main(): Promise<number> {
  const postgres = await startTemporaryPostgres('safe');
  try {
    const env = { ...process.env, TEST_POSTGRES_URL: postgres.url };
    const bench = spawn(process.execPath, [script, ...process.argv.slice(2)], { env, stdio: 'inherit' });
    const [code] = (await once(bench, 'close')) as [number | null];
    return code ?? 1;
  } finally {
    await postgres.stop();
  }
}

process.exit(await main());
