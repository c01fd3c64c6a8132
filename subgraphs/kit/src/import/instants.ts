import { isCalendarDay } from '@crosstrust/contract';
import { reasons, SetAside } from './set-aside.ts';

const pattern =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * Reads a FHIR dateTime, instant or date as an instant in UTC. A day alone is its midnight in Europe/London, and so is
 * a time without an offset a time in London.
 * @throws SetAside for a day that does not exist, and for a year or month alone, which is no date to list by
 */
export function readInstant(written: unknown): string {
  const match = typeof written === 'string' ? pattern.exec(written.trim()) : null;
  if (!match) throw new SetAside(reasons.impossibleDate);
  const [, day = '', hour = '00', minute = '00', second = '00', fraction = '', offset] = match;
  if (!isPlausibleDay(day) || hour > '23' || minute > '59' || second > '60') throw new SetAside(reasons.impossibleDate);
  const milliseconds = fraction.padEnd(3, '0').slice(0, 3);
  const clock = `${day}T${hour}:${minute}:${second === '60' ? '59' : second}.${milliseconds}`;
  const instant = offset === undefined ? londonInstant(clock) : new Date(`${clock}${isoOffset(offset)}`);
  if (Number.isNaN(instant.getTime())) throw new SetAside(reasons.impossibleDate);
  return instant.toISOString();
}

/** Like `readInstant`; undefined where the field is absent. */
export function readOptionalInstant(written: unknown): string | undefined {
  return written === undefined || written === null ? undefined : readInstant(written);
}

/** The first of the fields that is there, as an instant. @throws SetAside where none is, or it cannot be a date */
export function firstInstant(...written: unknown[]): string {
  const found = written.find((field) => field !== undefined && field !== null);
  if (found === undefined) throw new SetAside(reasons.noDate);
  return readInstant(found);
}

/** A day (YYYY-MM-DD) that exists, within the lifetimes that a record can speak of. */
export function isPlausibleDay(day: string): boolean {
  return isCalendarDay(day) && day >= '1880-01-01' && day < '2200-01-01';
}

function isoOffset(offset: string): string {
  if (offset.toUpperCase() === 'Z') return 'Z';
  return offset.includes(':') ? offset : `${offset.slice(0, 3)}:${offset.slice(3)}`;
}

const londonClock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** The instant at which London's clocks show this; the earlier one where they show it twice. */
function londonInstant(clock: string): Date {
  const asUtc = new Date(`${clock}Z`);
  const shown = new Date(`${londonClock.format(asUtc).replace(' ', 'T')}Z`);
  const ahead = Math.round((shown.getTime() - Math.floor(asUtc.getTime() / 1000) * 1000) / 60_000);
  return new Date(asUtc.getTime() - ahead * 60_000);
}
