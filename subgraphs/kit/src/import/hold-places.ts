import type { Client } from 'pg';
import type { AppointmentStatus } from '../storage/content.ts';
import type { Arrival } from './arrivals.ts';
import { capacities } from './capacities.ts';
import { type ItemKey, keysOf } from './item-rows.ts';

const bookings = `
  select r.id as route, item.record_id as record, item.id, item.status, item.at, a.slot_id
  from unnest($1::uuid[], $2::uuid[]) as r(record, id)
  left join item_route w on w.record_id = r.record and w.id = r.id
  join item on item.record_id = r.record and item.id = coalesce(w.item_id, r.id)
  left join appointment_response a on a.record_id = item.record_id and a.item_id = item.id
  for update of item`;

interface Booking extends ItemKey {
  route: string;
  status: AppointmentStatus;
  at: Date;
  slot_id: string | null;
}

interface SourceSlot {
  id: string;
  slot_id: string;
  starts_at: Date;
  held: boolean;
}

const live: ReadonlySet<string> = new Set(['booked', 'pending-change', 'pending-reschedule', 'pending-cancellation']);

/** Places of appointments that are gone, or are at another time by now. */
const left = `
  select distinct a.record_id as record, a.item_id as id, a.slot_id
  from unnest($1::uuid[], $2::uuid[]) as r(record, id)
  left join item_route w on w.record_id = r.record and w.id = r.id
  join appointment_response a on a.record_id = r.record and a.item_id = coalesce(w.item_id, r.id)
  join slot on slot.id = a.slot_id
  left join item on item.record_id = a.record_id and item.id = a.item_id
  where item.id is null or item.at <> slot.starts_at
  order by a.slot_id`;

/** Every slot that a slice may change, in the order in which the verbs lock theirs: otherwise each could wait for the other. */
const lockSlots = `
  select from slot where id in (
    select a.slot_id
    from unnest($1::uuid[], $2::uuid[]) as r(record, id)
    left join item_route w on w.record_id = r.record and w.id = r.id
    join appointment_response a on a.record_id = r.record and a.item_id = coalesce(w.item_id, r.id)
    union select slot_id from slot_source where id = any($3::uuid[]))
  order by id for update`;

/**
 * Lets appointments that name a slot have their place in it, so that cancelling one gives the place to others, and takes
 * the place back when the source has cancelled, moved or removed the appointment. What the patient moved themselves stays there.
 */
export async function holdPlaces(
  arrivals: readonly (ItemKey & Partial<Pick<Arrival, 'item'>>)[],
  { client, now }: { readonly client: Client; readonly now: Date },
): Promise<void> {
  const named = new Map(arrivals.map(({ id, item }) => [id, item?.slots ?? []]));
  await client.query({
    name: 'lock-slots',
    text: lockSlots,
    values: [...keysOf(arrivals), [...named.values()].flat()],
  });
  const { rows: gone } = await client.query<ItemKey & { slot_id: string }>({
    name: 'places-left',
    text: left,
    values: keysOf(arrivals),
  });
  for (const each of gone) await release(client, each, each.slot_id);
  const told = arrivals.filter(({ item }) => item?.slots !== undefined || item?.status === 'cancelled');
  if (told.length === 0) return;
  const { rows } = await client.query<Booking>({ name: 'bookings', text: bookings, values: keysOf(told) });
  const { rows: slots } = await client.query<SourceSlot>(
    'select id, slot_id, starts_at, held from slot_source where id = any($1)',
    [[...named.values()].flat()],
  );
  for (const booking of rows) {
    const own = new Set(named.get(booking.route));
    await holdPlace(
      client,
      booking,
      slots.filter(({ id }) => own.has(id)),
      now,
    );
  }
}

async function holdPlace(client: Client, booking: Booking, named: readonly SourceSlot[], now: Date): Promise<void> {
  const { status, at, slot_id: has } = booking;
  const isLive = live.has(status);
  const wanted = named.find((slot) => isLive && slot.starts_at.getTime() === at.getTime() && slot.starts_at > now);
  if (has !== null && (wanted ? wanted.slot_id !== has : status === 'cancelled')) await release(client, booking, has);
  if (!wanted) return;
  if (!wanted.held) await client.query('update slot_source set held = true where id = $1', [wanted.id]);
  if (wanted.slot_id !== has) await take(client, booking, wanted);
  await capacities(client, [wanted.slot_id]);
}

async function take(client: Client, { record, id }: Booking, { id: source, slot_id: slot }: SourceSlot): Promise<void> {
  await client.query(
    `insert into slot (id, clinic, source, starts_at, ends_at, capacity, taken)
     select slot_id, clinic, source, starts_at, ends_at, 1, 1 from slot_source where id = $1
     on conflict (id) do update set taken = slot.taken + 1, capacity = greatest(slot.capacity, slot.taken + 1)`,
    [source],
  );
  await client.query(
    `insert into appointment_response (record_id, item_id, slot_id) values ($1, $2, $3)
     on conflict (record_id, item_id) do update set slot_id = excluded.slot_id`,
    [record, id, slot],
  );
}

async function release(client: Client, { record, id }: ItemKey, slot: string): Promise<void> {
  await client.query('update appointment_response set slot_id = null where record_id = $1 and item_id = $2', [
    record,
    id,
  ]);
  await client.query('update slot set taken = taken - 1 where id = $1 and taken > 0', [slot]);
  await client.query(
    'update slot_source set held = false where id = (select id from slot_source where slot_id = $1 and held limit 1)',
    [slot],
  );
  await capacities(client, [slot]);
}
