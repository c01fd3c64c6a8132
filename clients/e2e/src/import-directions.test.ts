import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');

const forbidden: [file: string, from: string][] = [
  ['schema/contract/src/a.ts', '@crosstrust/service'],
  ['schema/service/src/a.ts', '@crosstrust/kit'],
  ['schema/compose/src/a.ts', '../../../gateway/src/main.ts'],
  ['gateway/src/a.ts', '@crosstrust/kit'],
  ['gateway/src/session/a.ts', '../../../subgraphs/kingston/policy.ts'],
  ['subgraphs/kit/src/a.ts', '@crosstrust/accounts'],
  ['subgraphs/accounts/src/a.ts', '@crosstrust/stack'],
  ['subgraphs/timeline/src/a.ts', '@crosstrust/accounts'],
  ['subgraphs/kingston/policy.ts', '../st-georges/policy.ts'],
  ['subgraphs/kingston/main.ts', '@crosstrust/service'],
  ['clients/stack/src/a.ts', '@crosstrust/kit'],
  ['clients/e2e/src/a.ts', '../../../gateway/src/main.ts'],
];
const allowed: [file: string, from: string][] = [
  ['schema/service/src/b.ts', '@crosstrust/contract'],
  ['gateway/src/b.ts', '@crosstrust/service'],
  ['subgraphs/kit/src/import/b.ts', '../policy/policy.ts'],
  ['subgraphs/timeline/src/b.ts', '@crosstrust/kit'],
  ['subgraphs/st-georges/policy.ts', '@crosstrust/kit'],
  ['subgraphs/st-georges/policy.test.ts', './policy.ts'],
  ['clients/e2e/src/b.ts', '@crosstrust/stack'],
];

/** The files of a project like ours that the lint refuses for what they import. */
async function refused(files: readonly [file: string, from: string][]): Promise<string[]> {
  const place = await mkdtemp(join(tmpdir(), 'crosstrust-lint-'));
  try {
    await cp(join(root, '.config/biome.json'), join(place, '.config/biome.json'));
    for (const [file, from] of files) {
      await mkdir(dirname(join(place, file)), { recursive: true });
      await writeFile(join(place, file), `export { something } from '${from}';\n`);
    }
    const args = [
      'lint',
      '--config-path=.config',
      '--only=style/noRestrictedImports',
      '--max-diagnostics=100',
      '--colors=off',
      '.',
    ];
    const { stderr } = spawnSync(join(root, 'node_modules/.bin/biome'), args, { cwd: place, encoding: 'utf8' });
    return [...stderr.matchAll(/^(\S+\.ts):\d+:\d+ lint\/style\/noRestrictedImports/gm)]
      .map(([, file]) => file ?? '')
      .sort();
  } finally {
    await rm(place, { recursive: true });
  }
}

it('refuses every import against the direction schema <- kit <- trust, schema <- gateway, schema <- clients', async () => {
  expect(await refused([...forbidden, ...allowed])).toEqual(forbidden.map(([file]) => file).sort());
});
