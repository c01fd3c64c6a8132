import { type ChildProcess, fork } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { headers } from '@crosstrust/contract';
import { createLog } from '@crosstrust/service';
import { createTestDatabase } from '@crosstrust/service/testing';
import { createTrust } from '../create-trust.ts';
import { migrate } from '../storage/migrate.ts';
import { aPolicy } from '../testing/builders.ts';
import { aSigningKey, startIssuer } from '../testing/issuer.ts';
import { ids, lives } from '../testing/lives.ts';
import { seed, testKeys } from '../testing/seed.ts';

/** What one request of the page of a record asks a trust. */
const query = `{ _entities(representations: [{ __typename: "ExampleRecord", id: "${ids.adult}" }]) { ... on ExampleRecord {
  id appointments { nodes { startsAt specialty location { name } } } letters { nodes { title } } testResults { nodes { id observations { name } } } } } }`;
const policy = aPolicy();
const roundMs = 1_500;

type Kind = 'with' | 'without';

interface Round {
  readonly perSecond: number;
  readonly p50: number;
}

/**
 * What the ledger costs a trust: one that writes it and one that does not answer the same read in turn, each in a process of
 * its own, on one database that syncs its log to the disk. `npm run bench:ledger [-- <pairs>]`.
 */
async function main(pairs: number): Promise<void> {
  const database = await createTestDatabase('bench', migrate);
  await seed(database.ownerUrl, lives);
  const issuer = await startIssuer();
  const env = { DATABASE_URL: database.appUrl, ISSUER_URL: issuer.url };
  const servers = { with: await serveIn('with', env), without: await serveIn('without', env) };
  const grants = [{ record: ids.adult, relation: 'self', sections: 'all' }] as const;
  const token = () => issuer.mint({ audience: 'example', grants });
  try {
    for (const atOnce of [1, 16, 64]) console.log(await compare(servers, { pairs, atOnce, token }));
  } finally {
    for (const { child } of Object.values(servers)) child.kill();
    await issuer.close();
    await database.drop();
  }
}

interface Server {
  readonly child: ChildProcess;
  readonly url: string;
}

async function serveIn(kind: Kind, env: NodeJS.ProcessEnv): Promise<Server> {
  const child = fork(import.meta.filename, ['serve', kind], { env: { ...process.env, ...env } });
  const [url] = (await once(child, 'message')) as [string];
  return { child, url };
}

async function compare(
  servers: Record<Kind, Server>,
  { pairs, atOnce, token }: { pairs: number; atOnce: number; token: () => Promise<string> },
): Promise<string> {
  const rounds: Record<Kind, Round[]> = { with: [], without: [] };
  for (let pair = 0; pair <= pairs; pair += 1) {
    // which comes first is the toss of a coin, or the order would be measured
    const order: Kind[] = randomInt(2) === 0 ? ['with', 'without'] : ['without', 'with'];
    for (const kind of order) {
      const round = await measure(servers[kind].url, await token(), atOnce);
      if (pair > 0) rounds[kind].push(round); // the first of each warms up
    }
  }
  const ratios = rounds.with.map(({ perSecond }, pair) => perSecond / (rounds.without[pair]?.perSecond ?? Number.NaN));
  const told = (kind: Kind) =>
    `${kind} ${median(rounds[kind].map(({ perSecond }) => perSecond)).toFixed(0)}/s, p50 ${median(rounds[kind].map(({ p50 }) => p50)).toFixed(2)} ms`;
  return `${String(atOnce).padStart(2)} at once: ${told('with')}; ${told('without')}; ratio ${median(ratios).toFixed(3)} (median of ${pairs} pairs)`;
}

/** Keeps so many requests under way for a while. */
async function measure(url: string, token: string, atOnce: number): Promise<Round> {
  const times: number[] = [];
  const begun = performance.now();
  const askOn = async () => {
    while (performance.now() - begun < roundMs) {
      const from = performance.now();
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, [headers.budget]: '30000' },
        body: JSON.stringify({ query }),
      });
      const { errors } = (await response.json()) as { errors?: object[] };
      if (errors) throw new Error(JSON.stringify(errors));
      times.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, askOn));
  return { perSecond: (times.length * 1_000) / (performance.now() - begun), p50: median(times) };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

async function serve(kind: Kind): Promise<void> {
  const { url } = await createTrust({
    policy,
    clock: () => new Date(),
    log: createLog('trust', 'silent'),
    settings: {
      HOST: '127.0.0.1',
      PORT: 0,
      DATABASE_URL: process.env['DATABASE_URL'] ?? '',
      ACCOUNTS_URL: process.env['ISSUER_URL'] ?? '',
      DATA_KEYS: testKeys,
      LOOKUP_KEYS: testKeys,
      SIGNING_KEYS: [await aSigningKey()],
    },
    ...(kind === 'without' ? { ledger: { append: async () => {} } } : {}),
  });
  process.send?.(url);
  process.once('disconnect', () => process.exit());
}

const [command, kind] = process.argv.slice(2);
if (command === 'serve') await serve(kind as Kind);
else await main(Number(command ?? 8));
