import { dayInLondon } from '@crosstrust/contract';

const minute = 60_000;
const day = 24 * 60 * minute;
const offsetName = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', timeZoneName: 'longOffset' });

/** Dates around one day that is taken as today. */
export interface Calendar {
  /** The calendar day (YYYY-MM-DD) some days from today. */
  day(fromToday: number): string;
  /** A time of day in London some days from today, as FHIR writes it, with the offset of that day. On a day when clinics are closed: on the next that they are open. */
  time(fromToday: number, clock: string): string;
  /** The same on that very day, open or not. */
  moment(fromToday: number, clock: string): string;
  /** A time of day in London on the so manieth day from tomorrow on that clinics are open: 1 is the first. */
  weekday(count: number, clock: string): string;
  /** The birthday of somebody who is so many years old, and whose last birthday was so many days ago. */
  bornYearsAgo(years: number, daysSinceBirthday: number): string;
  /** The last 29 February that is at least so many years ago. */
  leapDayBefore(years: number): string;
}

/** @param today taken as it is in Europe/London */
export function makeCalendar(today: Date): Calendar {
  const start = new Date(`${dayInLondon(today)}T00:00:00Z`);
  const shift = (days: number) => new Date(start.getTime() + days * day).toISOString().slice(0, 10);
  return {
    day: shift,
    time: (fromToday, clock) => inLondon(workingDay(shift(fromToday)), clock),
    moment: (fromToday, clock) => inLondon(shift(fromToday), clock),
    weekday: (count, clock) => {
      let days = 0;
      for (let left = count; left > 0; ) {
        days += 1;
        if (!isFree(shift(days))) left -= 1;
      }
      return inLondon(shift(days), clock);
    },
    bornYearsAgo: (years, daysSinceBirthday) => {
      const birthday = shift(-daysSinceBirthday);
      return `${Number(birthday.slice(0, 4)) - years}${birthday.slice(4)}`.replace(/-02-29$/, '-02-28');
    },
    leapDayBefore: (years) => {
      let year = start.getUTCFullYear() - years;
      while (new Date(Date.UTC(year, 1, 29)).getUTCMonth() !== 1) year -= 1;
      return `${year}-02-29`;
    },
  };
}

/** Minutes after an instant that `Calendar.time` made, with the same offset. */
export function minutesAfter(time: string, minutes: number): string {
  const offset = time.slice(19);
  const local = new Date(new Date(`${time.slice(0, 19)}Z`).getTime() + minutes * minute);
  return `${local.toISOString().slice(0, 19)}${offset}`;
}

/** Weekends, Christmas and New Year; a clinic on a bank holiday that moves is no harm in a sample. */
const isFree = (date: string): boolean =>
  [0, 6].includes(new Date(`${date}T12:00:00Z`).getUTCDay()) || /-(12-25|12-26|01-01)$/.test(date);

function workingDay(date: string): string {
  return isFree(date) ? workingDay(new Date(Date.parse(`${date}T00:00:00Z`) + day).toISOString().slice(0, 10)) : date;
}

function inLondon(date: string, clock: string): string {
  const parts = offsetName.formatToParts(new Date(`${date}T12:00:00Z`));
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value.replace('GMT', '') || '+00:00';
  return `${date}T${clock}:00${offset}`;
}
