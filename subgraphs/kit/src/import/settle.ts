import type { Vault } from '@crosstrust/service';
import type { Client } from 'pg';
import type { Patient } from './fhir.ts';
import { list } from './fhir-values.ts';
import { lookUp } from './identify.ts';
import { candidatesOf, type Entry } from './names.ts';
import { count, type ImportReport } from './report.ts';
import { type Reason, reasons } from './set-aside.ts';
import type { Stage, Staged } from './stage.ts';
import { itemTypes, subjectNames } from './subjects.ts';

interface SettleParts {
  readonly client: Client;
  readonly vault: Vault;
  readonly report: ImportReport;
  setAside(staged: Staged, reason: Reason): void;
}

/**
 * Decides, once everything was read, whose each item is and which items stand alone. All of it in the database, so that
 * memory does not grow with the data.
 */
export async function settle(stage: Stage, parts: SettleParts): Promise<void> {
  await parts.client.query('analyze stage_patient');
  await parts.client.query(adoptNumbers);
  await mergePatients(stage, parts);
  await parts.client.query(ownItems, [[...itemTypes]]);
  await parts.client.query(indexItems);
  await findKnownPatients(stage, parts);
  await setAsideOrphans(stage, parts);
  const { rowCount: older } = await parts.client.query(markOlderVersions);
  parts.report.olderVersions = older ?? 0;
  for (const statement of [foldHeld, foldVisits])
    parts.report.folded += (await parts.client.query(statement)).rowCount ?? 0;
  const { rows } = await parts.client.query<{ number: number }>(
    "select count(*)::int as number from stage_resource r where r.type = 'Measurement'",
  );
  if (rows[0]?.number) count(parts.report.notMapped, 'Observation outside the laboratory', rows[0].number);
  await parts.client.query(numberGroups);
}

/** A version of a Patient without the NHS number is the person of the version that has it, where that is one person. */
const adoptNumbers = `
  update stage_patient p set record = q.record, survivor = q.record
  from (select identity, min(record::text)::uuid as record from stage_patient where nhs is not null group by identity having count(distinct record) = 1) q
  where p.identity = q.identity and p.nhs is null and p.record is not null and p.record <> q.record`;

const findMerges = `
  create temp table stage_merge as
  select distinct on (f.record) f.record as "from", t.record as "to"
  from (select seq, record, unnest(replaced_by) as name, true as from_here from stage_patient
        union all select seq, record, unnest(replaces), false from stage_patient) l
  join stage_name n on n.name = l.name
  join stage_patient other on other.seq = n.seq
  cross join lateral (select case when l.from_here then l.record else other.record end as record) f
  cross join lateral (select case when l.from_here then other.record else l.record end as record) t
  where f.record is not null and t.record is not null and f.record <> t.record
  order by f.record, t.record`;

/** Merges that an earlier import was told of. */
const knownMerges = `
  insert into stage_merge
  select distinct p.record, l.record_id from stage_patient p join record_lookup l on l.kind = 'merged-into' and l.hash = uuid_send(p.record)
  where p.record not in (select "from" from stage_merge)`;

const followMerges = `update stage_patient p set survivor = m."to" from stage_merge m where p.survivor = m."from"`;
const undoCircles = `update stage_patient set survivor = record where survivor in (select "from" from stage_merge)`;
const longestChain = 10;

/** Points each replaced patient to the survivor, however long the chain; a circle replaces nobody. */
async function mergePatients(stage: Stage, { client, vault, setAside }: SettleParts): Promise<void> {
  await client.query(findMerges);
  await client.query(knownMerges);
  const { rows } = await client.query<StagedRow>(`
    select r.seq, r.file, r.position, r.body from stage_patient p join stage_resource r using (seq)
    where cardinality(p.replaced_by) > 0 and p.record is not null and p.record not in (select "from" from stage_merge)`);
  for (const row of rows) {
    const entry = stage.open(row) as Staged & Entry<Patient>;
    const names = list(entry.resource.link)
      .filter(({ type }) => type === 'replaced-by')
      .flatMap(({ other }) => candidatesOf(other, entry, 'Patient'));
    const survivor = await knownRecord(client, vault, names);
    if (survivor === undefined) setAside(entry, reasons.mergedIntoUnknown);
    else
      await client.query(
        `insert into stage_merge select record, $2 from stage_patient where seq = $1 and record <> $2`,
        [row.seq, survivor],
      );
  }
  for (let step = 0; step < longestChain; step += 1)
    if (((await client.query(followMerges)).rowCount ?? 0) === 0) return;
  await client.query(undoCircles);
}

interface StagedRow {
  seq: number;
  file: number;
  position: number;
  body: Buffer;
}

/**
 * The patient of each item: by the surest of the names that it gives, in the same file before others. A name that fits
 * several people is nobody's.
 */
const ownItems = `
  create temp table stage_item as
  with matched as (
    select r.seq, p.survivor, p.record is null as set_aside, rank() over (partition by r.seq order by s.rank, pr.file <> r.file) as place
    from stage_resource r
    cross join lateral unnest(r.subjects) with ordinality as s(name, rank)
    join stage_name n on n.name = s.name
    join stage_patient p on p.seq = n.seq
    join stage_resource pr on pr.seq = p.seq
    where r.type = any($1)),
  owner as (
    select seq, min(survivor::text)::uuid as record, count(distinct survivor) as people, bool_or(set_aside) as set_aside
    from matched where place = 1 group by seq)
  select r.seq, r.identity, r.updated, r.size, cardinality(r.subjects) as subjects, coalesce(o.people, 0)::int as people,
         coalesce(o.set_aside, false) as set_aside, case when o.people = 1 then o.record end as record, false as outdated, 0 as number
  from stage_resource r left join owner o on o.seq = r.seq
  where r.type = any($1)`;

const indexItems = 'create unique index on stage_item (seq); analyze stage_item';

const orphans = `
  select r.seq, r.file, r.position, r.body, i.subjects, i.people, i.set_aside
  from stage_item i join stage_resource r using (seq) where i.record is null and i.seq > $1 order by i.seq limit 200`;

/** Items of patients who are not in this data but have a record from an earlier import. */
async function findKnownPatients(stage: Stage, { client, vault }: SettleParts): Promise<void> {
  const asked = new Map<string, string | undefined>();
  await eachOrphanPage(client, async (rows) => {
    if (asked.size > 10_000) asked.clear();
    const found: { seq: number; record: string }[] = [];
    for (const row of rows) {
      if (row.people > 0 || row.set_aside || row.subjects === 0) continue;
      const names = subjectNames(stage.open(row));
      const key = names.join('\n');
      if (!asked.has(key)) asked.set(key, await knownRecord(client, vault, names));
      const record = asked.get(key);
      if (record !== undefined) found.push({ seq: row.seq, record });
    }
    await client.query(
      'update stage_item i set record = f.record from unnest($1::int[], $2::uuid[]) as f(seq, record) where f.seq = i.seq',
      [found.map(({ seq }) => seq), found.map(({ record }) => record)],
    );
  });
  for (let step = 0; step < longestChain && ((await client.query(followKnownMerges)).rowCount ?? 0) > 0; step += 1);
}

const followKnownMerges = `
  update stage_item i set record = l.record_id from record_lookup l where l.kind = 'merged-into' and l.hash = uuid_send(i.record)`;

/** The record that an earlier import made for one of these names. */
async function knownRecord(client: Client, vault: Vault, names: readonly string[]): Promise<string | undefined> {
  const numbers = names
    .map((name) => /^Patient\?nhs-number\|(\d{10})$/.exec(name)?.[1])
    .filter((number) => number !== undefined);
  const identities = names.map((name) => name.replace(/^urn:uuid:/, 'Patient/').replace(/^\*\//, ''));
  const ofNumber = await lookUp(client, vault, 'nhs', numbers);
  const ofSource = await lookUp(client, vault, 'source', identities);
  const records = new Set([...ofNumber.values(), ...ofSource.values()]);
  const [first] = records;
  return records.size === 1 ? first : ofNumber.values().next().value;
}

async function setAsideOrphans(stage: Stage, { client, setAside }: SettleParts): Promise<void> {
  await eachOrphanPage(client, async (rows) => {
    for (const row of rows) setAside(stage.open(row), orphanReason(row));
  });
  await client.query('delete from stage_item where record is null');
}

interface OrphanRow extends StagedRow {
  subjects: number;
  people: number;
  set_aside: boolean;
}

function orphanReason({ subjects, people, set_aside }: OrphanRow): Reason {
  if (subjects === 0) return reasons.noSubject;
  if (people > 1) return reasons.ambiguousPatient;
  return set_aside ? reasons.patientSetAside : reasons.unknownPatient;
}

async function eachOrphanPage(client: Client, handle: (rows: readonly OrphanRow[]) => Promise<void>): Promise<void> {
  for (let after = 0; ; ) {
    const { rows } = await client.query<OrphanRow>(orphans, [after]);
    const last = rows.at(-1);
    if (!last) return;
    await handle(rows);
    after = last.seq;
  }
}

/** They stay: the newest may turn out to be damaged, and what an older one is known by lasts. */
const markOlderVersions = `
  update stage_item i set outdated = true from (
    select seq, row_number() over (partition by record, identity order by updated desc, seq desc) as version from stage_item) v
  where v.seq = i.seq and v.version > 1`;

/** What a report or group of the same patient holds is shown with it. */
const foldHeld = `
  delete from stage_item i using stage_relation l, stage_name n, stage_item holder
  where l.kind = 'holds' and n.name = l.target and i.seq = n.seq and holder.seq = l.seq and holder.record = i.record and holder.seq <> i.seq`;

/** The visit of an appointment that is itself in the data would be the same thing twice. */
const foldVisits = `
  delete from stage_item i using stage_relation l, stage_name n, stage_item appointment
  where l.kind = 'visit-of' and n.name = l.target and i.seq = l.seq and appointment.seq = n.seq and appointment.record = i.record`;

/** Patients in the order in which they were read, so that their items are found together. */
const numberGroups = `
  update stage_item i set number = g.number
  from (select record, row_number() over (order by min(seq))::int as number from stage_item group by record) g where g.record = i.record;
  create index on stage_item (number, seq);
  analyze stage_item;
  create index on stage_patient (survivor);`;
