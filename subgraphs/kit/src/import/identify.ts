import type { Clock } from '@crosstrust/contract';
import type { Vault } from '@crosstrust/service';
import type { Client } from 'pg';
import type { PatientContent } from '../storage/content.ts';
import type { Patient, Reference } from './fhir.ts';
import { list } from './fhir-values.ts';
import { mapPatient, type PatientFacts } from './map-patient.ts';
import { candidatesOf, type Entry, identityOf, isWorldwide } from './names.ts';
import { uuidOf, withRecords } from './records.ts';
import { type Reason, reasons, SetAside } from './set-aside.ts';
import type { Stage, Staged } from './stage.ts';

const patients = `select seq, file, position, body, updated from stage_resource where type = 'Patient' and seq > $1 order by seq limit 500`;

const insert = `
  insert into stage_patient
  select seq, identity, nhs, updated, record, record, replaced_by::uuid[], replaces::uuid[]
  from unnest($1::int[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::text[])
    as p(seq, identity, nhs, updated, record, replaced_by, replaces)`;

/** What a person goes by: the NHS number where there is one, else the identity of the source. */
export interface Person {
  readonly nhsNumber: string | undefined;
  /** The source's identity; with the date of birth where two exports could mean two people by it. */
  readonly sourceIdentity: string;
  /** What tells them from everybody else, at any trust. */
  readonly identity: string;
}

export function personOf(entry: Entry<Patient>, { content }: PatientFacts): Person {
  const written = identityOf(entry);
  const sourceIdentity = isWorldwide(written) ? written : `${written}|${content.birthDate}`;
  return {
    nhsNumber: content.nhsNumber,
    sourceIdentity,
    identity: content.nhsNumber === undefined ? sourceIdentity : `nhs-number|${content.nhsNumber}`,
  };
}

interface IdentifyParts {
  readonly client: Client;
  readonly vault: Vault;
  readonly clock: Clock;
  /** Key of the trust; part of every new record's id. */
  readonly trust: string;
  setAside(staged: Staged, reason: Reason): void;
}

/** Gives each Patient of the stage the id of their record at this trust: the one that exists, else a new one. */
export async function identifyPatients(stage: Stage, parts: IdentifyParts): Promise<void> {
  for (let after = 0; ; ) {
    const { rows } = await parts.client.query<{
      seq: number;
      file: number;
      position: number;
      body: Buffer;
      updated: string;
    }>(patients, [after]);
    if (rows.length === 0) break;
    const read = rows.map((row) => ({
      ...readPatient(stage.open(row) as Staged & Entry<Patient>, parts),
      updated: row.updated,
    }));
    const people = read.map(({ person }) => person).filter((person) => person !== undefined);
    const existing = await existingRecords(parts.client, parts.vault, people);
    await insertPatients(stage, parts, read, existing);
    after = rows.at(-1)?.seq ?? after;
  }
}

interface ReadPatient {
  readonly entry: Staged & Entry<Patient>;
  /** Undefined for a patient who was set aside. */
  readonly person: Person | undefined;
}

function readPatient(entry: Staged & Entry<Patient>, { clock, setAside }: IdentifyParts): ReadPatient {
  try {
    const facts = mapPatient(entry.resource, clock);
    if (facts.hasWrongNhsNumber) setAside(entry, reasons.wrongNhsNumber);
    return { entry, person: personOf(entry, facts) };
  } catch (error) {
    setAside(entry, error instanceof SetAside ? error.reason : reasons.wrongShape);
    return { entry, person: undefined };
  }
}

async function insertPatients(
  stage: Stage,
  { client, vault, trust }: IdentifyParts,
  read: readonly (ReadPatient & { updated: string })[],
  existing: ReadonlyMap<string, string>,
): Promise<void> {
  const hashes = (entry: Entry<Patient>, type: string) =>
    `{${linked(entry, type)
      .flatMap((reference) => candidatesOf(reference, entry, 'Patient'))
      .map((name) => stage.nameHash(name))
      .join(',')}}`;
  await client.query(insert, [
    read.map(({ entry }) => entry.seq),
    read.map(({ entry, person }) => stage.nameHash(person?.sourceIdentity ?? identityOf(entry))),
    read.map(({ person }) => (person?.nhsNumber === undefined ? null : stage.nameHash(person.nhsNumber))),
    read.map(({ updated }) => updated),
    read.map(({ person }) => person && (existing.get(person.identity) ?? newRecordId(vault, trust, person))),
    read.map(({ entry }) => hashes(entry, 'replaced-by')),
    read.map(({ entry }) => hashes(entry, 'replaces')),
  ]);
}

function linked({ resource }: Entry<Patient>, kind: string): Reference[] {
  return list(resource.link)
    .filter(({ type }) => type === kind)
    .map(({ other }) => other)
    .filter((other) => other !== undefined);
}

/** The same for a person in every run, and different at every trust even where trusts share their keys. */
function newRecordId(vault: Vault, trust: string, { identity }: Person): string {
  return uuidOf(vault.lookup('record-id', `${trust} ${identity}`));
}

/**
 * Records that an earlier import made, by the identity of the person: their own, though it may since be merged, else one
 * found by NHS number (a superseded number leads to the survivor's), else by the source's identity. A record of the same
 * source identity that has another real NHS number is somebody else's.
 */
async function existingRecords(
  client: Client,
  vault: Vault,
  people: readonly Person[],
): Promise<ReadonlyMap<string, string>> {
  const byPerson = await lookUp(
    client,
    vault,
    'person',
    people.map(({ identity }) => identity),
  );
  const byNumber = await lookUp(
    client,
    vault,
    'nhs',
    people.map(({ nhsNumber }) => nhsNumber ?? ''),
  );
  const bySource = await lookUp(
    client,
    vault,
    'source',
    people.map(({ sourceIdentity }) => sourceIdentity),
  );
  const found = new Map<string, string>();
  const doubtful: { person: Person; record: string }[] = [];
  for (const person of people) {
    const ofNumber = byPerson.get(person.identity) ?? byNumber.get(person.nhsNumber ?? '');
    const record = ofNumber ?? bySource.get(person.sourceIdentity);
    if (record !== undefined && ofNumber === undefined && person.nhsNumber !== undefined)
      doubtful.push({ person, record });
    else if (record !== undefined) found.set(person.identity, record);
  }
  for (const { person, record } of await withMadeUpNumber(client, vault, doubtful)) found.set(person.identity, record);
  return found;
}

async function withMadeUpNumber<Doubt extends { record: string }>(
  client: Client,
  vault: Vault,
  doubtful: readonly Doubt[],
): Promise<Doubt[]> {
  if (doubtful.length === 0) return [];
  const ids = doubtful.map(({ record }) => record);
  const { rows } = await withRecords(client, ids, () =>
    client.query<{ id: string; content: Buffer }>('select id, content from record where id = any($1)', [ids]),
  );
  const madeUp = new Set(
    rows
      .filter(({ id, content }) => vault.open<PatientContent>(content, `record/${id}`).nhsNumber.startsWith('999'))
      .map(({ id }) => id),
  );
  return doubtful.filter(({ record }) => madeUp.has(record));
}

/** What `record_lookup` finds records by; `merged-into` leads from the id of a merged record to its survivor. */
export type LookupKind = 'nhs' | 'source' | 'person';

/** Records by value, whichever key on the ring has hashed it. */
export async function lookUp(
  client: Client,
  vault: Vault,
  kind: LookupKind,
  values: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = new Map(
    values
      .filter(Boolean)
      .flatMap((value) => vault.lookups(kind, value).map((hash) => [hash.toString('hex'), value] as const)),
  );
  if (wanted.size === 0) return new Map();
  const { rows } = await client.query<{ hash: string; record_id: string }>({
    name: 'record-lookup',
    text: `select encode(hash, 'hex') as hash, record_id from record_lookup where kind = $1 and hash in (select decode(each, 'hex') from unnest($2::text[]) as each) order by record_id`,
    values: [kind, [...wanted.keys()]],
  });
  return new Map(rows.map((row) => [wanted.get(row.hash) ?? '', row.record_id]));
}
