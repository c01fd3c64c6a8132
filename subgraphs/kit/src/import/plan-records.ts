import type { Clock } from '@crosstrust/contract';
import type { Vault } from '@crosstrust/service';
import type { Client } from 'pg';
import type { PatientContent } from '../storage/content.ts';
import { allocate, type MadeUp } from './demographics.ts';
import type { Patient } from './fhir.ts';
import { defined } from './fhir-values.ts';
import { type Person, personOf } from './identify.ts';
import { mapPatient, type PatientFacts } from './map-patient.ts';
import type { Entry } from './names.ts';
import { withRecords } from './records.ts';
import type { Stage, Staged } from './stage.ts';

/** A record as it should stand. */
export interface RecordPlan {
  readonly id: string;
  readonly status: PatientFacts['status'] | 'merged';
  readonly mergedInto: string | undefined;
  readonly content: PatientContent;
  readonly people: readonly Person[];
}

export interface PlanParts {
  readonly stage: Stage;
  readonly client: Client;
  readonly demographics: Client;
  readonly vault: Vault;
  readonly clock: Clock;
}

interface KnownPatient {
  readonly record: string;
  readonly survivor: string;
  /** Replaced by somebody who is not here. */
  readonly closed: boolean;
  readonly facts: PatientFacts;
  readonly people: Person[];
}

const patients = `
  select p.record, p.survivor, cardinality(p.replaced_by) > 0 and p.survivor = p.record as closed, r.seq, r.file, r.position, r.body
  from stage_patient p join stage_resource r using (seq)
  where p.survivor = any($1) order by p.record, p.updated desc, p.seq desc`;

/**
 * How the records of these patients should stand, merged ones after their survivors: what the newest version of each
 * Patient says, filled up with what the record already has and then with made-up details.
 */
export async function planRecords(records: readonly string[], parts: PlanParts): Promise<RecordPlan[]> {
  const known = await readPatients(records, parts);
  const existing = await readContents(
    known.map(({ record }) => record),
    parts,
  );
  const lacking = known.filter((patient) => lacks(patient.facts, existing.get(patient.record)));
  const madeUp =
    lacking.length === 0 ? new Map<string, MadeUp>() : await allocate(parts.demographics, lacking.map(identityOf));
  return known
    .map((patient) => planRecord(patient, existing.get(patient.record), madeUp.get(identityOf(patient))))
    .toSorted((a, b) => Number(a.status === 'merged') - Number(b.status === 'merged'));
}

/** What made-up details are allocated by: the first of the people that were found to be one. */
function identityOf({ people }: KnownPatient): string {
  return people.find(({ nhsNumber }) => nhsNumber !== undefined)?.identity ?? people[0]?.identity ?? '';
}

async function readPatients(records: readonly string[], { client, stage, clock }: PlanParts): Promise<KnownPatient[]> {
  const { rows } = await client.query<{
    record: string;
    survivor: string;
    closed: boolean;
    seq: number;
    file: number;
    position: number;
    body: Buffer;
  }>({
    name: 'stage-patients',
    text: patients,
    values: [records],
  });
  const known = new Map<string, KnownPatient>();
  for (const row of rows) {
    const entry = stage.open(row) as Staged & Entry<Patient>;
    const facts = mapPatient(entry.resource, clock);
    const patient = known.get(row.record) ?? {
      record: row.record,
      survivor: row.survivor,
      closed: row.closed,
      facts,
      people: [],
    };
    patient.people.push(personOf(entry, facts));
    known.set(row.record, patient);
  }
  return [...known.values()];
}

async function readContents(
  ids: readonly string[],
  { client, vault }: PlanParts,
): Promise<ReadonlyMap<string, PatientContent>> {
  const { rows } = await withRecords(client, ids, () =>
    client.query<{ id: string; content: Buffer }>({
      name: 'record-contents',
      text: 'select id, content from record where id = any($1)',
      values: [ids],
    }),
  );
  return new Map(rows.map(({ id, content }) => [id, vault.open<PatientContent>(content, `record/${id}`)]));
}

function lacks({ status, content }: PatientFacts, existing: PatientContent | undefined): boolean {
  const details = { ...existing, ...content };
  return (
    details.nhsNumber === undefined ||
    (status !== 'deceased' && (details.mobile === undefined || details.email === undefined))
  );
}

function planRecord(
  { record, survivor, closed, facts, people }: KnownPatient,
  existing: PatientContent | undefined,
  madeUp: MadeUp | undefined,
): RecordPlan {
  const living = facts.content.deceasedAt === undefined;
  const { content } = facts;
  return {
    id: record,
    status: closed || survivor !== record ? 'merged' : facts.status,
    mergedInto: survivor === record ? undefined : survivor,
    people,
    content: defined<PatientContent>({
      nhsNumber: content.nhsNumber ?? existing?.nhsNumber ?? madeUp?.nhsNumber ?? '',
      name: content.name,
      given: content.given,
      family: content.family,
      birthDate: content.birthDate,
      deceasedAt: content.deceasedAt,
      mobile: content.mobile ?? existing?.mobile ?? (living ? madeUp?.mobile : undefined),
      email: content.email ?? existing?.email ?? (living ? madeUp?.email : undefined),
      address: content.address,
      gender: content.gender,
    }),
  };
}
