import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

// turbo reports its use to its vendor unless it is told not to, and it can be told by the environment only.
const turbo = createRequire(import.meta.url).resolve('turbo/bin/turbo');
const { status } = spawnSync(process.execPath, [turbo, 'run', 'build', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', FORCE_COLOR: '0' },
});
process.exit(status ?? 1);
