import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';

const root = resolve(import.meta.dirname, '..');
const setup = (name: string) => resolve(root, `clients/e2e/src/setup/${name}.ts`);
// Inside vitest a plain import would get graphql's ES build, and the packages its CommonJS build: two copies in one process.
const oneGraphql = { find: /^graphql$/, replacement: createRequire(import.meta.url).resolve('graphql') };

/**
 * A test's kind is its suffix. `.test.ts` is pure. `.int.test.ts` gets a PostgreSQL server of this run in
 * TEST_POSTGRES_URL (a superuser's URL; see createTestDatabase of @crosstrust/service/testing). `.e2e.ts` gets the whole
 * stack as well (see clients/e2e/README.md), and its files run one after the other, because they break it.
 */
export default defineConfig({
  root,
  resolve: { alias: [oneGraphql] },
  test: {
    maxWorkers: 2,
    retry: 0,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...configDefaults.exclude, '**/dist/**', '**/*.int.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'int',
          include: ['**/*.int.test.ts'],
          exclude: [...configDefaults.exclude, '**/dist/**'],
          globalSetup: setup('postgres'),
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['clients/e2e/src/**/*.e2e.ts'],
          globalSetup: [setup('postgres'), setup('stack')],
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
