import { dayInLondon } from '@crosstrust/contract';
import { daysAfter, isWorkingDay } from '../working-days.ts';

/**
 * Whether something said now comes at least so many working days before an appointment: the day before it is one working day
 * before, when it is no weekend and no bank holiday of England (U10). Days are those of Europe/London; today counts.
 */
export function isNoticeGiven(now: Date, startsAt: Date, workingDays: number): boolean {
  const lastDay = dayInLondon(startsAt);
  let found = 0;
  for (let day = dayInLondon(now); day < lastDay && found < workingDays; day = daysAfter(day, 1))
    if (isWorkingDay(day)) found += 1;
  return found >= workingDays;
}
