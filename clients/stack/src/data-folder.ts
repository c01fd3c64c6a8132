import { mkdir, readdir, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { diskFull, explainFolderFault, LaunchFault } from './fault.ts';

const markName = 'data-folder.json';
const megabyte = 1024 * 1024;
/** What a first start writes, and what a later one needs to run at all. */
const neededBytes = { first: 250 * megabyte, later: 30 * megabyte };

/**
 * Makes the data folder or opens one that an earlier start made.
 * @throws LaunchFault when it holds something else, cannot be used, or its disk is full.
 */
export async function openDataFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const names = await readdir(folder);
    const known = names.includes(markName);
    if (!known && names.length > 0) {
      throw new LaunchFault(
        `${folder} holds other files and is not a data folder of Crosstrust: choose an empty or new one with CROSSTRUST_DATA`,
      );
    }
    const { bavail, bsize } = await statfs(folder);
    if (bavail * bsize < neededBytes[known ? 'later' : 'first']) throw diskFull(folder);
    if (names.includes('postgres') && !names.includes('secrets.json')) {
      throw new LaunchFault(
        `${join(folder, 'secrets.json')} is missing, and without it the databases beside it cannot be opened: restore it, or delete ${folder} and start again`,
      );
    }
    await writeFile(
      join(folder, markName),
      `${JSON.stringify({ project: 'crosstrust', about: 'Development data; may be deleted.' })}\n`,
      { mode: 0o600 },
    );
    await mkdir(join(folder, 'logs'), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw explainFolderFault(error, folder);
  }
}
