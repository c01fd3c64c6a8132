import type { Faker } from '@faker-js/faker';
import type { Mode } from './appointments.ts';
import { type Calendar, minutesAfter } from './calendar.ts';
import { type Chapter, openChapter, placesOf, type Setting, visit } from './chapter.ts';
import { takenSlot } from './clinics.ts';
import { tellOfOutcome, tellOfVisit } from './correspondence.ts';
import { encounterResource } from './documents.ts';
import type { Hospital } from './hospitals.ts';
import { labTests } from './lab-tests.ts';
import type { Person } from './people.ts';
import { organisationResource, patientResource, type Resource } from './resources.ts';
import { reportResources } from './results.ts';
import { imaging, specialties } from './specialties.ts';
import { stayResources } from './stay.ts';
import { storyOf } from './stories/index.ts';

const modes: readonly Mode[] = ['In-person', 'Telephone', 'In-person', 'Video'];

/** Everything that one hospital holds of one person, the patient first. */
export function lifeAt(faker: Faker, calendar: Calendar, person: Person, hospital: Hospital): Resource[] {
  const patient = patientResource(person);
  const organisation = organisationResource(hospital);
  if (person.record === 'empty') return [patient, organisation];
  const setting: Setting = { faker, calendar, person, hospital, patient, organisation };
  const chapters = faker.helpers.arrayElements(specialties, 2).map((specialty) => openChapter(setting, specialty));
  return [
    patient,
    organisation,
    ...chapters.flatMap((chapter, index) => [
      ...placesOf(chapter),
      ...whatWas(chapter, index),
      ...(person.record === 'full' ? whatComes(chapter, index) : []),
    ]),
    ...storyOf(setting),
  ];
}

/** A visit long ago, one some weeks ago, each with tests and a letter; in the first clinic a stay, in the second a visit that was called off. */
function whatWas(chapter: Chapter, index: number): Resource[] {
  const ago = chapter.faker.number.int({ min: 25, max: 70 });
  return [
    ...pastVisit(chapter, 'first', ago + 180, 'In-person'),
    ...pastVisit(chapter, 'second', ago, modes[index] ?? 'In-person'),
    ...(index === 0 ? stayResources(chapter) : [visitCalledOff(chapter, ago + 60)]),
  ];
}

function pastVisit(chapter: Chapter, which: 'first' | 'second', daysAgo: number, mode: Mode): Resource[] {
  const { faker, calendar, specialty, patient, organisation, id } = chapter;
  const start = calendar.time(-daysAgo, faker.helpers.arrayElement(['09:20', '10:40', '11:15', '14:00', '15:30']));
  const end = minutesAfter(start, 20);
  const type = which === 'first' ? 'first' : 'follow-up';
  const appointment = visit(chapter, which, { status: 'fulfilled', start, lasts: 20, mode, type });
  const encounter = encounterResource(
    { id: id('encounter', which), kind: 'AMB', start, end, reason: specialty.reason, appointment },
    patient,
    chapter,
  );
  const written = calendar.time(-daysAgo + 2, '16:05');
  const letter = tellOfOutcome(chapter, which, { start, written, encounter, as: 'text' });
  const { toldTests = [] } = chapter.person;
  const tests = labTests.filter(({ key }) => specialty.tests.includes(key) && !toldTests.includes(key));
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

function visitCalledOff(chapter: Chapter, daysAgo: number): Resource {
  const start = chapter.calendar.time(-daysAgo, '12:00');
  return visit(chapter, 'called off', { status: 'cancelled', start, lasts: 20, mode: 'In-person', type: 'follow-up' });
}

/** A visit with its letter; in the first clinic also a scan, in the second the letter took the place of an earlier one. */
function whatComes(chapter: Chapter, index: number): Resource[] {
  const { faker, calendar } = chapter;
  const start = calendar.time(
    faker.number.int({ min: 9, max: 48 }),
    faker.helpers.arrayElement(['09:00', '10:30', '13:45', '16:10']),
  );
  const mode = modes[(index + 1) % modes.length] ?? 'In-person';
  const { schedule, slot } = takenSlot(chapter, { start, lasts: 30, mode, key: chapter.person.key });
  const appointment = visit(chapter, 'coming', { status: 'booked', start, lasts: 30, mode, type: 'follow-up', slot });
  const about = { appointment, mode, written: calendar.time(-6, '08:30') };
  if (index === 0) {
    const letter = tellOfVisit(chapter, 'coming', { ...about, start, as: 'pdf' });
    return [schedule, slot, appointment, letter, comingScan(chapter)];
  }
  const before = tellOfVisit(chapter, 'before', {
    ...about,
    start: minutesAfter(start, 24 * 60),
    written: calendar.time(-20, '08:30'),
    as: 'text',
  });
  const letter = tellOfVisit(chapter, 'coming', { ...about, start, as: 'text', replaces: before });
  return [schedule, slot, appointment, before, letter];
}

function comingScan(chapter: Chapter): Resource {
  return visit(chapter, 'scan', {
    status: 'booked',
    start: chapter.calendar.time(20, '08:45'),
    lasts: 30,
    mode: 'In-person',
    type: 'first',
    kind: 'diagnostic',
    specialty: imaging,
    service: 'Ultrasound scan',
  });
}
