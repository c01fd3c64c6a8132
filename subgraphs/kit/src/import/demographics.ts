import { type NhsNumber, nhsCheckDigit } from '@crosstrust/contract';
import { createHash } from 'node:crypto';
import type { Client } from 'pg';

/** A number and contact details that are made up for a person of the data who has none, the same at every trust. */
export interface MadeUp {
  /** From the range 999, which is never given to a person. */
  readonly nhsNumber: NhsNumber;
  /** E.164, from Ofcom's range for drama, 07700 900000 to 900999; people share them, as families do. */
  readonly mobile: string;
  /** One person's alone. */
  readonly email: string;
}

const lock = 7_700_900;

const schema = `
  create sequence if not exists made_up_serial minvalue 0 maxvalue 999999;
  create table if not exists made_up (
    identity bytea primary key,
    serial integer not null unique,
    nhs_number text not null unique,
    mobile text not null,
    email text not null unique,
    made_at timestamptz not null default now());`;

/** Makes the table where it is missing; several trusts may come at once. */
export async function prepareDemographics(client: Client): Promise<void> {
  await client.query('begin');
  await client.query('select pg_advisory_xact_lock($1)', [lock]);
  await client.query(schema);
  await client.query('commit');
}

/**
 * The made-up details of each identity, allocated when first asked for. Trusts that import the same people at the same
 * time agree: the first to insert an identity wins and the others read its row.
 * @param identities what tells a person from every other at any trust; only its hash is kept
 * @throws Error when the 909,090 numbers of the range are used up
 */
export async function allocate(client: Client, identities: readonly string[]): Promise<ReadonlyMap<string, MadeUp>> {
  const hashes = new Map([...new Set(identities)].map((identity) => [hashOf(identity), identity]));
  const known = await readMadeUp(client, [...hashes.keys()]);
  const missing = [...hashes.keys()].filter((hash) => !known.has(hash)).toSorted();
  const allocated = missing.length === 0 ? known : await insertMissing(client, missing, known);
  return new Map([...allocated].map(([hash, madeUp]) => [hashes.get(hash) ?? '', madeUp]));
}

async function insertMissing(
  client: Client,
  missing: readonly string[],
  known: ReadonlyMap<string, MadeUp>,
): Promise<ReadonlyMap<string, MadeUp>> {
  const serials = await drawSerials(client, missing.length);
  const people = serials.map(madeUpOf);
  await client.query(
    `insert into made_up (identity, serial, nhs_number, mobile, email)
     select decode(identity, 'hex'), serial, number, mobile, email
     from unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::text[]) as drawn(identity, serial, number, mobile, email)
     order by identity on conflict (identity) do nothing`,
    [
      missing,
      serials,
      people.map(({ nhsNumber }) => nhsNumber),
      people.map(({ mobile }) => mobile),
      people.map(({ email }) => email),
    ],
  );
  return new Map([...known, ...(await readMadeUp(client, missing))]);
}

/** Serial numbers whose NHS number exists: one in eleven has no check digit. */
async function drawSerials(client: Client, count: number): Promise<number[]> {
  const drawn: number[] = [];
  while (drawn.length < count) {
    const { rows } = await client.query<{ serial: number }>(
      "select nextval('made_up_serial')::int as serial from generate_series(1, $1)",
      [count - drawn.length],
    );
    drawn.push(...rows.map(({ serial }) => serial).filter((serial) => nhsCheckDigit(firstNine(serial)) !== null));
  }
  return drawn;
}

async function readMadeUp(client: Client, hashes: readonly string[]): Promise<ReadonlyMap<string, MadeUp>> {
  const { rows } = await client.query<{ identity: string; nhs_number: NhsNumber; mobile: string; email: string }>(
    "select encode(identity, 'hex') as identity, nhs_number, mobile, email from made_up where identity in (select decode(hash, 'hex') from unnest($1::text[]) as hash)",
    [hashes],
  );
  return new Map(
    rows.map(({ identity, nhs_number: nhsNumber, mobile, email }) => [identity, { nhsNumber, mobile, email }]),
  );
}

/** The details of a serial number that has a check digit. */
export function madeUpOf(serial: number): MadeUp {
  return {
    nhsNumber: `${firstNine(serial)}${nhsCheckDigit(firstNine(serial))}` as NhsNumber,
    mobile: `+447700900${String(serial % 1_000).padStart(3, '0')}`,
    email: `patient${serial}@example.org`,
  };
}

function firstNine(serial: number): string {
  return `999${String(serial).padStart(6, '0')}`;
}

function hashOf(identity: string): string {
  return createHash('sha256').update(`crosstrust:made-up\0${identity}`).digest('hex');
}
