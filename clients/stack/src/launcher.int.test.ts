import { trusts } from '@crosstrust/contract';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { isAlive } from './processes.ts';
import { isFree } from './ports.ts';
import { type Launched, launch, portSettings } from './testing/launch.ts';

let folder: string;
let settings: Record<string, string>;
const launched: Launched[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crosstrust-launcher-'));
  await chmod(folder, 0o755);
  settings = { CROSSTRUST_DATA: join(folder, 'data'), ...(await portSettings()) };
});
afterEach(async () => {
  for (const each of launched.splice(0)) {
    each.process.kill('SIGTERM');
    await each.ended;
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function start(changed: Record<string, string> = {}): Launched {
  const one = launch({ ...settings, ...changed });
  launched.push(one);
  return one;
}

const postgresPid = async () =>
  Number((await readFile(join(folder, 'data/postgres/postmaster.pid'), 'utf8')).split('\n')[0]);
const servicePids = async () => {
  const { children } = JSON.parse(await readFile(join(folder, 'data/running.json'), 'utf8')) as {
    children: Record<string, { pid: number }>;
  };
  return Object.values(children).map(({ pid }) => pid);
};
const gone = (pids: readonly number[]) =>
  vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), { timeout: 8_000, interval: 50 });

it('stops everything, PostgreSQL included, on Ctrl-C', async () => {
  const launcher = start();
  const urls = await launcher.ready;
  expect(urls.gateway).toBe(`http://localhost:${settings['GATEWAY_PORT']}`);
  const pids = [await postgresPid(), ...(await servicePids())];
  expect(pids).toHaveLength(4 + trusts.length); // PostgreSQL, accounts, the timeline, the gateway
  const asked = Date.now();
  launcher.process.kill('SIGINT');
  expect(await launcher.ended).toMatchObject({ code: 0, stderr: '' });
  expect(Date.now() - asked).toBeLessThan(4_000);
  expect(pids.filter(isAlive)).toEqual([]);
});

it('says that one is running already, and leaves it alone', async () => {
  const first = start();
  await first.ready;
  const second = await start().ended;
  expect(second).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^crosstrust: already running at http:\/\/localhost:\d+ \(process \d+\): [^\n]+\n$/),
  });
  expect((await fetch(`http://127.0.0.1:${settings['GATEWAY_PORT']}/ready`)).ok).toBe(true);
});

it('recovers when the launcher alone was killed: services end by themselves, the PostgreSQL that was left is found', async () => {
  const first = start();
  await first.ready;
  const [orphan, services] = [await postgresPid(), await servicePids()];
  first.process.kill('SIGKILL');
  await first.ended;
  await gone(services);
  expect(isAlive(orphan)).toBe(true);
  const second = start();
  await second.ready;
  expect(second.output()).toContain('a PostgreSQL of an earlier run is still there');
  expect(isAlive(orphan)).toBe(false);
});

it('recovers when everything was killed, also when a service hung', async () => {
  const first = start();
  await first.ready;
  const [hung = 0, ...others] = await servicePids();
  process.kill(hung, 'SIGSTOP');
  for (const pid of [first.process.pid ?? 0, await postgresPid(), ...others]) process.kill(pid, 'SIGKILL');
  await first.ended;
  const second = start();
  await second.ready;
  expect(isAlive(hung)).toBe(false);
});

it('tells the crash of a service in one line and starts it again', async () => {
  const launcher = start();
  const { accounts } = await launcher.ready;
  await fetch(`${accounts}/crash`).catch(() => undefined);
  await vi.waitFor(
    () => expect(launcher.output()).toMatch(/^accounts ended with code 3; starting it again in 0\.5 s$/m),
    { timeout: 3_000 },
  );
  await vi.waitFor(async () => expect((await fetch(`${accounts}/ready`)).ok).toBe(true), { timeout: 5_000 });
});

it('tells the crash of PostgreSQL in one line and starts it again', async () => {
  const launcher = start();
  await launcher.ready;
  process.kill(await postgresPid(), 'SIGKILL');
  await vi.waitFor(() => expect(launcher.output()).toContain('PostgreSQL is back'), { timeout: 10_000 });
  expect(launcher.output()).toContain('PostgreSQL ended; starting it again in 0.5 s');
});

it('names the port that is in use, and leaves nothing running', async () => {
  const taken = createServer().listen(Number(settings['ACCOUNTS_PORT']), '127.0.0.1');
  const { code, stderr } = await start().ended;
  taken.close();
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: `crosstrust: port ${settings['ACCOUNTS_PORT']} is in use, and accounts needs it: stop what uses it, or choose another with ACCOUNTS_PORT\n`,
  });
  await expect(postgresPid()).rejects.toThrow('ENOENT');
  expect(await isFree(Number(settings['GATEWAY_PORT']))).toBe(true);
});

it('ends what it began when it is stopped half-way', async () => {
  const launcher = start();
  await vi.waitFor(() => expect(launcher.output()).toContain('PostgreSQL is up'), { timeout: 8_000, interval: 10 });
  const pid = await postgresPid();
  launcher.process.kill('SIGINT');
  await launcher.ended;
  await gone([pid]);
});

it('does not start what runs elsewhere', async () => {
  const launcher = start({ KINGSTON_URL: 'https://portal.kingston.example.org/' });
  const urls = await launcher.ready;
  expect(urls.trusts['kingston']).toBe('https://portal.kingston.example.org');
  expect(await servicePids()).toHaveLength(3 + trusts.length - 1);
  expect(await isFree(Number(settings['KINGSTON_PORT']))).toBe(true);
});

it('does not start the timeline where it runs elsewhere', async () => {
  const launcher = start({ TIMELINE_URL: 'https://timeline.example.org/' });
  const urls = await launcher.ready;
  expect(urls.timeline).toBe('https://timeline.example.org');
  expect(await servicePids()).toHaveLength(2 + trusts.length);
  expect(await isFree(Number(settings['TIMELINE_PORT']))).toBe(true);
});

it('refuses production with development secrets in one line', async () => {
  const { code, stderr } = await start({ NODE_ENV: 'production' }).ended;
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^crosstrust: production refuses development secrets and the embedded database: set ACCOUNTS_DATABASE_URL, [^\n]+\n$/,
  );
});
