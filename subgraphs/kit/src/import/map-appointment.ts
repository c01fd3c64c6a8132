import type { Section } from '@crosstrust/contract';
import type {
  AppointmentContent,
  AppointmentKind,
  AppointmentMode,
  AppointmentStatus,
  Clinician,
} from '../storage/content.ts';
import type { Appointment, CodeableConcept, HealthcareService, Location, Reference, Resource } from './fhir.ts';
import { appointmentKeys, identifiersOf } from './business-ids.ts';
import { atLeastOne, defined, extensionsOf, hasCode, list, textOf, wordsOf } from './fhir-values.ts';
import { firstInstant, readOptionalInstant } from './instants.ts';
import { addressOf } from './map-patient.ts';
import { identitiesOf } from './links.ts';
import { byDesign, type MapContext, type MappedItem, type NotMapped, notMapped } from './mapping.ts';
import type { Entry } from './names.ts';
import { clinicianOf } from './people.ts';
import { reasons, SetAside } from './set-aside.ts';
import { slotSourceId } from './slot-ids.ts';

/** Where an appointment of each kind is shown. */
export const sectionOfKind: Readonly<Record<AppointmentKind, Section>> = {
  outpatient: 'OUTPATIENT_APPOINTMENTS',
  inpatient: 'ADMISSIONS',
  'day-case': 'PROCEDURES',
  diagnostic: 'RADIOLOGY_APPOINTMENTS',
};

/** An Appointment, booked or past. */
export function mapAppointment(entry: Entry<Appointment>, context: MapContext): MappedItem | NotMapped {
  const { resource } = entry;
  const status = statusOf(resource);
  if (status === 'entered-in-error') return notMapped(byDesign.enteredInError);
  if (status === 'not-booked') return notMapped(byDesign.notBooked);
  const startsAt = firstInstant(resource.start, list(resource.requestedPeriod)[0]?.start);
  const kind = appointmentKind(resource);
  const services = actorsOf<HealthcareService>(entry, context, 'HealthcareService');
  const locations = actorsOf<Location>(entry, context, 'Location');
  const content = defined<AppointmentContent>({
    kind,
    mode: modeOf(resource),
    startsAt,
    endsAt: endOf(resource, startsAt),
    specialty: [
      ...list(resource.specialty),
      ...services.flatMap(({ resource: service }) => list(service.specialty)),
      ...list(resource.serviceType),
    ]
      .map(wordsOf)
      .find(Boolean),
    reason:
      list(resource.reasonCode).map(wordsOf).find(Boolean) ??
      list(resource.reasonReference)
        .map(({ display }) => textOf(display))
        .find(Boolean) ??
      textOf(resource.description),
    clinician: clinicianAmong(entry, context),
    location: placeOf(locations[0]?.resource) ?? placeOf(services[0]?.resource) ?? shownPlace(resource),
    preparation: textOf(resource.patientInstruction),
    contact: contactOf(services[0]?.resource) ?? contactOf(locations[0]?.resource),
    transport: flagOf(resource, /transport/i),
    interpreter: flagOf(resource, /interpreter/i),
    identifiers: atLeastOne(identifiersOf(entry, context)),
  });
  const keys = atLeastOne(appointmentKeys(entry, content));
  return defined<MappedItem>({
    section: sectionOfKind[kind],
    at: startsAt,
    status,
    content,
    keys,
    slots: atLeastOne(slotsOf(entry, context)),
  });
}

/** By how the data names them; the same as their own rows go by. */
function slotsOf(entry: Entry<Appointment>, context: MapContext): readonly string[] {
  return list(entry.resource.slot).flatMap((reference) =>
    identitiesOf(reference, entry, 'Slot', context).slice(0, 1).map(slotSourceId),
  );
}

type Actors<Type extends Resource> = readonly Entry<Type>[];

function actorsOf<Type extends Resource>(entry: Entry<Appointment>, context: MapContext, type: string): Actors<Type> {
  return list(entry.resource.participant)
    .map(({ actor }) => context.find<Type>(actor, entry))
    .filter((found) => found?.resource.resourceType === type) as Actors<Type>;
}

function clinicianAmong(entry: Entry<Appointment>, context: MapContext): Clinician | undefined {
  for (const { actor } of list(entry.resource.participant)) {
    if (
      !/Practitioner/.test(`${actor?.type ?? ''} ${actor?.reference ?? ''}`) &&
      !isPractitioner(actor, entry, context)
    )
      continue;
    const clinician = clinicianOf(actor, entry, context);
    if (clinician) return clinician;
  }
  return undefined;
}

function isPractitioner(actor: Reference | undefined, entry: Entry, context: MapContext): boolean {
  return context.find(actor, entry)?.resource.resourceType.startsWith('Practitioner') ?? false;
}

const requested: readonly (readonly [RegExp, AppointmentStatus])[] = [
  [/pendingreschedul/, 'pending-reschedule'],
  [/pendingcancel/, 'pending-cancellation'],
  [/pendingchange/, 'pending-change'],
];

/**
 * FHIR's states, and what the Patient Care Aggregator adds by extensions: a change that was asked for and not yet made.
 * A cancelled appointment stays cancelled whatever is pending, so that nobody travels to it.
 */
function statusOf(resource: Appointment): AppointmentStatus | 'entered-in-error' | 'not-booked' {
  const said = [...extensionsOf(resource, 'Appointment-RequestStatus'), ...extensionsOf(resource, 'Appointment-Status')]
    .map(({ valueCode, valueString, valueCoding }) =>
      (valueCode ?? valueString ?? valueCoding?.code ?? '').toLowerCase().replace(/[^a-z]/g, ''),
    )
    .join(' ');
  switch (resource.status) {
    case 'cancelled':
      return 'cancelled';
    case 'noshow':
      return 'did-not-attend';
    case 'fulfilled':
    case 'arrived':
    case 'checked-in':
      return 'fulfilled';
    case 'booked':
      return requested.find(([pattern]) => pattern.test(said))?.[1] ?? 'booked';
    case 'proposed':
    case 'pending':
    case 'waitlist':
      return 'not-booked';
    case 'entered-in-error':
      return 'entered-in-error';
    default:
      throw new SetAside(reasons.noStatus);
  }
}

/** HL7's classes of encounters; as the category of an Appointment they say what it is, whatever its words are. */
const actCode = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
const kindsByClass: Readonly<Record<string, AppointmentKind>> = { AMB: 'outpatient', IMP: 'inpatient', SS: 'day-case' };

function saidKind({ serviceCategory }: Appointment): AppointmentKind | undefined {
  return list(serviceCategory)
    .flatMap(({ coding }) => list(coding))
    .filter(({ system }) => system === actCode)
    .map(({ code }) => kindsByClass[code ?? ''])
    .find(Boolean);
}

const inpatientCodes: ReadonlySet<string> = new Set(['IMP', 'ACUTE', 'NONAC', 'PRENC', 'inpatient']);
const dayCaseCodes: ReadonlySet<string> = new Set(['SS', 'daycase', 'day-case']);
/** Main specialty and treatment function codes of the NHS for imaging, SNOMED CT for radiology. */
const imagingCodes: ReadonlySet<string> = new Set(['810', '812', '394914008']);
const imagingWords = /radiolog|imaging|x-?ray|\bct\b|\bmri\b|ultrasound|mammogra|\bscan\b/i;

/** By codes, else by words; the description counts only where nothing else speaks, because it may tell of another visit. */
export function appointmentKind(resource: Appointment): AppointmentKind {
  const said = saidKind(resource);
  if (said) return said;
  const classes = [...extensionsOf(resource, 'Encounter-Class')].map(
    ({ valueCode, valueCoding }) => valueCode ?? valueCoding?.code ?? '',
  );
  const concepts = [
    resource.appointmentType,
    ...list(resource.serviceCategory),
    ...list(resource.serviceType),
    ...list(resource.specialty),
  ];
  const has = (codes: ReadonlySet<string>) => hasCode(concepts, codes) || classes.some((code) => codes.has(code));
  const words = concepts.map(allWords).filter(Boolean).join(' ') || (textOf(resource.description) ?? '');
  if (has(dayCaseCodes) || /day[ -]?case|day surgery/i.test(words)) return 'day-case';
  if (has(inpatientCodes)) return 'inpatient';
  if (has(imagingCodes) || classes.includes('diagnostic') || imagingWords.test(words)) return 'diagnostic';
  return /\binpatient\b|\badmission\b/i.test(words) ? 'inpatient' : 'outpatient';
}

function allWords(concept: CodeableConcept | undefined): string {
  return [concept?.text, ...list(concept?.coding).map(({ display }) => display)].map(textOf).filter(Boolean).join(' ');
}

/** How it takes place, by the NHS's extensions, else by its words. */
export function modeOf(
  resource: Pick<Appointment, 'resourceType' | 'extension' | 'appointmentType' | 'serviceType'>,
): AppointmentMode {
  const channel = [...extensionsOf(resource, 'Consultation-Medium'), ...extensionsOf(resource, 'DeliveryChannel')]
    .map(({ valueCode, valueCodeableConcept }) => valueCode ?? list(valueCodeableConcept?.coding)[0]?.code ?? '')
    .join(' ');
  const words = [resource.appointmentType, ...list(resource.serviceType)].map(allWords).join(' ');
  return modeByWords(channel || words);
}

/** The mode that words or a code tell of. */
export function modeByWords(words: string): AppointmentMode {
  if (/tele?phone|\bphone\b/i.test(words)) return 'telephone';
  return /video|virtual|online|telemedicine/i.test(words) ? 'video' : 'in-person';
}

/** An end before the start is no end. */
function endOf(resource: Appointment, startsAt: string): string | undefined {
  const minutes = resource.minutesDuration;
  const counted =
    typeof minutes === 'number' && minutes > 0 && minutes < 100_000
      ? new Date(Date.parse(startsAt) + minutes * 60_000).toISOString()
      : undefined;
  const endsAt = readOptionalInstant(resource.end) ?? counted;
  return endsAt !== undefined && endsAt >= startsAt ? endsAt : undefined;
}

/** A Location or service as a patient finds it. */
export function placeOf(place: Location | HealthcareService | undefined): AppointmentContent['location'] {
  const name = textOf(place?.name);
  if (!place || name === undefined) return undefined;
  const address = 'address' in place ? addressOf(place.address ? [place.address] : undefined) : undefined;
  const directions = 'description' in place ? textOf(place.description) : undefined;
  return defined<NonNullable<AppointmentContent['location']>>({
    name,
    address: address?.lines,
    postcode: address?.postcode,
    directions,
    position: 'position' in place ? positionOf(place.position) : undefined,
  });
}

/** Where it is on the earth; nothing where a number is none, or cannot be. */
function positionOf(position: Location['position']): NonNullable<AppointmentContent['location']>['position'] {
  const { latitude, longitude } = position ?? {};
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return undefined;
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : undefined;
}

/** The place that a participant only displays. */
function shownPlace(resource: Appointment): AppointmentContent['location'] {
  const shown = list(resource.participant).find(
    ({ actor }) => actor?.display !== undefined && /Location/.test(`${actor.type ?? ''} ${actor.reference ?? ''}`),
  );
  const name = textOf(shown?.actor?.display);
  return name === undefined ? undefined : { name };
}

function contactOf(place: Location | HealthcareService | undefined): AppointmentContent['contact'] {
  const points = list(place?.telecom);
  const phone = textOf(points.find(({ system }) => system === 'phone')?.value);
  const email = textOf(points.find(({ system }) => system === 'email')?.value);
  if (phone === undefined && email === undefined) return undefined;
  return defined<NonNullable<AppointmentContent['contact']>>({ name: textOf(place?.name), phone, email });
}

function flagOf(resource: Appointment, name: RegExp): boolean | undefined {
  return list(resource.extension).find(
    ({ url, valueBoolean }) => typeof url === 'string' && name.test(url) && typeof valueBoolean === 'boolean',
  )?.valueBoolean;
}
