import type { Faker } from '@faker-js/faker';
import { type Calendar, minutesAfter } from './calendar.ts';
import { type Hospital, type Specialty, specialties } from './hospitals.ts';
import { stableId } from './identity.ts';
import { labTests } from './lab-tests.ts';
import { appointmentLetter, clinicLetter } from './letters.ts';
import { pickName } from './names.ts';
import { makePdf } from './pdf.ts';
import type { Person } from './people.ts';
import {
  appointmentResource,
  clinicResource,
  documentResource,
  encounterResource,
  locationResource,
  type Mode,
  organisationResource,
  patientResource,
  practitionerResource,
  type Resource,
} from './resources.ts';
import { reportResources } from './results.ts';
import { stayResources } from './stay.ts';

/** What every step of one person's life at one hospital works with. */
export interface Chapter {
  readonly faker: Faker;
  readonly calendar: Calendar;
  readonly person: Person;
  readonly hospital: Hospital;
  readonly specialty: Specialty;
  readonly consultant: string;
  readonly patient: Resource;
  readonly organisation: Resource;
  readonly practitioner: Resource;
  readonly location: Resource;
  readonly clinic: Resource;
  readonly id: (...words: string[]) => string;
}

const modes: readonly Mode[] = ['In-person', 'Telephone', 'In-person', 'Video'];

/** Everything that one hospital holds of one person, the patient first. */
export function lifeAt(faker: Faker, calendar: Calendar, person: Person, hospital: Hospital): Resource[] {
  const patient = patientResource(person);
  const organisation = organisationResource(hospital);
  if (person.record === 'empty') return [patient, organisation];
  const chosen = faker.helpers.arrayElements(specialties, 2);
  const chapters = chosen.map((specialty, index) =>
    openChapter({ faker, calendar, person, hospital, specialty, patient, organisation }, index),
  );
  return [
    patient,
    organisation,
    ...chapters.flatMap((chapter, index) => [
      ...visits(chapter, index),
      ...(index === 0 ? stayResources(chapter) : []),
    ]),
  ];
}

function openChapter(
  start: Omit<Chapter, 'consultant' | 'practitioner' | 'location' | 'clinic' | 'id'>,
  index: number,
): Chapter {
  const { faker, hospital, specialty, organisation, person } = start;
  const name = consultantName(faker, hospital, specialty);
  const site = hospital.sites[index % hospital.sites.length] ?? hospital.name;
  return {
    ...start,
    consultant: `Dr ${name.given} ${name.family}`,
    practitioner: practitionerResource(hospital, specialty, name),
    location: locationResource(site, hospital, organisation),
    clinic: clinicResource(hospital, specialty, organisation),
    id: (...words) => stableId(person.key, hospital.odsCode, specialty.code, ...words),
  };
}

/** The same consultant for everybody who comes to this clinic; the person's own dice go on as if nothing had happened. */
function consultantName(faker: Faker, hospital: Hospital, specialty: Specialty): { given: string; family: string } {
  const next = faker.number.int();
  faker.seed([...hospital.odsCode, ...specialty.code].map((letter) => letter.charCodeAt(0)));
  const name = pickName(faker, faker.helpers.arrayElement(['female', 'male']), { given: new Set(), family: new Set() });
  faker.seed(next);
  return name;
}

/** A visit long ago, one some weeks ago that was followed by tests and letters, one that was called off, and one to come. */
function visits(chapter: Chapter, index: number): Resource[] {
  const { faker, practitioner, location, clinic } = chapter;
  const ago = faker.number.int({ min: 25, max: 70 });
  return [
    practitioner,
    location,
    clinic,
    ...pastVisit(chapter, 'first', ago + 180, 'In-person'),
    ...pastVisit(chapter, 'second', ago, modes[index] ?? 'In-person'),
    ...(index === 1 ? [visitCalledOff(chapter, ago + 60)] : []),
    ...comingVisit(chapter, index),
    ...(index === 0 ? [comingScan(chapter)] : []),
  ];
}

function pastVisit(chapter: Chapter, which: 'first' | 'second', daysAgo: number, mode: Mode): Resource[] {
  const { faker, calendar, specialty, patient, organisation, id } = chapter;
  const start = calendar.time(-daysAgo, faker.helpers.arrayElement(['09:20', '10:40', '11:15', '14:00', '15:30']));
  const end = minutesAfter(start, 20);
  const type = which === 'first' ? 'first' : 'follow-up';
  const appointment = appointmentResource(
    {
      id: id('visit', which),
      status: 'fulfilled',
      start,
      end,
      mode,
      specialty,
      service: `${specialty.name} clinic`,
      type,
    },
    chapter,
  );
  const encounter = encounterResource(
    { id: id('encounter', which), kind: 'AMB', start, end, reason: specialty.reason, appointment },
    patient,
    chapter,
  );
  const written = calendar.time(-daysAgo + 2, '16:05');
  const letter = documentResource(
    {
      id: id('clinic letter', which),
      type: 'clinicLetter',
      title: `${specialty.name} clinic letter`,
      date: written,
      contentType: 'text/plain',
      content: Buffer.from(clinicLetter(chapter, { start, written }).join('\n')),
      encounter,
    },
    patient,
    chapter,
  );
  const tests = labTests.filter(({ key }) => specialty.tests.includes(key));
  const sample = {
    key: [chapter.person.key, chapter.hospital.odsCode, specialty.code, which],
    taken: minutesAfter(start, 45),
    issued: calendar.time(-daysAgo + 1, '12:30'),
    patient,
    organisation,
    encounter,
  };
  return [appointment, encounter, letter, ...tests.flatMap((test) => reportResources(faker, test, sample))];
}

function comingVisit(chapter: Chapter, index: number): Resource[] {
  const { faker, calendar, specialty, patient, location, id } = chapter;
  const start = calendar.time(
    faker.number.int({ min: 9, max: 48 }),
    faker.helpers.arrayElement(['09:00', '10:30', '13:45', '16:10']),
  );
  const mode = modes[(index + 1) % modes.length] ?? 'In-person';
  const appointment = appointmentResource(
    {
      id: id('visit', 'coming'),
      status: 'booked',
      start,
      end: minutesAfter(start, 30),
      mode,
      specialty,
      service: `${specialty.name} clinic`,
      type: 'follow-up',
    },
    chapter,
  );
  const written = calendar.time(-6, '08:30');
  const lines = appointmentLetter(chapter, { start, where: String(location['name']), mode, written });
  const pdf = index === 0;
  const letter = documentResource(
    {
      id: id('appointment letter'),
      type: 'appointmentLetter',
      title: `Your ${specialty.name} appointment`,
      date: written,
      contentType: pdf ? 'application/pdf' : 'text/plain',
      content: pdf ? makePdf(`Your ${specialty.name} appointment`, lines) : Buffer.from(lines.join('\n')),
      appointment,
    },
    patient,
    chapter,
  );
  return [appointment, letter];
}

function visitCalledOff(chapter: Chapter, daysAgo: number): Resource {
  const { calendar, specialty, id } = chapter;
  const start = calendar.time(-daysAgo, '12:00');
  return appointmentResource(
    {
      id: id('visit', 'called off'),
      status: 'cancelled',
      start,
      end: minutesAfter(start, 20),
      mode: 'In-person',
      specialty,
      service: `${specialty.name} clinic`,
      type: 'follow-up',
    },
    chapter,
  );
}

function comingScan(chapter: Chapter): Resource {
  const { calendar, id } = chapter;
  const start = calendar.time(20, '08:45');
  const radiology: Specialty = {
    ...chapter.specialty,
    name: 'Diagnostic imaging',
    code: '812',
    instruction: 'Leave jewellery and watches at home. Tell us if you may be pregnant.',
  };
  return appointmentResource(
    {
      id: id('scan'),
      status: 'booked',
      start,
      end: minutesAfter(start, 30),
      mode: 'In-person',
      specialty: radiology,
      service: 'Ultrasound scan',
      type: 'first',
    },
    chapter,
  );
}
