import { PassThrough } from 'node:stream';
import type { Section, TrustEntry } from '@crosstrust/contract';
import { createVault, type KeyRing, type Vault } from '@crosstrust/service';
import { createTestDatabase, type TestDatabase } from '@crosstrust/service/testing';
import { Client } from 'pg';
import { type Candidate, runCandidates } from '../import/candidates.ts';
import type { Resource } from '../import/fhir.ts';
import type { ImportReport } from '../import/report.ts';
import { runImport } from '../import/run-import.ts';
import type { Policy } from '../policy/policy.ts';
import type { PatientContent } from '../storage/content.ts';
import { migrate } from '../storage/migrate.ts';
import { aBundle, withFiles } from './fhir.ts';

/** A key ring of one key, for tests. */
export const ring = (id: string, fill: number): KeyRing => [{ id, key: Buffer.alloc(32, fill) }];
/** Key rings as a setting. */
export const setting = (...rings: readonly KeyRing[]): string =>
  rings
    .flat()
    .map(({ id, key }) => `${id}:${key.toString('base64')}`)
    .join(',');
const start = new Date('2026-11-20T12:00:00Z');

/** A trust that imports, and what it then holds. */
export class Importer {
  readonly #trust: TestDatabase;
  readonly #demographics: TestDatabase;
  readonly entry: TrustEntry;
  shows: (section: Section, source: string) => boolean = () => true;
  /** Absent: nobody is invited. */
  policy: Policy | undefined;
  now = start;
  keys = setting(ring('k1', 3));
  vault: Vault = createVault(ring('k1', 3), ring('k1', 3));

  constructor(trust: TestDatabase, demographics: TestDatabase, entry: TrustEntry) {
    this.#trust = trust;
    this.#demographics = demographics;
    this.entry = entry;
  }

  /** Of the application's role, as a service connects. */
  get appUrl(): string {
    return this.#trust.appUrl;
  }

  get url(): string {
    return this.#trust.adminUrl;
  }

  #env() {
    return {
      NODE_ENV: 'test',
      MIGRATION_DATABASE_URL: this.#trust.ownerUrl,
      DEMOGRAPHICS_DATABASE_URL: this.#demographics.ownerUrl,
      DATA_KEYS: this.keys,
      LOOKUP_KEYS: this.keys,
    };
  }

  import(data: string, ...args: string[]): Promise<ImportReport> {
    return runImport(['--data', data, ...args], {
      entry: this.entry,
      shows: (section, source) => this.shows(section, source),
      ...(this.policy ? { policy: this.policy } : {}),
      env: this.#env(),
      clock: () => this.now,
      out: new PassThrough(),
      err: new PassThrough(),
    });
  }

  importFiles(files: Readonly<Record<string, unknown>>, ...args: string[]): Promise<ImportReport> {
    return withFiles(files, (folder) => this.import(folder, ...args));
  }

  importAll(...resources: readonly Resource[]): Promise<ImportReport> {
    return this.importFiles({ 'a.json': aBundle(...resources) });
  }

  async rows<Row extends object>(sql: string): Promise<Row[]> {
    const client = new Client({ connectionString: this.url });
    await client.connect();
    const { rows } = await client.query<Row>(sql);
    await client.end();
    return rows;
  }

  async records(): Promise<(PatientContent & { id: string; status: string; mergedInto: string | null })[]> {
    const rows = await this.rows<{ id: string; status: string; merged_into: string | null; content: Buffer }>(
      'select * from record order by id',
    );
    return rows.map((row) => ({
      ...this.vault.open<PatientContent>(row.content, `record/${row.id}`),
      id: row.id,
      status: row.status,
      mergedInto: row.merged_into,
    }));
  }

  async items(): Promise<
    {
      record: string;
      id: string;
      section: Section;
      source: string;
      status: string;
      at: string;
      content: Record<string, unknown>;
    }[]
  > {
    const rows = await this.rows<{
      record_id: string;
      id: string;
      section: Section;
      source: string;
      status: string;
      at: Date;
      content: Buffer;
    }>('select * from item order by at, section, id');
    return rows.map((row) => ({
      record: row.record_id,
      id: row.id,
      section: row.section,
      source: row.source,
      status: row.status,
      at: row.at.toISOString(),
      content: this.vault.open(row.content, `item/${row.record_id}/${row.id}`),
    }));
  }

  /** Everything but what is random or of the clock. */
  async state(): Promise<unknown> {
    return {
      records: await this.records(),
      items: await this.items(),
      setAside: await this.rows(
        'select id, source_file, position, resource_type, resource_id, reason from set_aside order by id',
      ),
    };
  }

  /** Everything, to the byte. */
  dump(): Promise<unknown> {
    return Promise.all(
      [
        'record order by id',
        'record_lookup order by kind, hash',
        'item order by record_id, id',
        'document order by record_id, id',
        'set_aside order by id',
      ].map((table) => this.rows(`select * from ${table}`)),
    );
  }

  async candidates(): Promise<Candidate[]> {
    const out = new PassThrough();
    await runCandidates(['--json'], { entry: this.entry, env: this.#env(), clock: () => this.now, out });
    out.end();
    return (await out.toArray())
      .join('')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Candidate);
  }
}

/** Trusts that share one demographics database, as they do where they run. */
export interface ImportingTrusts {
  add(entry: TrustEntry): Promise<Importer>;
  drop(): Promise<void>;
}

export async function startTrusts(): Promise<ImportingTrusts> {
  const demographics = await createTestDatabase('demographics', async () => undefined);
  const databases = [demographics];
  return {
    add: async (entry) => {
      const database = await createTestDatabase('trust', migrate);
      databases.push(database);
      return new Importer(database, demographics, entry);
    },
    drop: async () => {
      for (const database of databases) await database.drop();
    },
  };
}
