import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { trusts } from '@crosstrust/contract';
import { expect, it } from 'vitest';

const names = trusts.flatMap(({ key, name, typePrefix, sources }) => [
  key,
  name,
  typePrefix,
  ...sources.flatMap((source) => [source.odsCode, source.name]),
]);

it('K17 no trust is named in the gateway, so that one more needs no change here', async () => {
  const files = (await readdir(import.meta.dirname, { recursive: true })).filter((file) =>
    /\.(ts|html|css)$/.test(file),
  );
  const found: string[] = [];
  for (const file of files) {
    const text = await readFile(join(import.meta.dirname, file), 'utf8');
    found.push(...names.filter((name) => new RegExp(`\\b${name}`).test(text)).map((name) => `${file}: ${name}`));
  }
  expect(files.length).toBeGreaterThan(20);
  expect(found).toEqual([]);
});

it('imports only the contract and what services have in common', async () => {
  const files = (await readdir(import.meta.dirname, { recursive: true })).filter((file) => file.endsWith('.ts'));
  const texts = await Promise.all(files.map((file) => readFile(join(import.meta.dirname, file), 'utf8')));
  const imported = new Set(
    texts.flatMap((text) => [...text.matchAll(/from '(@crosstrust\/[^']+)'/g)].map(([, name]) => name)),
  );
  expect([...imported].toSorted()).toEqual(['@crosstrust/contract', '@crosstrust/service']);
});
