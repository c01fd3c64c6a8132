import type { Client } from 'pg';

const statements = [
  // one place for each of the source's slots that is free, or that one of its own appointments holds
  `insert into slot (id, clinic, source, starts_at, ends_at, capacity)
   select slot_id, min(clinic), min(source), min(starts_at), min(ends_at), count(*) from slot_source
   where slot_id = any($1) and (is_free or held) group by slot_id
   on conflict (id) do update set capacity = greatest(slot.taken, excluded.capacity)`,
  // none: what is taken stays, and nothing else is on offer
  `update slot set capacity = taken where id = any($1) and taken > 0
   and not exists (select from slot_source where slot_id = slot.id and (is_free or held))`,
  `delete from slot where id = any($1) and taken = 0
   and not exists (select from slot_source where slot_id = slot.id and (is_free or held))`,
];

/** Sets how many places these times have, never fewer than are taken. Each row is its own lock against those who take one. */
export async function capacities(client: Client, slots: readonly string[]): Promise<void> {
  if (slots.length === 0) return;
  for (const statement of statements) await client.query(statement, [[...new Set(slots)].toSorted()]);
}
