import type { Faker } from '@faker-js/faker';
import { appointmentResource, type AppointmentSketch } from './appointments.ts';
import { type Calendar, minutesAfter } from './calendar.ts';
import { clinicAt } from './clinics.ts';
import type { Hospital } from './hospitals.ts';
import { madeUpBooking, madeUpPathway, stableId } from './identity.ts';
import type { Person } from './people.ts';
import type { Clinic } from './places.ts';
import type { Resource } from './resources.ts';
import type { Site } from './sites.ts';
import type { Specialty } from './specialties.ts';

/** What one person's life at one hospital is told with. */
export interface Setting {
  readonly faker: Faker;
  readonly calendar: Calendar;
  readonly person: Person;
  readonly hospital: Hospital;
  readonly patient: Resource;
  readonly organisation: Resource;
}

/** What every step of one person's way through one clinic works with. */
export interface Chapter extends Setting, Clinic {
  readonly consultant: string;
  readonly pathway: string;
  readonly id: (...words: string[]) => string;
}

/** Opens the chapter of a clinic. `site`: another place than the clinic's usual one. */
export function openChapter(setting: Setting, specialty: Specialty, site?: Site): Chapter {
  const { hospital, organisation, person } = setting;
  const clinic = clinicAt(hospital, specialty, organisation, site);
  return {
    ...setting,
    ...clinic,
    consultant: clinic.consultant,
    pathway: madeUpPathway(hospital.odsCode, person.key, specialty.code),
    id: (...words) => stableId(person.key, hospital.odsCode, specialty.code, ...words),
  };
}

/** The resources of a chapter that others of it refer to. */
export const placesOf = ({ practitioner, location, clinic }: Clinic): Resource[] => [practitioner, location, clinic];

type Told = Omit<AppointmentSketch, 'id' | 'specialty' | 'service' | 'end' | 'start'> & {
  readonly specialty?: Specialty;
  readonly service?: string;
  /** Left out: the damaged one. */
  readonly start?: string;
  /** Minutes. */
  readonly lasts: number;
};

/** One appointment of a chapter. `name`: what tells it from the chapter's others. */
export function visit(chapter: Chapter, name: string, told: Told): Resource {
  const { specialty = chapter.specialty, service, start, lasts, ...rest } = told;
  return appointmentResource(
    {
      booking: madeUpBooking(chapter.person.key, chapter.hospital.odsCode, specialty.code, name),
      pathway: chapter.pathway,
      ...rest,
      id: chapter.id('visit', name),
      specialty,
      service: service ?? `${specialty.name} clinic`,
      ...(start === undefined ? {} : { start, end: minutesAfter(start, lasts) }),
    },
    chapter,
  );
}
