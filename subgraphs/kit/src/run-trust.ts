import { type Section, systemClock } from '@crosstrust/contract';
import { createLog, readSettings, runService, SettingsError, whyNot } from '@crosstrust/service';
import { migrateSettings, serveSettings } from './settings.ts';
import { type Policy, showsFrom } from './policy/policy.ts';

type Command = (policy: Policy, args: readonly string[]) => Promise<void>;

/** What a trust's `main.ts` can be told to do. Each command loads only what it needs. */
const commands: Record<string, Command> = {
  /** Serves the trust's subgraph, links and documents over HTTP. */
  serve: async (policy) =>
    runService(policy.trust.key, async () => {
      const settings = readSettings(serveSettings, process.env);
      const { createTrust } = await import('./create-trust.ts');
      return createTrust({
        policy,
        settings,
        clock: systemClock,
        log: createLog(policy.trust.key, settings.LOG_LEVEL),
      });
    }),
  /** Brings the database up to date, as the tables' owner. */
  migrate: async () => {
    const { MIGRATION_DATABASE_URL, APP_ROLE } = readSettings(migrateSettings, process.env);
    const { migrate } = await import('./storage/migrate.ts');
    await migrate(MIGRATION_DATABASE_URL, APP_ROLE);
  },
  /** Reads FHIR R4 into the trust: `import --data <path> [--share k/n]`. */
  import: async (policy, args) => {
    const { runImport } = await import('./import/index.ts');
    const shows = (section: Section, source: string) => showsFrom(policy, section, source);
    await runImport(args, { entry: policy.trust, policy, shows, env: process.env });
  },
  /** Prints the trust's living adults, for the demonstration; refused in production. */
  candidates: async ({ trust }, args) => {
    const { runCandidates } = await import('./import/index.ts');
    await runCandidates(args, { entry: trust, env: process.env });
  },
  /** Publishes articles and notices for everybody: `publish --data <path> [--replace]`. */
  publish: async (policy, args) => {
    const { runPublish } = await import('./help/publish/run-publish.ts');
    await runPublish(args, { policy, env: process.env });
  },
  /** What the trust's staff do: `staff list`, `show`, `resolve`, `set-aside`, `invite`. */
  staff: async (policy, args) => {
    const { runStaff } = await import('./staff/run-staff.ts');
    await runStaff(args, { policy, env: process.env });
  },
  /** Verifies the ledger of who looked: `verify-ledger [--anchors <file>] [--json]`. */
  'verify-ledger': async ({ trust }, args) => {
    const { runVerify } = await import('./ledger/verify/run-verify.ts');
    if (!(await runVerify(args, { trust: trust.key, env: process.env }))) process.exitCode = 1;
  },
  /** Prints the subgraph's schema; fails where a field has no access rule. */
  sdl: async (policy) => {
    const [{ buildSubgraph }, { trustGraph }] = await Promise.all([
      import('./subgraph/build-subgraph.ts'),
      import('./graph/trust-graph.ts'),
    ]);
    process.stdout.write(buildSubgraph(trustGraph(policy)).sdl);
  },
  /** Prints the policy as JSON. */
  policy: async (policy) => {
    process.stdout.write(`${JSON.stringify(policy, null, 2)}\n`);
  },
};

/** Runs a trust from its `main.ts`: `serve` unless the first argument says otherwise. */
export async function runTrust(
  policy: Policy,
  [name = 'serve', ...args]: readonly string[] = process.argv.slice(2),
): Promise<void> {
  const command = commands[name];
  try {
    if (!command) throw new SettingsError(`no command ${name}; there are ${Object.keys(commands).join(', ')}`);
    await command(policy, args);
  } catch (error) {
    process.stderr.write(`${policy.trust.key} ${name}: ${whyNot(error)}\n`);
    process.exitCode = 1;
  }
}
