import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { codeOf, explainFolderFault, LaunchFault } from './fault.ts';
import { isAlive, startOf } from './processes.ts';
import { writeWhole } from './secrets.ts';

const processSchema = z.object({ pid: z.number(), start: z.string() });
const runningSchema = processSchema.extend({
  /** Where the running stack answers, once it does. */
  urls: z
    .object({
      gateway: z.string(),
      accounts: z.string(),
      timeline: z.string(),
      trusts: z.record(z.string(), z.string()),
    })
    .optional(),
  /** The superuser's URL, so that an import can use the running databases. */
  postgres: z.string().optional(),
  children: z.record(z.string(), processSchema),
});
/** What a launcher leaves in its data folder while it runs. */
export type Running = z.infer<typeof runningSchema>;

/** The hold on a data folder: one launcher at a time. */
export interface Hold {
  /** Processes of an earlier launcher that was killed were found and ended. */
  readonly recovered: boolean;
  note(change: Partial<Pick<Running, 'urls' | 'postgres'>>): Promise<void>;
  noteChild(name: string, pid: number | undefined): Promise<void>;
  release(): Promise<void>;
}

const fileName = 'running.json';

/** The launcher that runs on this data folder now, if any. */
export async function findRunning(folder: string): Promise<Running | undefined> {
  const running = await readRunning(folder);
  return running && isStillThere(running) ? running : undefined;
}

/** Takes the data folder for this process. @throws LaunchFault when another launcher that lives has it. */
export async function holdFolder(folder: string): Promise<Hold> {
  const file = join(folder, fileName);
  const mine: Running = { pid: process.pid, start: startOf(process.pid), children: {} };
  const own = `${file}.${process.pid}`;
  let recovered = false;
  try {
    await writeFile(own, JSON.stringify(mine), { mode: 0o600 });
    while (!(await linkOnce(own, file))) {
      const other = await readRunning(folder);
      if (other && isStillThere(other)) {
        const where = other.urls ? ` at ${other.urls.gateway}` : '';
        throw new LaunchFault(
          `already running${where} (process ${other.pid}): use that one, or stop it with Ctrl-C where it was started`,
        );
      }
      for (const child of Object.values(other?.children ?? {})) killOrphan(child);
      await rm(file, { force: true });
      recovered = true;
    }
  } catch (error) {
    throw explainFolderFault(error, folder);
  } finally {
    await rm(own, { force: true });
  }
  return makeHold(file, mine, recovered);
}

function makeHold(file: string, mine: Running, recovered: boolean): Hold {
  let last: Promise<void> = Promise.resolve();
  const save = () => {
    last = last.then(() => writeWhole(file, JSON.stringify(mine))).catch(() => undefined);
    return last;
  };
  return {
    recovered,
    note: (change) => {
      Object.assign(mine, change);
      return save();
    },
    noteChild: (name, pid) => {
      if (pid === undefined) delete mine.children[name];
      else mine.children[name] = { pid, start: startOf(pid) };
      return save();
    },
    release: async () => {
      await last;
      await rm(file, { force: true });
    },
  };
}

async function linkOnce(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function readRunning(folder: string): Promise<Running | undefined> {
  const text = await readFile(join(folder, fileName), 'utf8').catch(() => '');
  try {
    return runningSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function isStillThere({ pid, start }: { pid: number; start: string }): boolean {
  return isAlive(pid) && startOf(pid) === start;
}

/** A service of a killed launcher ends by itself when its channel closes, unless it hangs. */
function killOrphan(child: { pid: number; start: string }): void {
  if (isStillThere(child)) process.kill(child.pid, 'SIGKILL');
}
