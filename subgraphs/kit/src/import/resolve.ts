import type { Client } from 'pg';
import type { Reference, Resource } from './fhir.ts';
import { list } from './fhir-values.ts';
import { candidatesOf, type Entry, namesOf } from './names.ts';
import { referencesOf } from './references.ts';
import type { Stage, Staged } from './stage.ts';
import { supportTypes } from './subjects.ts';

const fetch = `
  select wanted.name, wanted.file as "from", r.seq, r.file, r.position, r.body
  from unnest($1::uuid[], $2::int[]) as wanted(name, file)
  cross join lateral (
    select r.* from stage_name n join stage_resource r on r.seq = n.seq
    where n.name = wanted.name order by (r.file = wanted.file) desc, r.updated desc, r.seq desc limit 1
  ) r`;

/** Keys of support resources that are kept from slice to slice. */
const keptKeys = 20_000;
/** From an item to its encounter, role or location, their organisation, and what that is part of. */
const rounds = 4;

/** Finds what references mean. Everything that a slice of items refers to is fetched beforehand, a batch a round. */
export class Resolver {
  readonly #stage: Stage;
  readonly #client: Client;
  /** By file of the reference and name; null: looked for and not in the data. */
  #kept = new Map<string, Entry | null>();
  #slice = new Map<string, Entry | null>();

  constructor(stage: Stage, client: Client) {
    this.#stage = stage;
    this.#client = client;
  }

  /** Fetches what these resources refer to, and what that refers to in turn. */
  async prepare(entries: readonly Staged[]): Promise<void> {
    this.#slice = new Map();
    if (this.#kept.size > keptKeys) this.#kept = new Map();
    for (const entry of entries) for (const name of namesOf(entry)) this.#slice.set(`${entry.file} ${name}`, entry);
    let open: readonly Entry[] = entries;
    for (let round = 0; round < rounds && open.length > 0; round += 1) open = await this.#fetch(this.#missing(open));
  }

  /** The resource that a reference means; undefined where the data has none. */
  find<Type extends Resource>(reference: Reference | undefined, from: Entry, type?: string): Entry<Type> | undefined {
    const contained = containedIn(reference, from);
    if (contained) return contained as Entry<Type>;
    for (const name of candidatesOf(reference, from, type)) {
      const found = this.#known(`${from.file} ${name}`);
      if (found) return found as Entry<Type>;
    }
    return undefined;
  }

  #known(key: string): Entry | null | undefined {
    return this.#slice.get(key) ?? this.#kept.get(key);
  }

  /** Names that the first round of references needs, by file; a reference that an earlier name answers needs no later one. */
  #missing(entries: readonly Entry[]): Map<string, { name: string; file: number }> {
    const missing = new Map<string, { name: string; file: number }>();
    for (const entry of entries.flatMap(withContained)) {
      for (const [reference, type] of referencesOf(entry.resource)) {
        for (const name of candidatesOf(reference, entry, type)) {
          const key = `${entry.file} ${name}`;
          const known = this.#known(key);
          if (known) break;
          if (known === undefined) missing.set(key, { name, file: entry.file });
        }
      }
    }
    return missing;
  }

  async #fetch(missing: ReadonlyMap<string, { name: string; file: number }>): Promise<Entry[]> {
    if (missing.size === 0) return [];
    const wanted = [...missing.values()].map(({ name, file }) => ({
      key: `${file} ${name}`,
      file,
      hash: this.#stage.nameHash(name),
    }));
    const { rows } = await this.#client.query<{
      name: string;
      from: number;
      seq: number;
      file: number;
      position: number;
      body: Buffer;
    }>({
      name: 'stage-fetch',
      text: fetch,
      values: [wanted.map(({ hash }) => hash), wanted.map(({ file }) => file)],
    });
    const bySeq = new Map<number, Staged>();
    const byName = new Map<string, Staged>();
    for (const row of rows) {
      const staged = bySeq.get(row.seq) ?? this.#stage.open(row);
      bySeq.set(row.seq, staged);
      byName.set(`${row.from} ${row.name.replaceAll('-', '')}`, staged);
    }
    for (const { key, file, hash } of wanted) this.#remember(key, byName.get(`${file} ${hash}`) ?? null);
    return [...bySeq.values()];
  }

  #remember(key: string, entry: Entry | null): void {
    const keep = entry === null || supportTypes.has(entry.resource.resourceType);
    (keep ? this.#kept : this.#slice).set(key, entry);
  }
}

function containedIn(reference: Reference | undefined, from: Entry): Entry | undefined {
  if (typeof reference?.reference !== 'string' || !reference.reference.startsWith('#')) return undefined;
  const container = from.container ?? from;
  const found = list(container.resource.contained).find(
    ({ id }) => id === reference.reference?.slice(1) || `#${id}` === reference.reference,
  );
  return found && { resource: found, file: from.file, container };
}

function withContained(entry: Entry): Entry[] {
  return [
    entry,
    ...list(entry.resource.contained).map((resource) => ({ resource, file: entry.file, container: entry })),
  ];
}
