import type { Client } from 'pg';

/** An item's place, before and after. */
export interface Move {
  readonly from: { readonly record: string; readonly id: string };
  readonly to: { readonly record: string; readonly id: string };
}

/** Both places' answers as one: what was ever accepted stays accepted, and of two places in a clinic one is given back. */
const mergeResponses = `
  with gone as (
    delete from appointment_response where record_id = $1 and item_id = $2 returning *),
  merged as (
    insert into appointment_response as kept (record_id, item_id, accepted_at, accepted_start, reschedules, slot_id)
    select $3, $4, accepted_at, accepted_start, reschedules, slot_id from gone
    on conflict (record_id, item_id) do update set
      accepted_start = case when coalesce(excluded.accepted_at, '-infinity') > coalesce(kept.accepted_at, '-infinity')
                       then excluded.accepted_start else kept.accepted_start end,
      accepted_at = greatest(kept.accepted_at, excluded.accepted_at),
      reschedules = greatest(kept.reschedules, excluded.reschedules),
      slot_id = coalesce(kept.slot_id, excluded.slot_id)
    returning slot_id)
  update slot set taken = greatest(taken - 1, 0)
  from gone, appointment_response before
  where before.record_id = $3 and before.item_id = $4 and before.slot_id is not null and slot.id = gone.slot_id`;

const mergeReadings = `
  with gone as (
    delete from letter_reading where record_id = $1 and item_id = $2 returning *)
  insert into letter_reading as kept (record_id, item_id, seen_at, read_at) select $3, $4, seen_at, read_at from gone
  on conflict (record_id, item_id) do update set
    seen_at = least(kept.seen_at, excluded.seen_at), read_at = least(kept.read_at, excluded.read_at)`;

/** What is not a patient's stays withheld, however it came. */
const mergeWithheld = `
  with gone as (
    delete from withheld where record_id = $1 and item_id = $2 returning *)
  insert into withheld (record_id, item_id, at, split_from) select $3, $4, at, split_from from gone on conflict do nothing`;

const others = [
  'update withheld set split_from = $4 where record_id in ($1, $3) and split_from = $2',
  'update task set record_id = $3, item_id = $4 where record_id = $1 and item_id = $2',
  'update set_aside set record_id = $3, item_id = $4 where record_id = $1 and item_id = $2',
];

const withholdParts = `
  insert into withheld (record_id, item_id, at, split_from)
  select w.record_id, m.id, w.at, coalesce(w.split_from, w.item_id)
  from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as m(record, before, id)
  join withheld w on w.record_id = m.record and w.item_id = m.before
  on conflict do nothing`;

/** Withholds what was part of an item that is withheld, and is an item of its own by now: nobody has said that this is the patient's. */
export async function stayWithheld(
  client: Client,
  parts: readonly { readonly record: string; readonly before: string; readonly id: string }[],
): Promise<void> {
  if (parts.length === 0) return;
  await client.query(withholdParts, [
    parts.map(({ record }) => record),
    parts.map(({ before }) => before),
    parts.map(({ id }) => id),
  ]);
}

/**
 * Takes along what hangs on an item when it gets another id, or another record: the patient's answers, what they have
 * read, what they withheld, and the staff's tasks. The item has to stand at its new place already, and still at the old.
 */
export async function moveHanging(client: Client, { from, to }: Move): Promise<void> {
  for (const statement of [mergeResponses, mergeReadings, mergeWithheld, ...others])
    await client.query(statement, [from.record, from.id, to.record, to.id]);
}
