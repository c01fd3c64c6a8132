import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { trusts } from '@crosstrust/contract';
import { checkContract } from './check-contract.ts';
import { composeSupergraph } from './compose-supergraph.ts';
import { describeErrors, describePolicies, publishPolicies } from './documents.ts';
import { ask, subgraphNames } from './subgraphs.ts';

const folder = fileURLToPath(new URL('../../generated/', import.meta.url));

/** Every generated file by its name. Nothing is written before all are made, so a bad subgraph leaves the old files. */
async function generate(): Promise<Map<string, string>> {
  const sdl = new Map(await Promise.all(subgraphNames.map(async (name) => [name, await ask(name, 'sdl')] as const)));
  const breaches = trusts.flatMap(({ key }) =>
    checkContract(sdl.get(key) ?? '').map((breach) => `  ${key}: ${breach}`),
  );
  if (breaches.length > 0) throw new Error(`the contract is not met:\n${breaches.join('\n')}`);
  const policies = new Map(
    await Promise.all(trusts.map(async ({ key }) => [key, JSON.parse(await ask(key, 'policy'))] as const)),
  );
  return new Map([
    ...[...sdl].map(([name, text]) => [`${name}.graphql`, text] as const),
    ['supergraph.graphql', composeSupergraph(sdl)],
    ['errors.md', describeErrors()],
    ['policies.md', describePolicies(policies)],
    ['policies.json', publishPolicies(policies)],
  ]);
}

async function isCurrent(name: string, text: string): Promise<boolean> {
  return (await readFile(`${folder}${name}`, 'utf8').catch(() => '')) === text;
}

async function main(checkOnly: boolean): Promise<void> {
  const files = await generate();
  const changed: string[] = [];
  for (const [name, text] of files) if (!(await isCurrent(name, text))) changed.push(name);
  if (checkOnly && changed.length > 0) throw new Error(`not up to date: ${changed.join(', ')}; run npm run compose`);
  await mkdir(folder, { recursive: true });
  for (const name of changed) await writeFile(`${folder}${name}`, files.get(name) ?? '');
  console.log(changed.length > 0 ? `written: ${changed.join(', ')}` : `${files.size} generated files are up to date`);
}

main(process.argv.includes('--check')).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
