import { cancelBooking } from '../appointments/cancel-booking.ts';
import { lockBooking, saveBooking } from '../appointments/lock-booking.ts';
import { readResponse } from '../appointments/responses.ts';
import type { Policy } from '../policy/policy.ts';
import type { AppointmentStatus } from '../storage/content.ts';
import type { Work } from '../verbs/carry-out.ts';
import type { Message } from '../verbs/message.ts';

/** What became of an appointment: in words for the staff, and what is owed to the patient. */
export interface Settled {
  readonly said: string;
  readonly owes: readonly Message[];
}

/**
 * Settles an appointment that waits for the staff: cancelled, with its place given back to the clinic, or booked as it was.
 * One that does not wait any more (an import has brought its new state) is left as it is.
 * @param waiting the state in which it waits for this answer
 */
export async function settleBooking(
  work: Work,
  policy: Policy,
  itemId: string | null,
  { waiting, cancel }: { waiting: AppointmentStatus; cancel: boolean },
): Promise<Settled> {
  const locked = itemId === null ? undefined : await lockBooking(work, itemId, policy);
  if (!locked) return { said: 'its appointment is no longer in the record', owes: [] };
  const { booking } = locked;
  if (booking.status !== waiting)
    return { said: `its appointment is ${booking.status} by now, and stays so`, owes: [] };
  if (!cancel) {
    await saveBooking(work, locked, { status: 'booked' });
    return { said: 'its appointment is booked, as it was', owes: [] };
  }
  const { isPlaceFree, owes } = await cancelBooking(work, locked, await readResponse(work, booking.id));
  return { said: `its appointment is cancelled${isPlaceFree ? ', and its place is free' : ''}`, owes };
}
