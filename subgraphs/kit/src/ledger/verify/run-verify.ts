import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { type AnchorLine, anchorLineSchema } from '@crosstrust/contract';
import { readSettings, SettingsError } from '@crosstrust/service';
import { Client } from 'pg';
import { verifySettings } from '../../settings.ts';
import { type ChainReport, verifyChain } from './verify-chain.ts';

interface Surroundings {
  /** The key of the trust. */
  readonly trust: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out?: NodeJS.WritableStream;
}

const usage = 'use: verify-ledger [--anchors <file of what accounts has, one a line>] [--json]';

/**
 * Verifies the trust's ledger of who looked: `verify-ledger`.
 * @returns whether it is sound
 * @throws SettingsError for wrong arguments or settings
 */
export async function runVerify(
  args: readonly string[],
  { trust, env, out = process.stdout }: Surroundings,
): Promise<boolean> {
  const { anchors, json } = parse(args);
  const { MIGRATION_DATABASE_URL } = readSettings(verifySettings, env);
  const client = new Client({ connectionString: MIGRATION_DATABASE_URL, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    const report = await verifyChain(client, readAnchors(anchors));
    out.write(json ? `${JSON.stringify({ trust, ...report })}\n` : describe(trust, report, anchors !== undefined));
    return report.faultCount === 0;
  } finally {
    await client.end();
  }
}

function parse(args: readonly string[]) {
  try {
    const options = { anchors: { type: 'string' }, json: { type: 'boolean', default: false } } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch {
    throw new SettingsError(usage);
  }
}

async function* readAnchors(file: string | undefined): AsyncGenerator<AnchorLine> {
  if (file === undefined) return;
  for await (const line of createInterface({ input: createReadStream(file) }))
    yield anchorLineSchema.parse(JSON.parse(line));
}

function describe(trust: string, report: ChainReport, wasCompared: boolean): string {
  const { rows, head, anchoredUpTo, faultCount, faults } = report;
  const anchored = anchoredUpTo === null ? 'not anchored yet' : `anchored up to ${anchoredUpTo}`;
  const verdict = faultCount === 0 ? 'sound' : faultCount === 1 ? '1 fault' : `${faultCount} faults`;
  const more = faultCount > faults.length ? [`and ${faultCount - faults.length} more`] : [];
  const lines = [...faults, ...more].map((fault) => `  ${fault}\n`);
  return `${trust}: ${rows} rows, head ${head}, ${wasCompared ? anchored : 'compared with no anchor'}: ${verdict}\n${lines.join('')}`;
}
