import type { AppointmentContent, AppointmentKind, AppointmentMode, AppointmentStatus } from '../storage/content.ts';
import type { CodeableConcept, Coding, Encounter, Location } from './fhir.ts';
import { appointmentKeys, identifiersOf } from './business-ids.ts';
import { atLeastOne, defined, list, textOf, wordsOf } from './fhir-values.ts';
import { firstInstant, readOptionalInstant } from './instants.ts';
import { modeByWords, placeOf, sectionOfKind } from './map-appointment.ts';
import { byDesign, type MapContext, type MappedItem, type NotMapped, notMapped } from './mapping.ts';
import type { Entry } from './names.ts';
import { clinicianOf } from './people.ts';
import { reasons, SetAside } from './set-aside.ts';

const admissions: ReadonlySet<string> = new Set(['IMP', 'ACUTE', 'NONAC', 'PRENC', 'inpatient']);

/** Codes of an Encounter's class: a Coding in R4, concepts in R5. */
function classCodes(resource: Encounter): readonly string[] {
  const found = list<Coding | CodeableConcept>(resource.class).flatMap((each) =>
    'coding' in each ? list(each.coding) : [each as Coding],
  );
  return found.map(({ code }) => textOf(code)).filter((code) => code !== undefined);
}

/** Whether an Encounter is a stay in hospital, so that its documents are discharge summaries. */
export function isAdmission(resource: Encounter): boolean {
  return classCodes(resource).some((code) => admissions.has(code));
}

/** A visit that has no Appointment of its own: an appointment in the past, or a stay in hospital. */
export function mapEncounter(entry: Entry<Encounter>, context: MapContext): MappedItem | NotMapped {
  const { resource } = entry;
  if (resource.status === 'entered-in-error') return notMapped(byDesign.enteredInError);
  const status = statusOf(resource);
  const startsAt = firstInstant(resource.period?.start, resource.period?.end);
  const endsAt = readOptionalInstant(resource.period?.end);
  const kind = encounterKind(resource);
  const places = list(resource.location).map(
    ({ location }) =>
      placeOf(context.find<Location>(location, entry, 'Location')?.resource) ?? shownPlace(location?.display),
  );
  const content = defined<AppointmentContent>({
    kind,
    mode: modeOf(resource),
    startsAt,
    endsAt: endsAt !== undefined && endsAt >= startsAt ? endsAt : undefined,
    specialty: wordsOf(resource.serviceType),
    reason: list(resource.reasonCode).map(wordsOf).find(Boolean) ?? list(resource.type).map(wordsOf).find(Boolean),
    clinician: list(resource.participant)
      .map(({ individual }) => clinicianOf(individual, entry, context))
      .find(Boolean),
    location: places.find(Boolean) ?? shownPlace(resource.serviceProvider?.display),
    identifiers: atLeastOne(identifiersOf(entry, context)),
  });
  const keys = atLeastOne(appointmentKeys(entry, content));
  return defined<MappedItem>({ section: sectionOfKind[kind], at: startsAt, status, content, keys });
}

function statusOf({ status, period }: Encounter): AppointmentStatus {
  switch (status === 'unknown' && period?.end !== undefined ? 'finished' : status) {
    case 'planned':
    case 'arrived':
    case 'triaged':
    case 'in-progress':
    case 'onleave':
      return 'booked';
    case 'finished':
    case 'completed':
    case 'discharged':
      return 'fulfilled';
    case 'cancelled':
      return 'cancelled';
    default:
      throw new SetAside(reasons.noStatus);
  }
}

/** What kind of appointment a visit was. */
export function encounterKind(resource: Encounter): AppointmentKind {
  if (isAdmission(resource)) return 'inpatient';
  return classCodes(resource).includes('SS') ? 'day-case' : 'outpatient';
}

function modeOf(resource: Encounter): AppointmentMode {
  const told = modeByWords(list(resource.type).map(wordsOf).join(' '));
  return classCodes(resource).includes('VR') && told === 'in-person' ? 'video' : told;
}

function shownPlace(display: string | undefined): AppointmentContent['location'] {
  const name = textOf(display);
  return name === undefined ? undefined : { name };
}
