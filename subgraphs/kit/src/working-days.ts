import Holidays from 'date-holidays';

const england = new Holidays('GB', 'ENG', { types: ['public'] });
const byYear = new Map<string, ReadonlySet<string>>();

/** Whether a day (YYYY-MM-DD) is a bank holiday in England, substitute days and one-off ones included. */
export function isBankHoliday(day: string): boolean {
  const year = day.slice(0, 4);
  let days = byYear.get(year);
  if (!days) {
    days = new Set(england.getHolidays(Number(year)).map(({ date }) => date.slice(0, 10)));
    byYear.set(year, days);
  }
  return days.has(day);
}

/** The day (YYYY-MM-DD) so many days later. Reckoned without a zone, so that no change of the clocks makes a day short or long. */
export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Whether a day (YYYY-MM-DD) is Monday to Friday and no bank holiday in England (U10). */
export function isWorkingDay(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !isBankHoliday(day);
}
