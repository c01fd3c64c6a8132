import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

/** `npm run staff`, `npm run import`, `npm run audit:verify`. */
export type Tool = 'staff' | 'import' | 'audit-verify';

const root = resolve(import.meta.dirname, '../../../..');

/** Runs a tool beside the stack that has this data folder, with nothing of this process's own settings. */
export async function runTool(dataFolder: string, tool: Tool, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [`clients/stack/dist/${tool}.js`, ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'], CROSSTRUST_DATA: dataFolder },
    timeout: 120_000,
  });
  return stdout;
}
