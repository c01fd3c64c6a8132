import type { Clock } from '@crosstrust/contract';
import DataLoader from 'dataloader';
import { type Viewer, visible } from '../access/viewer.ts';
import type { Position } from '../storage/cursor.ts';
import type { ScopedQueries } from '../storage/scoped-queries.ts';
import { type AppointmentResponse, noResponse, type StoredSlot } from './facts.ts';
import { type ResponseRow, responseColumns, responseOf } from './responses.ts';
import { type SlotRow, slotColumns, slotOf } from './slots.ts';

/** Where an appointment can be moved to: its clinic, at any other time than it has. */
export interface Elsewhen {
  readonly clinic: string;
  /** ISO 8601 in UTC. */
  readonly startsAt: string;
}

/** Which free slots to list, the soonest first. */
export interface SlotSelection {
  readonly from?: Date | null | undefined;
  readonly to?: Date | null | undefined;
  readonly after?: Position | undefined;
  readonly limit: number;
}

/** What the previews of appointments read. What one request asks of many appointments goes out as one query. */
export interface AppointmentReaders {
  /** What the patient has answered to an appointment. */
  response(recordId: string, itemId: string): Promise<AppointmentResponse>;
  /** A slot by its id; null when there is none. Slots hold nothing of a patient. */
  slot(id: string): Promise<StoredSlot | null>;
  /** Free slots that are still to come. */
  freeSlots(elsewhen: Elsewhen, selection: SlotSelection): Promise<StoredSlot[]>;
  countFreeSlots(elsewhen: Elsewhen, selection: Pick<SlotSelection, 'from' | 'to'>): Promise<number>;
  isAnySlotFree(elsewhen: Elsewhen): Promise<boolean>;
}

const isFree = 'clinic = $1 and starts_at <> $2 and starts_at > $3 and taken < capacity';
const inTime = '($4::timestamptz is null or starts_at >= $4) and ($5::timestamptz is null or starts_at < $5)';
// Nothing is kept: a verb changes it, and its payload is read in the same request.
const batchOnly = { cache: false } as const;

/** Readers for one request. */
export function createAppointmentReaders({
  viewer,
  queries,
  clock,
}: {
  viewer: Viewer;
  queries: ScopedQueries;
  clock: Clock;
}): AppointmentReaders {
  const responses = new DataLoader<{ recordId: string; itemId: string }, AppointmentResponse>(async (keys) => {
    const rows = await queries.query<ResponseRow & { record_id: string; item_id: string }>(
      `select record_id, item_id, ${responseColumns} from appointment_response
       where record_id = any($1) and item_id = any($2)`,
      [
        visible(
          viewer,
          keys.map(({ recordId }) => recordId),
          clock(),
        ),
        keys.map(({ itemId }) => itemId),
      ],
    );
    const found = new Map(rows.map((row) => [`${row.record_id}/${row.item_id}`, responseOf(row)]));
    return keys.map(({ recordId, itemId }) => found.get(`${recordId}/${itemId}`) ?? noResponse);
  }, batchOnly);

  const slots = new DataLoader<string, StoredSlot | null>(async (ids) => {
    const rows = await queries.query<SlotRow>(`select ${slotColumns} from slot where id = any($1)`, [ids]);
    const found = new Map(rows.map((row) => [row.id, slotOf(row)]));
    return ids.map((id) => found.get(id) ?? null);
  }, batchOnly);

  const anyFree = new DataLoader<Elsewhen, boolean>(async (asked) => {
    const rows = await queries.query<{ free: boolean }>(
      `select exists (
         select from slot where slot.clinic = asked.clinic and slot.starts_at <> asked.starts_at
           and slot.starts_at > $3 and slot.taken < slot.capacity) as free
       from unnest($1::text[], $2::timestamptz[]) with ordinality as asked(clinic, starts_at, place) order by place`,
      [asked.map(({ clinic }) => clinic), asked.map(({ startsAt }) => startsAt), clock()],
    );
    return asked.map((_each, place) => rows[place]?.free ?? false);
  }, batchOnly);

  return {
    response: (recordId, itemId) => responses.load({ recordId, itemId }),
    slot: (id) => slots.load(id),
    isAnySlotFree: (elsewhen) => anyFree.load(elsewhen),
    freeSlots: async ({ clinic, startsAt }, { from, to, after, limit }) => {
      const rows = await queries.query<SlotRow>(
        `select ${slotColumns} from slot where ${isFree} and ${inTime}
           and ($6::timestamptz is null or (starts_at, id) > ($6, $7::uuid))
         order by starts_at, id limit $8`,
        [clinic, startsAt, clock(), from ?? null, to ?? null, after?.at ?? null, after?.id ?? null, limit],
      );
      return rows.map(slotOf);
    },
    countFreeSlots: async ({ clinic, startsAt }, { from, to }) => {
      const [row] = await queries.query<{ count: number }>(
        `select count(*)::int as count from slot where ${isFree} and ${inTime}`,
        [clinic, startsAt, clock(), from ?? null, to ?? null],
      );
      return row?.count ?? 0;
    },
  };
}
