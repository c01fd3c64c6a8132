import type { Mode } from './appointments.ts';
import type { Hospital } from './hospitals.ts';
import { stableId } from './identity.ts';
import { concept, reference, type Resource } from './resources.ts';
import type { Site } from './sites.ts';
import type { Specialty } from './specialties.ts';

/** Where a clinic is held, by whom, and who books it: the same for everybody who comes to it. */
export interface Clinic {
  readonly hospital: Hospital;
  readonly specialty: Specialty;
  readonly practitioner: Resource;
  readonly location: Resource;
  readonly clinic: Resource;
}

export function locationResource(site: Site, hospital: Pick<Hospital, 'odsCode'>, organisation: Resource): Resource {
  const { line, city, postcode, position, directions } = site;
  const name = `${site.name}, ${site.hospital}`;
  return {
    resourceType: 'Location',
    id: stableId('location', hospital.odsCode, name),
    status: 'active',
    name,
    description: directions,
    address: { use: 'work', line: [line], city, postalCode: postcode, country: 'GB' },
    position,
    managingOrganization: reference(organisation),
  };
}

export function practitionerResource(
  hospital: Hospital,
  specialty: Specialty,
  name: { given: string; family: string },
): Resource {
  return {
    resourceType: 'Practitioner',
    id: stableId('practitioner', hospital.odsCode, specialty.code),
    name: [{ family: name.family, given: [name.given], prefix: ['Dr'] }],
  };
}

/** The clinic that an appointment is booked with; it says whose an appointment without a place is, and whom to call. */
export function clinicResource(hospital: Hospital, specialty: Specialty, organisation: Resource): Resource {
  return {
    resourceType: 'HealthcareService',
    id: stableId('clinic', hospital.odsCode, specialty.code),
    active: true,
    name: `${specialty.name} clinic`,
    specialty: [specialtyConcept(specialty)],
    providedBy: reference(organisation),
    telecom: [
      { system: 'phone', value: hospital.bookingPhone },
      { system: 'email', value: `${slug(specialty.name)}@${slug(hospital.source)}.example.org` },
    ],
  };
}

/** The diary of a clinic, held in one way. */
export function scheduleResource(
  { hospital, specialty, practitioner, location, clinic }: Clinic,
  mode: Mode,
): Resource {
  const actors = [clinic, practitioner, ...(mode === 'In-person' ? [location] : [])];
  return {
    resourceType: 'Schedule',
    id: stableId('schedule', hospital.odsCode, specialty.code, mode),
    active: true,
    extension: [deliveryChannel(mode)],
    specialty: [specialtyConcept(specialty)],
    actor: actors.map(reference),
  };
}

/** One place in a diary. `key`: words that tell it from others of the same time. */
export function slotResource(
  schedule: Resource,
  { specialty }: Pick<Clinic, 'specialty'>,
  time: { start: string; end: string; status: 'free' | 'busy'; mode: Mode; key: readonly string[] },
): Resource {
  const { start, end, status, mode, key } = time;
  return {
    resourceType: 'Slot',
    id: stableId('slot', schedule.id, start, ...key),
    extension: [deliveryChannel(mode)],
    specialty: [specialtyConcept(specialty)],
    schedule: reference(schedule),
    status,
    start,
    end,
  };
}

export const deliveryChannel = (mode: Mode) => ({
  url: 'https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-DeliveryChannel',
  valueCode: mode,
});

export const specialtyConcept = ({ code, name }: Specialty) =>
  concept('https://fhir.hl7.org.uk/CodeSystem/UKCore-PracticeSettingCode', code, name);

const slug = (words: string): string =>
  words
    .toLowerCase()
    .replace(/[^a-z]+/g, '-')
    .replace(/^-|-$/g, '');
