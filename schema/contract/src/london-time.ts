/** Tells the time. Every service is given one; nothing reads the system's clock elsewhere. */
export type Clock = () => Date;

/** The clock of the machine. */
export const systemClock: Clock = () => new Date();

const londonDay = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The calendar day (YYYY-MM-DD) in Europe/London at an instant, British Summer Time included. */
export function dayInLondon(instant: Date): string {
  return londonDay.format(instant);
}

/** The instant at which the day of an instant began in Europe/London. */
export function startOfDayInLondon(instant: Date): Date {
  const midnight = Date.parse(`${dayInLondon(instant)}T00:00:00Z`);
  const inSummer = new Date(midnight - 3_600_000);
  return dayInLondon(inSummer) === dayInLondon(instant) ? inSummer : new Date(midnight);
}

/**
 * Whole years of age in Europe/London at an instant. An age is reached at midnight at the start of the birthday;
 * who was born on 29 February reaches it on 1 March in a year without one (Family Law Reform Act 1969, section 9).
 * @param birthDate YYYY-MM-DD
 */
export function ageInLondon(birthDate: string, instant: Date): number {
  const today = dayInLondon(instant);
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** Whether a string is a calendar day that exists, as YYYY-MM-DD. */
export function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
