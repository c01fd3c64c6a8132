import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type ExportPart, exportPartSchema } from '@crosstrust/contract';
import type { RunningService } from '@crosstrust/service';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aPolicy, exampleTrusts } from '../testing/builders.ts';
import { type ImportingTrusts, type Importer, setting, startTrusts } from '../testing/importer.ts';
import { startIssuer } from '../testing/issuer.ts';
import { grantTo } from '../testing/record-bed.ts';
import { testKeys, testVault } from '../testing/seed.ts';
import { startTrust } from '../testing/start-trust.ts';

const lives = resolve(import.meta.dirname, '../../../../../shared/data/synthea-fhir-r4.tar.gz');
const now = new Date('2026-11-20T12:00:00Z');
const policy = aPolicy({ minimumAge: { years: 0, rule: 'assumed' } });

let trusts: ImportingTrusts;
let from: Importer;
let into: Importer;
let issuer: Awaited<ReturnType<typeof startIssuer>>;
let service: RunningService;
beforeAll(async () => {
  trusts = await startTrusts();
  [from, into] = [await add(), await add()];
  issuer = await startIssuer();
  service = await startTrust({ policy, databaseUrl: from.appUrl, issuerUrl: issuer.url, clock: () => now });
}, 60_000);
afterAll(async () => {
  await Promise.all([service?.close(), issuer?.close()]);
  await trusts?.drop();
});

/** A trust whose keys are those of the service that reads it. */
async function add(): Promise<Importer> {
  const importer = await trusts.add(exampleTrusts[0] as never);
  importer.keys = setting(testKeys);
  importer.vault = testVault;
  return importer;
}

async function take(record: string): Promise<ExportPart> {
  const token = await issuer.mint({ audience: 'example', grants: [grantTo(record)], now });
  const headers = { authorization: `Bearer ${token}`, 'x-budget-ms': '20000' };
  return exportPartSchema.parse(await (await fetch(`${service.url}/export/${record}`, { headers })).json());
}

const tally = (items: readonly { readonly section: string }[]) =>
  Object.fromEntries(
    [...Map.groupBy(items, ({ section }) => section)].map(([section, all]) => [section, all.length]).toSorted(),
  );

it.skipIf(!existsSync(lives))(
  'takes whole lives along, and they come back as they were',
  async () => {
    await from.import(lives);
    const records = (await from.records()).filter(({ status }) => status === 'active');
    expect(records.length).toBeGreaterThan(20);
    const files: Record<string, unknown> = {};
    for (const { id } of records) {
      const { bundle, sections } = await take(id);
      expect(sections.reduce((sum, { setAside, leftOut }) => sum + setAside + leftOut, 0)).toBe(0);
      files[`${id}.json`] = bundle;
    }
    const report = await into.importFiles(files);
    expect([...report.setAside.keys()]).toEqual([]);
    const kept = new Set(records.map(({ id }) => id));
    const before = (await from.items()).filter(({ record }) => kept.has(record));
    const after = await into.items();
    expect(tally(after)).toEqual(tally(before));
    const plain = (items: typeof after) =>
      items.map(({ section, at, status, content: { documentId, appointment, performer, ...content } }) =>
        JSON.stringify([section, at, status, Object.entries(content).toSorted(([a], [b]) => a.localeCompare(b))]),
      );
    const known = new Set(plain(before));
    expect(
      plain(after)
        .filter((item) => !known.has(item))
        .slice(0, 3),
    ).toEqual([]);
  },
  120_000,
);
