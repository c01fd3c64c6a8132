import type { Item } from '../records.ts';
import type { Conflict } from './find-clashes.ts';

const inLondon = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** An instant as a patient reads it: `Friday 3 July 2026 at 09:30`. */
export function tellInstant(instant: Date): string {
  const parts = Object.fromEntries(inLondon.formatToParts(instant).map(({ type, value }) => [type, value]));
  return `${parts['weekday']} ${parts['day']} ${parts['month']} ${parts['year']} at ${parts['hour']}:${parts['minute']}`;
}

/** Where and when somebody is expected. */
export interface Told {
  readonly hospital: string;
  readonly startsAt: Date;
}

export const toldOf = ({ source, startsAt }: Item): Told => ({ hospital: source.name, startsAt });

const tell = ({ hospital, startsAt }: Told) => `${hospital} on ${tellInstant(startsAt)}`;

/** What a patient reads about two appointments that clash. */
export function wordsForBooked(conflict: Conflict, first: Told, second: Told): string {
  return `${explain(conflict, tell(first), tell(second))} Ask one of the hospitals for another time.`;
}

/** What a patient reads about a time that would clash with an appointment. */
export function wordsForConsidered(conflict: Conflict, considered: Told, booked: Told): string {
  const [first, second] = considered.startsAt <= booked.startsAt ? [considered, booked] : [booked, considered];
  return `${explain(conflict, tell(first), tell(second))} You may want to choose another time.`;
}

function explain({ kind, minutesBetween, minutesNeeded, lengthAssumed }: Conflict, first: string, second: string) {
  const assumed = lengthAssumed ? ' (We do not know how long the first one takes, and counted half an hour.)' : '';
  if (kind === 'OVERLAP') return `Two appointments are at the same time: ${first}, and ${second}.${assumed}`;
  return `There are ${minutesBetween} minutes between two appointments: ${first}, and ${second}. The way between them may take about ${minutesNeeded} minutes.${assumed}`;
}
