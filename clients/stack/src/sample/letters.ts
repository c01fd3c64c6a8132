import type { Hospital } from './hospitals.ts';
import type { Person } from './people.ts';
import type { Specialty } from './specialties.ts';

interface Parties {
  readonly person: Person;
  readonly hospital: Hospital;
  readonly specialty: Specialty;
  readonly consultant: string;
}

const longDate = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit' });

/** As a person reads it: `Tuesday 3 March 2026`. */
export const inWords = (time: string): string => longDate.format(new Date(time)).replace(',', '');
export const clockOf = (time: string): string => clock.format(new Date(time));

export function appointmentLetter(
  parties: Parties,
  visit: { start: string; where: string; mode: string; written: string; enclosures: readonly string[] },
): string[] {
  const { person, hospital, specialty, consultant } = parties;
  return [
    ...head(parties, visit.written),
    `Your appointment: ${specialty.name}`,
    '',
    `Dear ${person.given} ${person.family},`,
    '',
    `We have booked an appointment for you with ${consultant} on ${inWords(visit.start)} at ${clockOf(visit.start)}.`,
    visit.mode === 'In-person'
      ? `Please come to ${visit.where}.`
      : `It is held by ${visit.mode.toLowerCase()}: you need not come to the hospital. We will call you.`,
    '',
    specialty.instruction,
    '',
    `If you cannot come, please tell the booking team as soon as you can: ${hospital.bookingPhone}.`,
    ...enclosed(visit.enclosures),
    '',
    'Yours sincerely',
    `${specialty.name} booking team`,
  ];
}

export function clinicLetter(
  parties: Parties,
  visit: { start: string; written: string; enclosures: readonly string[] },
): string[] {
  const { person, specialty, consultant } = parties;
  return [
    ...head(parties, visit.written),
    `${specialty.name} clinic, ${inWords(visit.start)}`,
    '',
    `Dear ${person.given} ${person.family},`,
    '',
    `Thank you for coming to the clinic. You came because of: ${lowerFirst(specialty.reason)}.`,
    '',
    'What we found',
    specialty.findings,
    '',
    'What happens next',
    specialty.plan,
    ...enclosed(visit.enclosures),
    '',
    'Yours sincerely',
    consultant,
    `Consultant, ${specialty.name}`,
  ];
}

export function dischargeText(
  parties: Parties,
  stay: { start: string; end: string },
): { admission: string; findings: string; medicines: string; advice: string } {
  const { specialty, hospital } = parties;
  return {
    admission: `Admitted on ${inWords(stay.start)} with ${lowerFirst(specialty.reason)}; went home on ${inWords(stay.end)}.`,
    findings: specialty.findings,
    medicines: 'Paracetamol 1 g up to four times a day when needed. No other change to regular medicines.',
    advice: `${specialty.plan} Call ${hospital.bookingPhone} with any question. In an emergency call 999.`,
  };
}

function head({ person, hospital }: Parties, written: string): string[] {
  return [
    hospital.name,
    `Booking team ${hospital.bookingPhone}`,
    '',
    inWords(written),
    '',
    `${person.given} ${person.family}`,
    person.address.line,
    `${person.address.city} ${person.address.postcode}`,
    '',
  ];
}

const enclosed = (enclosures: readonly string[]): string[] =>
  enclosures.length > 0 ? ['', `Enclosed: ${enclosures.map(lowerFirst).join(', ')}.`] : [];

const lowerFirst = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);
