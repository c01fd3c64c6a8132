import type { Work } from '../verbs/carry-out.ts';
import type { Message } from '../verbs/message.ts';
import type { AppointmentResponse } from './facts.ts';
import { type LockedBooking, saveBooking } from './lock-booking.ts';
import { saveResponse } from './responses.ts';
import { freePlace, lockSlots } from './slots.ts';

/** What cancelling came to. */
export interface Cancelled {
  /** Whether the clinic has a place back. */
  readonly isPlaceFree: boolean;
  readonly owes: readonly Message[];
}

/** Cancels a locked appointment, gives its place back to the clinic, and owes the patient the message of it. */
export async function cancelBooking(
  work: Work,
  locked: LockedBooking,
  response: AppointmentResponse,
): Promise<Cancelled> {
  const { booking } = locked;
  const { held } = await lockSlots(work, booking, response, null);
  if (held) await freePlace(work, held);
  await saveBooking(work, locked, { status: 'cancelled' });
  await saveResponse(work, booking.id, { ...response, slotId: null });
  return {
    isPlaceFree: held !== undefined,
    owes: [{ kind: 'appointment-cancelled', item: booking.id, startsAt: booking.startsAt }],
  };
}
