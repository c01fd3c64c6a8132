import { createHash } from 'node:crypto';
import type { AppointmentContent } from '../storage/content.ts';
import type { Elsewhen } from './appointment-readers.ts';
import type { Booking } from './list.ts';

/** Where an appointment can be moved to: its clinic, at any other time than it has. Undefined where the clinic is not known. */
export function elsewhenOf(booking: Booking): Elsewhen | undefined {
  const clinic = clinicOf(booking.source.key, booking);
  return clinic === undefined ? undefined : { clinic, startsAt: booking.startsAt };
}

/**
 * The clinic of an appointment, as a key: the clinician, the place and the specialty at one source. Free slots of the same
 * clinic are where it can be moved to, because only date and time change (W9). Undefined where it does not say who or where.
 */
export function clinicOf(
  source: string,
  { specialty, clinician, location, mode }: Pick<AppointmentContent, 'specialty' | 'clinician' | 'location' | 'mode'>,
): string | undefined {
  if (!clinician && !location) return undefined;
  const parts = [source, specialty, clinician?.name, location?.name, mode].map(
    (part) => part?.trim().toLowerCase() ?? '',
  );
  return createHash('sha256').update(parts.join('\0')).digest('base64url');
}
