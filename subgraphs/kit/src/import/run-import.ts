import { access } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type Clock, type Section, systemClock, type TrustEntry } from '@crosstrust/contract';
import { createVault, readSettings, SettingsError } from '@crosstrust/service';
import { Client } from 'pg';
import type { Policy } from '../policy/policy.ts';
import type { Share } from './belong.ts';
import { prepareDemographics } from './demographics.ts';
import { identifyPatients } from './identify.ts';
import { planSlice, type SliceParts } from './import-slice.ts';
import { importSlots } from './import-slots.ts';
import { createProgress } from './progress.ts';
import { readAll } from './read-all.ts';
import { describeReport, type ImportReport, startReport } from './report.ts';
import { Resolver } from './resolve.ts';
import { SetAsideLog } from './set-aside-log.ts';
import { importSettings } from './settings.ts';
import { settle } from './settle.ts';
import { emptySlices, itemSlices, type Slice } from './slices.ts';
import { Stage } from './stage.ts';
import { writeSlice } from './write.ts';

export interface ImportSurroundings {
  readonly entry: TrustEntry;
  /** Whether the trust shows what comes of a section from a source; of one thing told by two, that one shows (W13). */
  readonly shows?: (section: Section, source: string) => boolean;
  /** What the trust decides: whom it invites when an appointment is booked (W3). Absent: nobody. */
  readonly policy?: Policy;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock?: Clock;
  /** Where the summary goes; standard output. */
  readonly out?: NodeJS.WritableStream;
  /** Where progress goes; standard error. */
  readonly err?: NodeJS.WritableStream;
}

const usage = 'usage: import --data <folder, bundle.json, x.ndjson or x.tar.gz> [--share k/n]';

/**
 * Imports FHIR R4 into a trust: `import --data <path> [--share k/n]`. Everything that is read once more changes nothing;
 * killed at any moment and run again it ends the same.
 * @throws SettingsError for wrong arguments or settings
 */
export async function runImport(args: readonly string[], surroundings: ImportSurroundings): Promise<ImportReport> {
  const { data, share } = readArguments(args);
  const settings = readSettings(importSettings, surroundings.env);
  await access(data).catch(() => {
    throw new SettingsError(`there is nothing to read at ${data}`);
  });
  const started = performance.now();
  const report = startReport(surroundings.entry);
  const [client, demographics] = await connect(settings.MIGRATION_DATABASE_URL, settings.DEMOGRAPHICS_DATABASE_URL);
  try {
    const vault = createVault(settings.DATA_KEYS, settings.LOOKUP_KEYS);
    await prepareDemographics(demographics);
    await waitForOthers(client, surroundings);
    await importData(data, { ...surroundings, client, demographics, vault, share, report });
  } finally {
    await Promise.allSettled([client.end(), demographics.end()]);
  }
  report.seconds = (performance.now() - started) / 1_000;
  (surroundings.out ?? process.stdout).write(`${describeReport(report)}\n`);
  return report;
}

const oneAtATime = 7_700_901;

/** One import of a trust at a time; the lock goes when the connection does, however the import ends. */
async function waitForOthers(client: Client, { entry, err = process.stderr }: ImportSurroundings): Promise<void> {
  const { rows } = await client.query<{ free: boolean }>('select pg_try_advisory_lock($1) as free', [oneAtATime]);
  if (rows[0]?.free) return;
  err.write(`${entry.key}: waiting for another import of this trust to end\n`);
  await client.query('select pg_advisory_lock($1)', [oneAtATime]);
}

type Parts = ImportSurroundings & Pick<SliceParts, 'client' | 'demographics' | 'vault' | 'share' | 'report'>;

/** Reads everything onto the stage, finds out whose it is, then writes patient by patient. */
async function importData(data: string, parts: Parts): Promise<void> {
  const { client, vault, report, entry, policy, shows = () => true, clock = systemClock, err = process.stderr } = parts;
  const progress = createProgress(entry.key, err);
  const stage = await Stage.open(client);
  const log = new SetAsideLog(client, report);
  const setAside = (
    staged: { file: number; position: number; resource: { resourceType: string } },
    reason: Parameters<SetAsideLog['add']>[2],
  ) => log.add(staged, staged.resource, reason);
  await readAll(data, { stage, log, report, progress: () => progress.told('read', report.resources) });
  await identifyPatients(stage, { client, vault, clock, trust: entry.key, setAside });
  await settle(stage, { client, vault, report, setAside });
  const slice: SliceParts = { ...parts, trust: entry, clock, stage, log, resolver: new Resolver(stage, client) };
  await importSlots(slice);
  let done = 0;
  let before: readonly string[] = [];
  const write = async (next: Slice) => {
    const written = new Set(before);
    await writeSlice(await planSlice(next, slice), { client, vault, report, shows, policy, now: clock(), written });
    before = next.records;
    await log.flush();
    progress.told('items', (done += next.items.length));
  };
  for await (const next of itemSlices(stage, client)) await write(next);
  if (!parts.share) for await (const next of emptySlices(client)) await write(next);
  report.examples = await log.publish(clock());
  progress.end();
}

function readArguments(args: readonly string[]): { data: string; share: Share | undefined } {
  let values: { data?: string; share?: string };
  try {
    ({ values } = parseArgs({ args: [...args], options: { data: { type: 'string' }, share: { type: 'string' } } }));
  } catch {
    throw new SettingsError(usage);
  }
  if (!values.data) throw new SettingsError(usage);
  return { data: values.data, share: values.share === undefined ? undefined : readShare(values.share) };
}

function readShare(text: string): Share {
  const [, part = '', of = ''] = /^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? [];
  const share = { part: Number(part), of: Number(of) };
  if (share.part < 1 || share.part > share.of) throw new SettingsError('--share: expected k/n, with k from 1 to n');
  return share;
}

async function connect(...urls: readonly string[]): Promise<[Client, Client]> {
  const clients = urls.map(
    (url) =>
      new Client({
        connectionString: url,
        connectionTimeoutMillis: 5_000,
        keepAlive: true,
        application_name: 'crosstrust import',
      }),
  );
  for (const client of clients) client.on('error', () => {});
  await Promise.all(clients.map((client) => client.connect()));
  return clients as [Client, Client];
}
