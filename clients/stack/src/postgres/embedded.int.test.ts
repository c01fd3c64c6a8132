import { spawnSync } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDataFolder } from '../data-folder.ts';
import { findFreePort } from '../ports.ts';
import { withClient } from '../databases.ts';
import { chooseRunAs } from './unprivileged.ts';
import { removeOutsideHome, startEmbedded } from './embedded.ts';

let folder: string;
let port: number;
const password = 'of these tests';
const start = () => startEmbedded({ folder, port, password, durability: 'none' });
const startAndStop = async () => (await start()).stop();
const cluster = () => join(folder, 'postgres');

beforeAll(async () => {
  port = await findFreePort();
  folder = await mkdtemp(join(tmpdir(), 'crosstrust-embedded-'));
  await chmod(folder, 0o755);
  await startAndStop();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('keeps what was written, and serves on the loopback address', async () => {
  const first = await start();
  await withClient(first.url, (client) => client.query('create table if not exists kept as select 1 as one'));
  await first.stop();
  const second = await start();
  const { rows } = await withClient(second.url, (client) =>
    client.query(`select one, inet_server_addr()::text as at, version() from kept`),
  );
  await second.stop();
  expect(rows).toEqual([{ one: 1, at: '127.0.0.1/32', version: expect.stringContaining('PostgreSQL 18.') }]);
});

it('is not misled by the file of a dead server whose number another process has got', async () => {
  await writeFile(
    join(cluster(), 'postmaster.pid'),
    `${process.pid}\n${cluster()}\n0\n${port}\n\n127.0.0.1\n0 0\nready   \n`,
  );
  await startAndStop();
});

it('is not misled by a file that was cut short', async () => {
  await writeFile(join(cluster(), 'postmaster.pid'), '');
  await startAndStop();
});

it('makes the cluster again when the first time was cut short', async () => {
  await rename(cluster(), join(folder, 'aside'));
  await mkdir(`${cluster()}.new`);
  await writeFile(join(`${cluster()}.new`, 'PG_VERSION'), '18\n');
  await startAndStop();
  await rm(cluster(), { recursive: true });
  await rename(join(folder, 'aside'), cluster());
});

it('says that the port is in use', async () => {
  const other = await start();
  const second = await mkdtemp(join(tmpdir(), 'crosstrust-embedded-'));
  await expect(startEmbedded({ folder: second, port, password, durability: 'none' })).rejects.toThrow(
    `port ${port} is in use: stop what uses it, or choose another with POSTGRES_PORT`,
  );
  await other.stop();
  await rm(second, { recursive: true });
});

it('says that the version is another one', async () => {
  await writeFile(join(cluster(), 'PG_VERSION'), '16\n');
  await expect(start()).rejects.toThrow(
    /was made by PostgreSQL 16, and this project brings 18: move it away or delete it/,
  );
  await writeFile(join(cluster(), 'PG_VERSION'), '18\n');
});

it('says that the folder is not PostgreSQL’s', async () => {
  await rename(cluster(), join(folder, 'aside'));
  await mkdir(cluster());
  await expect(start()).rejects.toThrow(/is not a PostgreSQL data folder: move it away or delete it/);
  await rm(cluster(), { recursive: true });
  await rename(join(folder, 'aside'), cluster());
});

it.runIf(process.getuid?.() === 0)(
  'goes elsewhere when the user that it runs as cannot reach the data folder, and stays there',
  async () => {
    const closed = await mkdtemp(join(tmpdir(), 'crosstrust-closed-'));
    const inside = join(closed, 'data');
    await mkdir(inside);
    const options = { folder: inside, port, password, durability: 'none' } as const;
    await (await startEmbedded(options)).stop();
    const elsewhere = await readFile(join(inside, 'postgres-is-elsewhere'), 'utf8');
    await (await startEmbedded(options)).stop();
    expect(await readFile(join(inside, 'postgres-is-elsewhere'), 'utf8')).toBe(elsewhere);
    await removeOutsideHome(inside);
    await rm(closed, { recursive: true });
    await expect(readFile(join(elsewhere, 'postgres/PG_VERSION'))).rejects.toThrow('ENOENT');
  },
);

it.runIf(process.getuid?.() === 0)('says that the folder belongs to another user', async () => {
  const runAs = await chooseRunAs();
  await chown(cluster(), 0, 0);
  await expect(start()).rejects.toThrow(/belongs to another user \(id 0\)/);
  await chown(cluster(), runAs?.uid ?? 0, runAs?.gid ?? 0);
});

it('says that the data is damaged', async () => {
  await truncate(join(cluster(), 'global/pg_control'), 100);
  await expect(start()).rejects.toThrow(
    /the database in .* is damaged or cannot be opened \(.+\): move it away or delete it/,
  );
});

describe('a data folder', () => {
  let other: string;
  beforeEach(async () => {
    other = await mkdtemp(join(tmpdir(), 'crosstrust-folder-'));
    return () => rm(other, { recursive: true, force: true });
  });

  it('that holds something else is refused', async () => {
    await writeFile(join(other, 'holiday.jpg'), '');
    await expect(openDataFolder(other)).rejects.toThrow('holds other files and is not a data folder of Crosstrust');
  });

  it('that is a file is refused', async () => {
    await writeFile(join(other, 'data'), '');
    await expect(openDataFolder(join(other, 'data'))).rejects.toThrow('is not a folder: move it away');
  });

  it.runIf(process.getuid?.() === 0)('whose disk is full is refused', async ({ skip }) => {
    const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=20m', 'tmpfs', other]);
    if (status !== 0) skip('this machine lets nobody mount');
    try {
      await expect(openDataFolder(join(other, 'data'))).rejects.toThrow(
        /^the disk that holds .* is full: free some space/,
      );
    } finally {
      spawnSync('umount', [other]);
    }
  });

  it('whose secrets are lost is refused', async () => {
    await openDataFolder(other);
    await mkdir(join(other, 'postgres'));
    await expect(openDataFolder(other)).rejects.toThrow('secrets.json is missing');
  });
});
