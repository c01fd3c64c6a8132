import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');
const bin = (name: string) => join(root, 'node_modules/.bin', name);

interface Check {
  readonly name: string;
  readonly command: readonly [program: string, ...args: string[]];
  /** What to do when it fails. */
  readonly remedy: string;
}

/** Everything that can be wrong without a test seeing it. `npm run check` builds first, and then runs these. */
function planChecks(): Check[] {
  const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { workspaces: string[] };
  const types = [...workspaces, '.', '.config/tsconfig.tests.json'].map(
    (project): Check => ({
      name: `types of ${project === '.' ? 'the trusts’ folders' : project.replace('.config/tsconfig.tests.json', 'the tests')}`,
      command: [bin('tsc'), '--noEmit', '-p', project],
      remedy: 'mend the types',
    }),
  );
  return [
    ...types,
    {
      name: 'lint, format and import directions',
      command: [bin('biome'), 'check', '--config-path=.config', '--error-on-warnings', '.'],
      remedy: 'npm run format mends the format; the rest is said above',
    },
    {
      name: 'generated files are up to date',
      command: [process.execPath, 'schema/compose/dist/compose.js', '--check'],
      remedy: 'npm run compose',
    },
  ];
}

const failed = planChecks().filter(({ name, command: [program, ...args], remedy }) => {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: root, encoding: 'utf8' });
  const passed = status === 0;
  console.log(passed ? `✓ ${name}` : `✗ ${name}\n${stdout}${stderr}  → ${remedy}`);
  return !passed;
});
console.log(failed.length === 0 ? 'all checks passed' : `${failed.length} failed`);
process.exit(failed.length === 0 ? 0 : 1);
