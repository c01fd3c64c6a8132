import { type CalendarEvent, uidOf, writeCalendar } from '@crosstrust/kit';
import type { Entry } from '../entries/fold.ts';

/** Minutes after which a calendar asks again. */
const refreshMinutes = 15;

/**
 * All appointments as one calendar file. Whoever has the link reads it, on devices that others look at: so it tells the
 * time and the hospital, and nothing of what it is for. Even the name of a clinic would tell, so that stays out too.
 */
export const calendarOf = (entries: readonly Entry[]): string =>
  writeCalendar('Hospital appointments', entries.map(eventOf), refreshMinutes);

function eventOf({ id, item: { status, mode, startsAt, endsAt, source, postcode, updatedAt } }: Entry): CalendarEvent {
  const cancelled = status === 'CANCELLED';
  const location = mode === 'IN_PERSON' ? [source.name, postcode].filter(Boolean).join(', ') : undefined;
  return {
    uid: uidOf(id),
    startsAt,
    ...(endsAt ? { endsAt } : {}),
    summary: `${cancelled ? 'Cancelled: hospital' : 'Hospital'} appointment${ways[mode] ?? ''}`,
    ...(location ? { location } : {}),
    status: cancelled ? 'CANCELLED' : 'CONFIRMED',
    updatedAt,
  };
}

const ways: Readonly<Record<string, string>> = { VIDEO: ' by video', TELEPHONE: ' by telephone' };
