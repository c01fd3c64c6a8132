import type { Hospital, Specialty } from './hospitals.ts';
import { stableId } from './identity.ts';
import type { Person } from './people.ts';

/** A FHIR R4 resource that the samples write. */
export interface Resource {
  readonly resourceType: string;
  readonly id: string;
  readonly [field: string]: unknown;
}

export const reference = ({ id }: Resource): { reference: string } => ({ reference: `urn:uuid:${id}` });
export const concept = (system: string, code: string, display: string) => ({
  coding: [{ system, code, display }],
  text: display,
});

const snomed = 'http://snomed.info/sct';
/** Kinds of documents, as SNOMED CT names them. */
export const documentTypes = {
  appointmentLetter: concept(snomed, '4201000179104', 'Appointment letter'),
  clinicLetter: concept(snomed, '823681000000100', 'Outpatient letter'),
  dischargeSummary: concept(snomed, '373942005', 'Discharge summary'),
};
/** How an appointment is held. */
export type Mode = 'In-person' | 'Telephone' | 'Video';

export function patientResource(person: Person): Resource {
  return {
    resourceType: 'Patient',
    id: stableId('patient', person.key),
    identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: person.nhsNumber }],
    active: true,
    name: [{ use: 'official', family: person.family, given: [person.given] }],
    telecom: [
      { system: 'phone', use: 'mobile', value: person.mobile },
      { system: 'email', value: person.email },
    ],
    gender: person.sex,
    birthDate: person.birthDate,
    address: [
      {
        use: 'home',
        line: [person.address.line],
        city: person.address.city,
        postalCode: person.address.postcode,
        country: 'GB',
      },
    ],
  };
}

export function organisationResource({ odsCode, name, bookingPhone }: Hospital): Resource {
  return {
    resourceType: 'Organization',
    id: stableId('organisation', odsCode),
    identifier: [{ system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: odsCode }],
    active: true,
    name,
    telecom: [{ system: 'phone', value: bookingPhone }],
  };
}

export function locationResource(site: string, hospital: Hospital, organisation: Resource): Resource {
  return {
    resourceType: 'Location',
    id: stableId('location', hospital.odsCode, site),
    status: 'active',
    name: `${site}, ${hospital.name}`,
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

/** The clinic that an appointment is booked with; it says whose an appointment without a place is. */
export function clinicResource(hospital: Hospital, specialty: Specialty, organisation: Resource): Resource {
  return {
    resourceType: 'HealthcareService',
    id: stableId('clinic', hospital.odsCode, specialty.code),
    active: true,
    name: `${specialty.name} clinic`,
    providedBy: reference(organisation),
    telecom: [{ system: 'phone', value: hospital.bookingPhone }],
  };
}

export interface AppointmentSketch {
  readonly id: string;
  readonly status: string;
  readonly start: string;
  readonly end: string;
  readonly mode: Mode;
  readonly specialty: Specialty;
  readonly service: string;
  readonly type: 'first' | 'follow-up';
}

export function appointmentResource(
  sketch: AppointmentSketch,
  around: { patient: Resource; practitioner: Resource; clinic: Resource; location: Resource },
): Resource {
  const { id, status, start, end, mode, specialty, service, type } = sketch;
  const { patient, practitioner, clinic, location } = around;
  const actors = [patient, practitioner, clinic, ...(mode === 'In-person' ? [location] : [])];
  return {
    resourceType: 'Appointment',
    id,
    extension: [
      { url: 'https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-DeliveryChannel', valueCode: mode },
    ],
    status,
    serviceType: [{ text: service }],
    specialty: [
      concept('https://fhir.hl7.org.uk/CodeSystem/UKCore-PracticeSettingCode', specialty.code, specialty.name),
    ],
    appointmentType:
      type === 'first'
        ? concept('http://terminology.hl7.org/CodeSystem/v2-0276', 'ROUTINE', 'First visit')
        : concept('http://terminology.hl7.org/CodeSystem/v2-0276', 'FOLLOWUP', 'Follow-up visit'),
    reasonCode: [{ text: specialty.reason }],
    start,
    end,
    patientInstruction: specialty.instruction,
    participant: actors.map((actor) => ({ actor: reference(actor), status: 'accepted' })),
  };
}

const classes = { AMB: 'ambulatory', IMP: 'inpatient encounter', EMER: 'emergency' };

export function encounterResource(
  sketch: {
    id: string;
    kind: keyof typeof classes;
    start: string;
    end: string;
    reason: string;
    appointment?: Resource;
  },
  patient: Resource,
  around: { organisation: Resource; practitioner: Resource; location: Resource },
): Resource {
  return {
    resourceType: 'Encounter',
    id: sketch.id,
    status: 'finished',
    class: {
      system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
      code: sketch.kind,
      display: classes[sketch.kind],
    },
    subject: reference(patient),
    ...(sketch.appointment ? { appointment: [reference(sketch.appointment)] } : {}),
    participant: [{ individual: reference(around.practitioner) }],
    period: { start: sketch.start, end: sketch.end },
    reasonCode: [{ text: sketch.reason }],
    location: [{ location: reference(around.location) }],
    serviceProvider: reference(around.organisation),
  };
}

export interface DocumentSketch {
  readonly id: string;
  readonly type: keyof typeof documentTypes;
  readonly title: string;
  readonly date: string;
  readonly contentType: 'text/plain' | 'application/pdf';
  readonly content: Buffer;
  readonly encounter?: Resource;
  readonly appointment?: Resource;
}

export function documentResource(
  sketch: DocumentSketch,
  patient: Resource,
  around: { organisation: Resource; practitioner: Resource },
): Resource {
  const { encounter, appointment } = sketch;
  const context = {
    ...(encounter ? { encounter: [reference(encounter)] } : {}),
    ...(appointment ? { related: [reference(appointment)] } : {}),
  };
  return {
    resourceType: 'DocumentReference',
    id: sketch.id,
    status: 'current',
    docStatus: 'final',
    type: documentTypes[sketch.type],
    subject: reference(patient),
    date: sketch.date,
    author: [reference(around.practitioner)],
    custodian: reference(around.organisation),
    description: sketch.title,
    content: [
      {
        attachment: {
          contentType: sketch.contentType,
          language: 'en-GB',
          title: sketch.title,
          creation: sketch.date,
          data: sketch.content.toString('base64'),
        },
      },
    ],
    context,
  };
}
