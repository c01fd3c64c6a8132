import { ageInLondon, type Clock, type Section, systemClock, type TrustEntry } from '@crosstrust/contract';
import { createVault, readSettings, SettingsError } from '@crosstrust/service';
import { Client } from 'pg';
import { type PatientContent, shownStatuses } from '../storage/content.ts';
import { withRecords } from './records.ts';
import { candidatesSettings } from './settings.ts';

/** A living adult of a trust, as the demonstration needs them. Holds personal data: for made-up people only. */
export interface Candidate {
  readonly trust: string;
  readonly record: string;
  readonly nhsNumber: string;
  readonly name: string;
  /** YYYY-MM-DD */
  readonly birthDate: string;
  readonly mobile: string | undefined;
  readonly email: string | undefined;
  /** How many items there are to show, by section. */
  readonly counts: Readonly<Partial<Record<Section, number>>>;
}

const adultYears = 18;
const batch = 500;

/** Prints the trust's living adults as JSON lines: `candidates --json`. */
export async function runCandidates(
  _args: readonly string[],
  {
    entry,
    env,
    clock = systemClock,
    out = process.stdout,
  }: {
    entry: TrustEntry;
    env: Readonly<Record<string, string | undefined>>;
    clock?: Clock;
    out?: NodeJS.WritableStream;
  },
): Promise<void> {
  const settings = readSettings(candidatesSettings, env);
  if (settings.NODE_ENV === 'production')
    throw new SettingsError('candidates prints personal data and is for made-up people only: production refuses it');
  const vault = createVault(settings.DATA_KEYS, settings.LOOKUP_KEYS);
  const client = new Client({ connectionString: settings.MIGRATION_DATABASE_URL, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    for await (const records of recordIds(client)) {
      for (const row of await readRecords(client, records)) {
        const { nhsNumber, name, birthDate, mobile, email } = vault.open<PatientContent>(
          row.content,
          `record/${row.id}`,
        );
        if (ageInLondon(birthDate, clock()) < adultYears) continue;
        const candidate: Candidate = {
          trust: entry.key,
          record: row.id,
          nhsNumber,
          name,
          birthDate,
          mobile,
          email,
          counts: row.counts,
        };
        out.write(`${JSON.stringify(candidate)}\n`);
      }
    }
  } finally {
    await client.end();
  }
}

async function* recordIds(client: Client): AsyncGenerator<readonly string[]> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const { rows } = await client.query<{ record_id: string }>(
      "select distinct record_id from record_lookup where kind = 'nhs' and record_id > $1 order by record_id limit $2",
      [after, batch],
    );
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(({ record_id }) => record_id);
    after = last.record_id;
  }
}

async function readRecords(client: Client, ids: readonly string[]) {
  const { rows } = await withRecords(client, ids, () =>
    client.query<{ id: string; content: Buffer; counts: Partial<Record<Section, number>> }>(
      `select r.id, r.content, coalesce((
         select jsonb_object_agg(section, number) from (
           select section, count(*)::int as number from item i where i.record_id = r.id and i.status = any($2) group by section) s), '{}') as counts
       from record r where r.id = any($1) and r.status = 'active' order by r.id`,
      [ids, shownStatuses],
    ),
  );
  return rows;
}
