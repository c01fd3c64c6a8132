import { findTrust, trusts } from '@crosstrust/contract';
import { runAttached } from './child.ts';
import { runCommand } from './command.ts';
import { LaunchFault } from './fault.ts';
import { planOfRunning, prepare } from './prepare.ts';
import { type Plan, trustTool } from './services.ts';
import { withTeardown } from './stack.ts';

const usage =
  'use: npm run staff -- --trust <key> list [--kind <kind>] [--all] | show <number> | resolve <number> [--reply <words, or - to read them>] [--decline] | set-aside | invite <NHS number, or - to read it> | invite --record <id>; each with --json for a program';

/** `npm run staff`: what waits for a trust's staff, with the trust's own credentials, beside the running stack or without it. */
async function staff(args: readonly string[], signal: AbortSignal): Promise<number> {
  const { trust, rest } = readTrust(args);
  const running = await planOfRunning(process.env);
  if (running) return ask(running, trust, rest, signal);
  process.stderr.write('nothing runs, so PostgreSQL is started for the time of this command\n');
  return withTeardown({ signal, freePorts: true }, async (start) => {
    const { plan } = await prepare(start);
    const code = await ask(plan, trust, rest, start.signal);
    await start.teardown.run();
    return code;
  });
}

function ask(plan: Plan, trust: string, args: readonly string[], signal: AbortSignal): Promise<number> {
  if (plan.settings.services[trust]?.url)
    throw new LaunchFault(`${trust} runs elsewhere (its URL is set): its staff ask there`);
  return runAttached(trustTool(plan, trust, ['staff', ...args]), signal);
}

/** Which trust, and everything else as the trust's own command takes it. */
function readTrust(args: readonly string[]): { trust: string; rest: readonly string[] } {
  const at = args.findIndex((arg) => arg === '--trust' || arg.startsWith('--trust='));
  const [option = '', next] = at < 0 ? [] : args.slice(at, at + 2);
  const joined = option.startsWith('--trust=');
  const trust = joined ? option.slice('--trust='.length) : next;
  if (!trust) throw new LaunchFault(usage);
  if (!findTrust(trust))
    throw new LaunchFault(`no trust ${trust}; there are ${trusts.map(({ key }) => key).join(', ')}`);
  return { trust, rest: args.toSpliced(at, joined ? 1 : 2) };
}

await runCommand('staff', staff);
