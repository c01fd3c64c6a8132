import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findTrust, trusts } from '@crosstrust/contract';
import { runAttached, runProgram } from './child.ts';
import { runCommand } from './command.ts';
import { LaunchFault } from './fault.ts';
import { planOfRunning, prepare } from './prepare.ts';
import { accountsTool, type Plan, trustTool } from './services.ts';
import { withTeardown } from './stack.ts';

const usage = 'use: npm run audit:verify -- [--trust <key>] [--json]';

/** What is to be verified, and how it is told. */
interface Asked {
  readonly keys: readonly string[];
  readonly json: boolean;
}

/**
 * `npm run audit:verify`: walks the ledger of who looked of every trust that runs here, beside the running stack or without
 * it, and compares it with the anchors at accounts. Its exit code is 1 when any of them is not sound.
 */
async function verify(args: readonly string[], signal: AbortSignal): Promise<number> {
  const asked = readArguments(args);
  const running = await planOfRunning(process.env);
  if (running) return verifyAll(running, asked, signal);
  process.stderr.write('nothing runs, so PostgreSQL is started for the time of this command\n');
  return withTeardown({ signal, freePorts: true }, async (start) => {
    const { plan } = await prepare(start);
    const code = await verifyAll(plan, asked, start.signal);
    await start.teardown.run();
    return code;
  });
}

async function verifyAll(plan: Plan, { keys, json }: Asked, signal: AbortSignal): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'crosstrust-anchors-'));
  try {
    const anchors = await readAnchors(plan, folder, signal);
    let worst = 0;
    for (const key of keys) {
      if (plan.settings.services[key]?.url) {
        process.stderr.write(`${key} runs elsewhere (its URL is set): it verifies its ledger there\n`);
        continue;
      }
      const args = ['verify-ledger', ...anchors(key), ...(json ? ['--json'] : [])];
      const code = await runAttached(trustTool(plan, key, args), signal);
      worst = Math.max(worst, code);
    }
    return worst;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Before the ledger is walked: what is written meanwhile must not look cut off. */
async function readAnchors(plan: Plan, folder: string, signal: AbortSignal): Promise<(trust: string) => string[]> {
  if (plan.settings.services['accounts']?.url) {
    process.stderr.write('accounts runs elsewhere (its URL is set), so nothing is compared with its anchors\n');
    return () => [];
  }
  await runProgram(accountsTool(plan, ['anchors', '--into', folder]), { signal });
  return (trust) => ['--anchors', join(folder, trust)];
}

function readArguments(args: readonly string[]): Asked {
  const { trust, json } = parse(args);
  if (trust !== undefined && !findTrust(trust))
    throw new LaunchFault(`no trust ${trust}; there are ${trusts.map(({ key }) => key).join(', ')}`);
  return { keys: trust === undefined ? trusts.map(({ key }) => key) : [trust], json };
}

function parse(args: readonly string[]) {
  try {
    const options = { trust: { type: 'string' }, json: { type: 'boolean', default: false } } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch {
    throw new LaunchFault(usage);
  }
}

await runCommand('audit:verify', verify);
