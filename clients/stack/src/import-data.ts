import { LaunchFault } from './fault.ts';
import { runProgram } from './child.ts';
import { inLanes } from './lanes.ts';
import { type Plan, trustTool } from './services.ts';

export interface ImportOptions {
  /** Folder, bundle, NDJSON or archive, as a whole path. */
  readonly data: string;
  /** The trusts that take part. With several, each takes its share by a stable hash. */
  readonly keys: readonly string[];
  readonly signal: AbortSignal;
  readonly write: (line: string) => void;
}

/** Runs the importer of each trust. @returns 0 when all went through, 1 otherwise */
export async function importInto(plan: Plan, { data, keys, signal, write }: ImportOptions): Promise<number> {
  const elsewhere = keys.find((key) => plan.settings.services[key]?.url);
  if (elsewhere) throw new LaunchFault(`${elsewhere} runs elsewhere (its URL is set): import the data there`);
  const failed: string[] = [];
  await inLanes(2, [...keys.entries()], async ([index, key]) => {
    const share = keys.length > 1 ? ['--share', `${index + 1}/${keys.length}`] : [];
    try {
      const tool = trustTool(plan, key, ['import', '--data', data, ...share]);
      write((await runProgram(tool, { signal, onProgress: write })).trimEnd());
    } catch (error) {
      signal.throwIfAborted();
      failed.push(key);
      write(error instanceof Error ? error.message : `${key} failed`);
    }
  });
  return failed.length === 0 ? 0 : 1;
}
