import { ICalCalendarMethod, ICalEventStatus, default as createCalendar } from 'ical-generator';

/** One entry of a calendar. Times are instants; a calendar shows them in the time of where it is read. */
export interface CalendarEvent {
  /** Stays the same as long as it is the same appointment, so that a calendar moves it and does not add another. */
  readonly uid: string;
  readonly startsAt: Date;
  /** Absent where the hospital has not said; then the event has a beginning only. */
  readonly endsAt?: Date;
  readonly summary: string;
  readonly location?: string;
  readonly status: 'CONFIRMED' | 'CANCELLED';
  /** When it last changed. Later changes win over earlier ones in whatever order they arrive. */
  readonly updatedAt: Date;
}

/** What a file can be called. A word of ours, because the library writes it as it comes. */
export type CalendarName = 'Hospital appointment' | 'Hospital appointments';

/** How calendars know an appointment: by its id, which says nothing. */
export const uidOf = (itemId: string): string => `${itemId}@crosstrust`;

/**
 * The text of a calendar file (RFC 5545), METHOD:PUBLISH, all times in UTC. It depends on nothing but the events: the
 * same appointments make the same file.
 * @param refreshMinutes after which a calendar that follows a feed asks again
 */
export function writeCalendar(name: CalendarName, events: readonly CalendarEvent[], refreshMinutes?: number): string {
  const calendar = createCalendar({
    name,
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: 'Crosstrust', product: 'Appointments', language: 'EN' },
    ...(refreshMinutes ? { ttl: refreshMinutes * 60 } : {}),
  });
  for (const { uid, startsAt, endsAt, summary, location, status, updatedAt } of events) {
    calendar.createEvent({
      id: uid,
      start: startsAt,
      ...(endsAt && endsAt > startsAt ? { end: endsAt } : {}),
      summary,
      ...(location ? { location } : {}),
      status: ICalEventStatus[status],
      sequence: sequenceOf(updatedAt, status),
      stamp: updatedAt,
      lastModified: updatedAt,
    });
  }
  return `${calendar.toString()}\r\n`;
}

const firstDay = Date.UTC(2020, 0, 1);

/**
 * Grows with each change, and by one with a cancellation even when both fall into one second, without a counter that
 * somebody would have to keep. Below 2^31 until 2054, and whatever a source says.
 */
export function sequenceOf(updatedAt: Date, status: CalendarEvent['status']): number {
  const seconds = Math.max(0, Math.floor((updatedAt.getTime() - firstDay) / 1000));
  return Math.min(2 * seconds, 2 ** 31 - 2) + (status === 'CANCELLED' ? 1 : 0);
}
