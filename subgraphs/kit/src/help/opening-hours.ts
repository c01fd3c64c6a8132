import { dayInLondon } from '@crosstrust/contract';
import type { HelpPolicy } from '../policy/help.ts';
import { daysAfter, isBankHoliday } from '../working-days.ts';

/** When a desk answers, in Europe/London. */
export type OpeningHours = NonNullable<HelpPolicy['contacts'][number]['hours']>;

const weekdays = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'] as const;
const clockInLondon = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
/** The longest that a desk of one day a week can stay shut: two weeks, and a bank holiday on its day. */
const farthest = 22;

/** Whether a desk answers at an instant: from `opens` on, until before `closes`, and never on a bank holiday of England (M10). */
export function isOpen(hours: OpeningHours, now: Date): boolean {
  const time = clockInLondon.format(now);
  return opensOn(hours, dayInLondon(now)) && hours.opens <= time && time < hours.closes;
}

/** When a desk that is closed answers again; null while it is open. */
export function opensNext(hours: OpeningHours, now: Date): Date | null {
  if (isOpen(hours, now)) return null;
  const today = dayInLondon(now);
  for (let ahead = 0; ahead <= farthest; ahead++) {
    const day = daysAfter(today, ahead);
    const opening = instantInLondon(day, hours.opens);
    if (opensOn(hours, day) && opening > now) return opening;
  }
  return null;
}

/** The instant at which a clock in Europe/London shows this day (YYYY-MM-DD) and time (HH:MM). */
export function instantInLondon(day: string, time: string): Date {
  const asInWinter = new Date(`${day}T${time}:00Z`);
  const asInSummer = new Date(asInWinter.getTime() - 3_600_000);
  return dayInLondon(asInSummer) === day && clockInLondon.format(asInSummer) === time ? asInSummer : asInWinter;
}

function opensOn({ days }: OpeningHours, day: string): boolean {
  const weekday = weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()];
  return weekday !== undefined && days.includes(weekday) && !isBankHoliday(day);
}
