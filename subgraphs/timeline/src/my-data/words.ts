import { type ErrorCode, errorRegistry, type ExportedKind, type ExportPart } from '@crosstrust/contract';
import type { TrustPart } from './read-parts.ts';

/** Each section as a patient calls it. */
export const titles: Readonly<Record<ExportedKind, string>> = {
  OUTPATIENT_APPOINTMENTS: 'Outpatient appointments',
  ADMISSIONS: 'Stays in hospital',
  PROCEDURES: 'Procedures',
  RADIOLOGY_APPOINTMENTS: 'Scans and X-rays',
  APPOINTMENT_LETTERS: 'Letters about appointments',
  CLINIC_LETTERS: 'Clinic letters',
  TEST_RESULTS: 'Test results',
  DISCHARGE_SUMMARIES: 'Discharge summaries',
  PATIENT_ENTRIES: 'What you added yourself',
  MESSAGES: 'What you asked and reported',
};

const inLondon = (form: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', ...form });
const longDay = inLondon({ day: 'numeric', month: 'long', year: 'numeric' });
const clock = inLondon({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const calendarDay = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});

/** `29 February 2024` of a day (YYYY-MM-DD), which is the same everywhere, or of an instant, which is a day in London. */
export function dayInWords(when: string): string {
  const date = new Date(when);
  if (Number.isNaN(date.getTime())) return when;
  return (/^\d{4}-\d{2}-\d{2}$/.test(when) ? calendarDay : longDay).format(date);
}

const summerOrNot = inLondon({ timeZoneName: 'short' });
const hourMs = 3_600_000;

/** `5 May 2026 at 10:30`, as the clocks in London show it; in the hour that they show twice a year it is said which it is. */
export function timeInWords(when: string): string {
  const date = new Date(when);
  if (Number.isNaN(date.getTime()) || /^\d{4}-\d{2}-\d{2}$/.test(when)) return dayInWords(when);
  const shown = clockInWords(date);
  const isTwice = [-hourMs, hourMs].some((ms) => clockInWords(new Date(date.getTime() + ms)) === shown);
  return isTwice ? `${shown} ${/BST|GMT/.exec(summerOrNot.format(date))?.[0] ?? ''}` : shown;
}

const clockInWords = (date: Date) => `${longDay.format(date)} at ${clock.format(date)}`;

type SectionPart = ExportPart['sections'][number];

/** `12 items`, `1 item`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** What is to be said of a section: how much of it there is, what the hospital says of it, and what is not in it. */
export function sayOfSection({ state, words, since, count, setAside, leftOut }: SectionPart): string[] {
  if (state === 'NOT_OFFERED' || state === 'NOT_YET') return [words];
  return [
    `${counted(count, 'item')}. ${words}`,
    ...(since ? [`Shown from ${dayInWords(since)} on, the day you registered; earlier ones are not here.`] : []),
    ...(setAside > 0 ? [`${counted(setAside, 'more item')} cannot be shown. The hospital knows of it.`] : []),
    ...(leftOut > 0
      ? [`${counted(leftOut, 'document')} too large for this file: named here, and to be opened in the portal.`]
      : []),
  ];
}

const silence: Partial<Record<ErrorCode, string>> = {
  TRUST_UNAVAILABLE: 'It did not answer. Make this file again later.',
  TRUST_TIMEOUT: 'It took too long to answer. Make this file again later.',
};

/** Why a hospital's part is missing. */
export const sayMissing = ({ name }: TrustPart['trust'], code: ErrorCode): string =>
  `${name}: nothing of this hospital is in this file. ${silence[code] ?? errorRegistry[code].message}`;

/** What is missing from the whole, one sentence each, the most important first; none where nothing is. */
export function sayWhatIsMissing(parts: readonly TrustPart[]): string[] {
  const said = parts.flatMap(({ trust, missing }) => (missing ? [sayMissing(trust, missing)] : []));
  const incomplete = parts.flatMap(({ trust: { name }, part }) => {
    const [setAside, leftOut] = [sum(part, 'setAside'), sum(part, 'leftOut')];
    return [
      ...(setAside > 0 ? [`${name}: ${counted(setAside, 'item')} that cannot be shown.`] : []),
      ...(leftOut > 0 ? [`${name}: ${counted(leftOut, 'document')} too large for this file.`] : []),
      ...(part && part.withheld > 0
        ? [
            `${name}: ${counted(part.withheld, 'item')} that you said ${part.withheld === 1 ? 'is' : 'are'} somebody else’s.`,
          ]
        : []),
    ];
  });
  return [...said, ...incomplete];
}

const sum = (part: ExportPart | undefined, field: 'setAside' | 'leftOut') =>
  (part?.sections ?? []).reduce((total, section) => total + section[field], 0);
