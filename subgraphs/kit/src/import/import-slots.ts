import type { Client } from 'pg';
import { changedAtOf } from './arrivals.ts';
import { belongingOf } from './belong.ts';
import { capacities } from './capacities.ts';
import type { Slot } from './fhir.ts';
import type { SliceParts } from './import-slice.ts';
import { type MappedSlot, mapSlot } from './map-slot.ts';
import type { Entry } from './names.ts';
import { count } from './report.ts';
import { type Reason, reasons, SetAside } from './set-aside.ts';
import type { Staged } from './stage.ts';

const next = `
  select distinct on (identity) identity, seq, file, position, body from stage_resource
  where type = 'Slot' and identity > $1 order by identity, updated desc, seq desc limit 500`;

interface Row {
  identity: string;
  seq: number;
  file: number;
  position: number;
  body: Buffer;
}

interface OwnSlot extends MappedSlot {
  readonly source: string;
  readonly changedAt: string | undefined;
}

/**
 * Brings the clinics' times up to date with the source's slots. Times that have begun are passed over. What patients have
 * taken stays taken, whatever the source says.
 */
export async function importSlots(parts: SliceParts): Promise<void> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const { rows } = await parts.client.query<Row>(next, [after]);
    const last = rows.at(-1);
    if (!last) return;
    const staged = rows.map((row) => parts.stage.open(row) as Staged & Entry<Slot>);
    await parts.resolver.prepare(staged);
    await writeSlots(
      parts.client,
      staged.flatMap((entry) => ownSlot(entry, parts)),
    );
    after = last.identity;
  }
}

function ownSlot(entry: Staged & Entry<Slot>, parts: SliceParts): OwnSlot[] {
  const belonging = belongingOf(entry, parts.trust, parts.share, parts.resolver);
  if ('elsewhere' in belonging) {
    count(parts.report.elsewhere, belonging.elsewhere);
    return [];
  }
  try {
    const slot = mapSlot(entry, belonging.source, parts.resolver);
    parts.report.slots += 1;
    if (slot.startsAt <= parts.clock().toISOString()) return [];
    return [{ ...slot, source: belonging.source, changedAt: changedAtOf(entry.resource) }];
  } catch (error) {
    parts.log.add(entry, entry.resource, reasonOf(error));
    return [];
  }
}

function reasonOf(error: unknown): Reason {
  if (error instanceof SetAside) return error.reason;
  if (error instanceof TypeError || error instanceof RangeError) return reasons.wrongShape;
  throw error;
}

const upsert = `
  with told as (
    select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::boolean[], $8::timestamptz[])
      as t(id, slot_id, clinic, source, starts_at, ends_at, is_free, changed_at)),
  before as (select slot_id from slot_source where id = any($1)),
  written as (
    insert into slot_source as s (id, slot_id, clinic, source, starts_at, ends_at, is_free, changed_at) select * from told
    on conflict (id) do update set slot_id = excluded.slot_id, clinic = excluded.clinic, source = excluded.source,
      starts_at = excluded.starts_at, ends_at = excluded.ends_at, is_free = excluded.is_free, changed_at = excluded.changed_at,
      held = s.held and s.slot_id = excluded.slot_id
    where s.changed_at is null or excluded.changed_at is null or excluded.changed_at >= s.changed_at)
  select slot_id from before union select slot_id from told`;

async function writeSlots(client: Client, slots: readonly OwnSlot[]): Promise<void> {
  if (slots.length === 0) return;
  await client.query('begin');
  const { rows } = await client.query<{ slot_id: string }>(upsert, [
    slots.map(({ id }) => id),
    slots.map(({ slot }) => slot),
    slots.map(({ clinic }) => clinic),
    slots.map(({ source }) => source),
    slots.map(({ startsAt }) => startsAt),
    slots.map(({ endsAt }) => endsAt),
    slots.map(({ isFree }) => isFree),
    slots.map(({ changedAt }) => changedAt ?? null),
  ]);
  await capacities(
    client,
    rows.map(({ slot_id }) => slot_id),
  );
  await client.query('commit');
}
