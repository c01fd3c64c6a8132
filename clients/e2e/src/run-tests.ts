import { resolve } from 'node:path';
import { startVitest, type TestModule, type Vitest } from 'vitest/node';

const root = resolve(import.meta.dirname, '../../..');

/**
 * Runs every kind of test once: `npm test [-- <part of a file's path>…]`. The last line is `N passed, N failed` alone,
 * and the exit code is 1 when anything failed or nothing ran.
 */
async function runTests(filters: string[]): Promise<void> {
  process.chdir(root);
  process.env['NODE_ENV'] ??= 'test';
  const started = Date.now();
  const vitest = await startVitest('test', filters, {
    config: resolve(root, '.config/vitest.config.ts'),
    watch: false,
    passWithNoTests: false,
  });
  const { passed, failed, skipped } = count(vitest);
  await vitest.close();
  const seconds = Math.round((Date.now() - started) / 1000);
  if (skipped > 0) console.log(`${skipped} skipped`);
  if (passed + failed === 0) console.log('no test ran');
  console.log(`in ${seconds} s`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed > 0 || passed === 0 ? 1 : 0);
}

/** A file that cannot be loaded, a failed hook and an error outside of any test each count as a failure. */
function count(vitest: Vitest): { passed: number; failed: number; skipped: number } {
  const modules = vitest.state.getTestModules();
  const tests = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
  const broken = modules.filter((module) => !module.ok() && !hasFailedTest(module)).length;
  return {
    passed: tests.filter((state) => state === 'passed').length,
    failed:
      tests.filter((state) => state === 'failed' || state === 'pending').length +
      broken +
      vitest.state.getUnhandledErrors().length,
    skipped: tests.filter((state) => state === 'skipped').length,
  };
}

function hasFailedTest(module: TestModule): boolean {
  return [...module.children.allTests('failed')].length > 0;
}

await runTests(process.argv.slice(2));
