import type { Change } from '../storage/changes.ts';
import { clinicOf } from './clinic.ts';
import type { AppointmentResponse, StoredSlot } from './facts.ts';
import type { Booking } from './list.ts';

/** A row of `slot`. */
export interface SlotRow {
  id: string;
  clinic: string;
  starts_at: Date;
  ends_at: Date;
  capacity: number;
  taken: number;
}

export const slotColumns = 'id, clinic, starts_at, ends_at, capacity, taken';

export function slotOf({ starts_at, ends_at, ...row }: SlotRow): StoredSlot {
  return { ...row, startsAt: starts_at, endsAt: ends_at };
}

/** Slots that a change is about, locked until its transaction ends. */
export interface LockedSlots {
  /** The one that the appointment has a place in: the one it was moved to, else its clinic's at its time. */
  readonly held: StoredSlot | undefined;
  /** The one that is wanted; null when there is none with its id. */
  readonly wanted: StoredSlot | null;
}

/** Locks the appointment's slot and the wanted one, in the order of their ids: two who swap wait, and never for each other. */
export async function lockSlots(
  { query }: Change,
  booking: Booking,
  { slotId }: AppointmentResponse,
  wantedId: string | null,
): Promise<LockedSlots> {
  const clinic = clinicOf(booking.source.key, booking) ?? null;
  const rows = await query<SlotRow>(
    `select ${slotColumns} from slot
     where id = $1 or id = $2 or ($2::uuid is null and clinic = $3 and starts_at = $4 and taken > 0) order by id for update`,
    [wantedId, slotId, clinic, booking.startsAt],
  );
  const slots = rows.map(slotOf);
  const wanted = slots.find(({ id }) => id === wantedId) ?? null;
  return { wanted, held: slots.find(({ id }) => (slotId === null ? id !== wantedId : id === slotId)) };
}

/** Takes a place. The table refuses one more than there are. */
export async function takePlace({ query }: Change, { id }: StoredSlot): Promise<void> {
  await query('update slot set taken = taken + 1 where id = $1', [id]);
}

/** Gives a place back. */
export async function freePlace({ query }: Change, { id }: StoredSlot): Promise<void> {
  await query('update slot set taken = taken - 1 where id = $1 and taken > 0', [id]);
}
