import { createVault } from '@crosstrust/service';
import { hash, randomBytes } from 'node:crypto';
import type { Client } from 'pg';
import type { DiagnosticReport, Encounter, Observation, Reference, Resource } from './fhir.ts';
import { changedAtOf } from './arrivals.ts';
import { list } from './fhir-values.ts';
import { isLaboratory } from './map-result.ts';
import { candidatesOf, type Entry, identityOf, namesOf } from './names.ts';
import { itemTypes, subjectNames } from './subjects.ts';

/**
 * Temporary tables: they belong to this connection alone and go away with it, however it ends. Names are hashed and
 * bodies sealed with keys that only this run knows, so that nothing of a patient reaches the disk in the clear.
 */
const tables = `
  set temp_buffers = '64MB';
  create temp table stage_resource (
    seq int primary key, type text not null, file int not null, position int not null, identity uuid not null,
    updated text not null, size int not null, subjects uuid[] not null, body bytea not null);
  alter table stage_resource alter column body set storage external;
  create temp table stage_name (name uuid not null, seq int not null);
  create temp table stage_relation (kind text not null, seq int not null, target uuid not null);
  create temp table stage_patient (
    seq int primary key, identity uuid not null, nhs uuid, updated text not null, record uuid, survivor uuid,
    replaced_by uuid[] not null, replaces uuid[] not null);
  create temp table stage_file (file int primary key, name text not null);
  create temp table stage_set_aside (
    file int not null, position int not null, resource_type text, resource_id text, reason text not null,
    record_id uuid, section text, source text, item_id uuid);`;

const indexes = `
  create index on stage_name (name) include (seq);
  analyze stage_resource; analyze stage_name; analyze stage_relation;`;

const insert = `
  insert into stage_resource
  select r.seq, r.type, r.file, r.position, r.identity, r.updated, r.size, r.subjects::uuid[],
         substring($9::bytea from r.start for r.size)
  from unnest($1::int[], $2::text[], $3::int[], $4::int[], $5::uuid[], $6::text[], $7::int[], $8::text[], $10::int[])
    as r(seq, type, file, position, identity, updated, size, subjects, start)`;

interface Row {
  readonly seq: number;
  readonly entry: Entry;
  readonly position: number;
  readonly body: Buffer;
  readonly identity: string;
  readonly subjects: readonly string[];
  readonly names: readonly string[];
  readonly relations: readonly (readonly [kind: string, target: string])[];
}

/** A resource as it came back from the stage. */
export interface Staged extends Entry {
  readonly seq: number;
  readonly position: number;
}

/** Holds what was read until everything is there, because references go in any order and across files. */
export class Stage {
  readonly #vault = ephemeralVault();
  readonly #salt = randomBytes(32).toString('hex');
  readonly #client: Client;
  #rows: Row[] = [];
  #bytes = 0;
  #count = 0;
  #sent: Promise<unknown> = Promise.resolve();

  private constructor(client: Client) {
    this.#client = client;
  }

  static async open(client: Client): Promise<Stage> {
    await client.query(tables);
    return new Stage(client);
  }

  get count(): number {
    return this.#count;
  }

  /** The hash by which the stage knows a name. Salted for this run. */
  nameHash(name: string): string {
    return hash('sha256', this.#salt + name, 'hex').slice(0, 32);
  }

  /** Adds a resource; returns when there is room for the next. @throws TypeError when it is nothing like its type */
  async add(entry: Entry, position: number): Promise<void> {
    const isItem = itemTypes.has(entry.resource.resourceType);
    const named = {
      identity: identityOf(entry),
      subjects: isItem ? subjectNames(entry) : [],
      names: namesOf(entry),
      relations: relationsOf(entry),
    };
    const seq = (this.#count += 1);
    const body = this.#vault.sealBytes(
      Buffer.from(JSON.stringify([entry.resource, entry.fullUrl ?? null])),
      `stage/${seq}`,
    );
    this.#rows.push({ seq, entry, position, body, ...named });
    this.#bytes += body.length;
    if (this.#rows.length >= 1_000 || this.#bytes >= 2_000_000) await this.#send();
  }

  /** Ends the reading: everything is in the tables and can be found by name. */
  async finish(): Promise<void> {
    await this.#send();
    await this.#sent;
    await this.#client.query(indexes);
  }

  /** Opens a sealed body of the stage. */
  open(row: { seq: number; file: number; position: number; body: Buffer }): Staged {
    const [resource, fullUrl] = this.#vault.open<[Resource, string | null]>(row.body, `stage/${row.seq}`);
    return { seq: row.seq, file: row.file, position: row.position, resource, fullUrl: fullUrl ?? undefined };
  }

  /** Sends one batch while the next is being read; only one is ever under way. */
  async #send(): Promise<void> {
    const rows = this.#rows;
    [this.#rows, this.#bytes] = [[], 0];
    await this.#sent;
    if (rows.length > 0) this.#sent = this.#insert(rows);
    this.#sent.catch(() => {});
  }

  async #insert(rows: readonly Row[]): Promise<void> {
    let start = 1;
    const starts = rows.map(({ body }) => (start += body.length) - body.length);
    await this.#client.query(insert, [
      rows.map(({ seq }) => seq),
      rows.map(({ entry }) => stagedType(entry.resource)),
      rows.map(({ entry }) => entry.file),
      rows.map(({ position }) => position),
      rows.map(({ identity }) => this.nameHash(identity)),
      rows.map(({ entry }) => changedAtOf(entry.resource) ?? ''),
      rows.map(({ body }) => body.length),
      rows.map(({ subjects }) => `{${subjects.map((name) => this.nameHash(name)).join(',')}}`),
      Buffer.concat(rows.map(({ body }) => body)),
      starts,
    ]);
    const names = rows.flatMap((row) => row.names.map((name) => [this.nameHash(name), row.seq] as const));
    await this.#client.query('insert into stage_name select * from unnest($1::uuid[], $2::int[])', [
      names.map(([name]) => name),
      names.map(([, seq]) => seq),
    ]);
    const relations = rows.flatMap((row) =>
      row.relations.map(([kind, target]) => [kind, row.seq, this.nameHash(target)] as const),
    );
    if (relations.length === 0) return;
    await this.#client.query(
      'insert into stage_relation select * from unnest($1::text[], $2::int[], $3::uuid[])',
      [0, 1, 2].map((column) => relations.map((relation) => relation[column])),
    );
  }
}

/** Observations outside the laboratory are only read with a report that holds them. */
function stagedType(resource: Resource): string {
  if (resource.resourceType !== 'Observation') return resource.resourceType;
  return isLaboratory(resource as Observation) ? 'Observation' : 'Measurement';
}

/** Relations that decide whether an item stands alone: part of a report, the visit of an appointment. */
function relationsOf(entry: Entry): (readonly [string, string])[] {
  const names = (kind: string, references: readonly (Reference | undefined)[], type: string) =>
    references.flatMap((reference) => candidatesOf(reference, entry, type).map((name) => [kind, name] as const));
  const resource = entry.resource;
  switch (resource.resourceType) {
    case 'DiagnosticReport':
      return names('holds', list((resource as DiagnosticReport).result), 'Observation');
    case 'Observation':
      return names('holds', list((resource as Observation).hasMember), 'Observation');
    case 'Encounter':
      return names('visit-of', list((resource as Encounter).appointment), 'Appointment');
    default:
      return [];
  }
}

function ephemeralVault() {
  const key = { id: 'run', key: randomBytes(32) };
  return createVault([key], [key]);
}
