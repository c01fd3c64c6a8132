import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { sampleBundle, samplePeople } from '@crosstrust/stack';
import { afterEach, beforeEach, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');
const synthea = resolve(root, '../shared/data/synthea-fhir-r4.tar.gz');

/** A temporary place of this test's own, in which the demo must leave nothing. */
let place: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'crosstrust-demo-test-'));
  await chmod(place, 0o755);
});
afterEach(() => rm(place, { recursive: true, force: true }));

function startDemo(args: readonly string[] = []) {
  const env = { PATH: process.env['PATH'], TMPDIR: place };
  const child = spawn(process.execPath, ['clients/stack/dist/demo.js', ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const ended = new Promise<{ code: number | null; output: string }>((done) =>
    child.once('close', (code) => done({ code, output })),
  );
  return { child, ended, output: () => output };
}

it('shows the sample lives of one patient out of six trusts, and leaves nothing behind', async () => {
  const { code, output } = await startDemo().ended;
  expect(output).toMatch(/^Kingston Hospital +\d+ +\d+ +– +\d+ +\d+ ms$/m);
  expect(output).toMatch(/^West Hertfordshire and Royal Free London +\d+ +\d+ +\d+ +\d+ +\d+ ms$/m);
  expect(output).toMatch(/^University Hospital Southampton +\d+ +\d+ +– +– +\d+ ms$/m);
  expect(output).toContain('Fetch(service: "kings-guys")');
  expect(code).toBe(0);
  expect(await readdir(place)).toEqual([]);
}, 60_000);

it('says so and exits 2 when nobody in the data spans three trusts', async () => {
  const person = samplePeople(new Date()).find(({ key }) => key === 'mother') ?? expect.fail();
  const file = join(place, 'mother.json');
  await writeFile(file, JSON.stringify(sampleBundle(person, 'st-georges', new Date())));
  const { code, output } = await startDemo(['--data', file]).ended;
  expect(output).toContain('Nobody in this data has records in 3 trusts; this is the best there is, with 1.');
  expect(code).toBe(2);
  expect(await readdir(place)).toEqual(['mother.json']);
}, 60_000);

it('leaves nothing behind when it is stopped half-way', async () => {
  const demo = startDemo();
  await expect.poll(demo.output, { timeout: 30_000, interval: 20 }).toContain('starting the services');
  demo.child.kill('SIGINT');
  const { code } = await demo.ended;
  expect(code).toBe(130);
  expect(await readdir(place)).toEqual([]);
}, 60_000);

it.runIf(existsSync(synthea))(
  'works on lives that a generator of other people’s made',
  async () => {
    const { code, output } = await startDemo(['--data', synthea]).ended;
    expect(output).toMatch(/^One query, one answer in \d+ ms/m);
    expect(code).toBe(0);
    expect(await readdir(place)).toEqual([]);
  },
  120_000,
);
