import { faker } from '@faker-js/faker/locale/en_GB';
import type { Mode } from './appointments.ts';
import { type Calendar, minutesAfter } from './calendar.ts';
import type { Hospital } from './hospitals.ts';
import { pickName } from './names.ts';
import {
  type Clinic,
  clinicResource,
  locationResource,
  practitionerResource,
  scheduleResource,
  slotResource,
} from './places.ts';
import { organisationResource, type Resource } from './resources.ts';
import type { Site } from './sites.ts';
import { type Specialty, specialties } from './specialties.ts';

/**
 * The clinic of a specialty: with the same consultant, at the same place, for everybody who comes to it.
 * @param site another place than the usual one
 */
export function clinicAt(
  hospital: Hospital,
  specialty: Specialty,
  organisation: Resource,
  site = usualSite(hospital, specialty),
): Clinic & { readonly consultant: string } {
  const name = consultantName(hospital, specialty);
  return {
    hospital,
    specialty,
    consultant: `Dr ${name.given} ${name.family}`,
    practitioner: practitionerResource(hospital, specialty, name),
    location: locationResource(site, hospital, organisation),
    clinic: clinicResource(hospital, specialty, organisation),
  };
}

const usualSite = ({ sites }: Hospital, specialty: Specialty): Site =>
  sites[Math.max(0, specialties.indexOf(specialty)) % sites.length] ?? sites[0];

/** By dice of its own: the person's go on as if nothing had happened. */
function consultantName(hospital: Hospital, specialty: Specialty): { given: string; family: string } {
  const next = faker.number.int();
  faker.seed([...hospital.odsCode, ...specialty.code].map((letter) => letter.charCodeAt(0)));
  const name = pickName(faker, faker.helpers.arrayElement(['female', 'male']), { given: new Set(), family: new Set() });
  faker.seed(next);
  return name;
}

/** When a clinic takes patients: on how many weekdays out of five, at which times, and how many at a time. */
interface Diary {
  readonly mode: Mode;
  readonly times: readonly (readonly [clock: string, places: number])[];
}
const weeks = 8;
const diaries: readonly Diary[] = [
  {
    mode: 'In-person',
    times: [
      ['09:00', 2],
      ['10:30', 1],
      ['13:45', 1],
      ['16:10', 2],
    ],
  },
  {
    mode: 'Telephone',
    times: [
      ['11:20', 1],
      ['15:40', 1],
    ],
  },
];

/** Free places in the diaries of a hospital's clinics over the next eight weeks, three days a week each, with what they refer to. */
export function freeSlots(hospital: Hospital, calendar: Calendar): Resource[] {
  const organisation = organisationResource(hospital);
  const clinics = specialties.map((specialty) => clinicAt(hospital, specialty, organisation));
  return [
    organisation,
    ...clinics.flatMap((clinic, index) => [
      clinic.practitioner,
      clinic.location,
      clinic.clinic,
      ...diaries.flatMap((diary) => diaryResources(clinic, diary, daysOf(index), calendar)),
    ]),
  ];
}

/** Counted in weekdays from tomorrow on; each clinic has days of its own. */
const daysOf = (clinic: number): number[] =>
  Array.from({ length: weeks * 5 }, (_, day) => day + 1).filter((day) => [0, 2, 3].includes((day + clinic) % 5));

function diaryResources(
  clinic: Clinic,
  { mode, times }: Diary,
  days: readonly number[],
  calendar: Calendar,
): Resource[] {
  const schedule = scheduleResource(clinic, mode);
  const slots = days.flatMap((day) =>
    times.flatMap(([clock, places]) => {
      const start = calendar.weekday(day, clock);
      return Array.from({ length: places }, (_, place) =>
        slotResource(schedule, clinic, {
          start,
          end: minutesAfter(start, 30),
          status: 'free',
          mode,
          key: [`free ${place + 1}`],
        }),
      );
    }),
  );
  return [schedule, ...slots];
}

/** The place in a diary that somebody's appointment takes, with the diary. */
export function takenSlot(
  clinic: Clinic,
  { start, lasts, mode, key }: { start: string; lasts: number; mode: Mode; key: string },
): { schedule: Resource; slot: Resource } {
  const schedule = scheduleResource(clinic, mode);
  const end = minutesAfter(start, lasts);
  return { schedule, slot: slotResource(schedule, clinic, { start, end, status: 'busy', mode, key: [key] }) };
}
