/** A reason why nothing can be started that a person can act on. Its message is one line: what is wrong and what to do. */
export class LaunchFault extends Error {
  override readonly name = 'LaunchFault';
}

/** The code of a system error (`ENOENT`), or undefined. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** One line for a person about a fault while using a folder of ours; passes on what is a `LaunchFault` already. */
export function explainFolderFault(error: unknown, folder: string): LaunchFault {
  if (error instanceof LaunchFault) return error;
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return diskFull(folder);
    case 'EACCES':
    case 'EPERM':
      return new LaunchFault(
        `${folder} cannot be read or written by this user: start as its owner, or choose another folder with CROSSTRUST_DATA`,
      );
    case 'EROFS':
      return new LaunchFault(`${folder} is on a read-only disk: choose another folder with CROSSTRUST_DATA`);
    case 'ENOTDIR':
    case 'EEXIST':
      return new LaunchFault(`${folder} is not a folder: move it away, or choose another folder with CROSSTRUST_DATA`);
    default:
      return new LaunchFault(`${folder} cannot be used (${error instanceof Error ? error.message : 'unknown fault'})`);
  }
}

/** The fault of a disk without room. */
export function diskFull(folder: string): LaunchFault {
  return new LaunchFault(
    `the disk that holds ${folder} is full: free some space (300 MB will do), or choose another folder with CROSSTRUST_DATA`,
  );
}
