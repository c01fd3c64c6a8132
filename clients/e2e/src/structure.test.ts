import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { trusts } from '@crosstrust/contract';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');
const left = new Set(['node_modules', 'dist', '.git', '.turbo', '.crosstrust', '.env']);

/** Every file below a folder that is the project's own, as a path from the root. */
function walk(folder: string): string[] {
  return readdirSync(resolve(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (left.has(entry.name)) return [];
    return entry.isDirectory() ? walk(path) : [path];
  });
}
const files = walk('');
const below = (folder: string) => files.filter((file) => file.startsWith(folder));

describe('the plan of the house', () => {
  it('has at the top what belongs there, and nothing else', () => {
    const top = [...new Set(files.map((file) => file.split('/')[0] ?? ''))]
      .filter((name) => !name.startsWith('.'))
      .sort();
    expect(top).toEqual([
      'LICENSE',
      'README.md',
      'clients',
      'gateway',
      'package-lock.json',
      'package.json',
      'schema',
      'subgraphs',
      'tsconfig.json',
      'turbo.json',
    ]);
  });

  it.each(trusts)('K17 has for $key a policy, its test, a main and a README', ({ key }) => {
    expect(below(`subgraphs/${key}/`).sort()).toEqual(
      ['README.md', 'main.ts', 'policy.test.ts', 'policy.ts'].map((file) => `subgraphs/${key}/${file}`),
    );
  });

  it('K17 names no trust in the kit or the gateway: a trust joins without a change to them', () => {
    const names = trusts.flatMap(({ key, typePrefix, sources }) => [
      key,
      typePrefix,
      ...sources.flatMap((source) => [source.key, source.odsCode]),
    ]);
    const word = new RegExp(`(?<![A-Za-z-])(${names.join('|')})(?![a-z-])`);
    const naming = [...below('subgraphs/kit/'), ...below('gateway/src/')].filter((file) =>
      word.test(readFileSync(resolve(root, file), 'utf8')),
    );
    expect(naming).toEqual([]);
  });

  it('has no policy by a trust’s name: an if on a key stands nowhere outside the trusts’ folders', () => {
    const names = trusts.map(({ key }) => key).join('|');
    const branch = new RegExp(`(===|!==|case) ['"](${names})['"]`);
    const code = files.filter(
      (file) => /^(gateway|schema|subgraphs)\/.*\.ts$/.test(file) && !/\.(test|e2e)\.ts$/.test(file),
    );
    expect(code.filter((file) => branch.test(readFileSync(resolve(root, file), 'utf8')))).toEqual([]);
  });
});
