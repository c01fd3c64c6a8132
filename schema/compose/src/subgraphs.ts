import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { trusts } from '@crosstrust/contract';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The program of each subgraph, from the project's root. Nothing is imported from them: they are asked as programs. */
const programs: ReadonlyMap<string, string> = new Map([
  ['accounts', 'subgraphs/accounts/dist/main.js'],
  ['timeline', 'subgraphs/timeline/dist/main.js'],
  ...trusts.map(({ key }) => [key, `subgraphs/${key}/main.ts`] as const),
]);

/** The names of all subgraphs, in the order of the list. */
export const subgraphNames = [...programs.keys()];

/**
 * Asks a subgraph's program for a document (`sdl`, `policy`).
 * @throws Error with what the program said, such as a field without an access rule.
 */
export async function ask(name: string, command: string): Promise<string> {
  const program = programs.get(name) ?? '';
  try {
    return (await run(process.execPath, [program, command], { cwd: root, maxBuffer: 16 * 1024 * 1024 })).stdout;
  } catch (error) {
    throw new Error(`${name} ${command}: ${(error as { stderr?: string }).stderr ?? 'failed'}`);
  }
}
