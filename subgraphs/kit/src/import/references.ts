import type {
  Appointment,
  Composition,
  DiagnosticReport,
  DocumentReference,
  Encounter,
  HealthcareService,
  Location,
  Observation,
  Organization,
  PractitionerRole,
  Reference,
  Resource,
  Schedule,
  Slot,
} from './fhir.ts';
import { list } from './fhir-values.ts';
import { appointmentReferences, replacedReferences } from './links.ts';

/** A reference, with the type that its field points to where the reference may not say. */
export type Typed = readonly [reference: Reference | undefined, type: string];

const each = (references: readonly (Reference | undefined)[], type: string): Typed[] =>
  references.map((reference) => [reference, type]);

/**
 * The references of a resource that its mapping follows; the subject is not among them. None where its shape is wrong:
 * the mapping will say so.
 */
export function referencesOf(resource: Resource): readonly Typed[] {
  try {
    return readers[resource.resourceType]?.(resource as never) ?? [];
  } catch {
    return [];
  }
}

const readers: Readonly<Record<string, (resource: never) => readonly Typed[]>> = {
  Encounter: (encounter: Encounter) => [
    [encounter.serviceProvider, 'Organization'],
    ...each(list(encounter.basedOn), 'ServiceRequest'),
    ...each(
      list(encounter.location).map(({ location }) => location),
      'Location',
    ),
    ...each(
      list(encounter.participant).map(({ individual }) => individual),
      'Practitioner',
    ),
  ],
  Appointment: (appointment: Appointment) => [
    ...each(
      list(appointment.participant).map(({ actor }) => actor),
      '',
    ),
    ...each(list(appointment.basedOn), 'ServiceRequest'),
    ...each(list(appointment.slot), 'Slot'),
  ],
  DocumentReference: (document: DocumentReference) => [
    [document.custodian, 'Organization'],
    ...each(list(document.author), 'Practitioner'),
    ...each(list(document.context?.encounter), 'Encounter'),
    ...each(appointmentReferences(document), 'Appointment'),
    ...each(replacedReferences(document), 'DocumentReference'),
    ...each(
      list(document.content).map(({ attachment }) =>
        attachment?.url === undefined ? undefined : { reference: attachment.url },
      ),
      'Binary',
    ),
  ],
  DiagnosticReport: (report: DiagnosticReport) => [
    ...each(list(report.performer), 'Organization'),
    [report.encounter, 'Encounter'],
    ...each(list(report.result), 'Observation'),
  ],
  Observation: (observation: Observation) => [
    ...each(list(observation.performer), 'Organization'),
    [observation.encounter, 'Encounter'],
    ...each(list(observation.hasMember), 'Observation'),
  ],
  Composition: (composition: Composition) => [
    [composition.custodian, 'Organization'],
    ...each(list(composition.author), 'Practitioner'),
    [composition.encounter, 'Encounter'],
    ...each(replacedReferences(composition), 'Composition'),
  ],
  PractitionerRole: (role: PractitionerRole) => [
    [role.practitioner, 'Practitioner'],
    [role.organization, 'Organization'],
  ],
  Slot: (slot: Slot) => [[slot.schedule, 'Schedule']],
  Schedule: (schedule: Schedule) => each(list(schedule.actor), ''),
  Location: (location: Location) => [[location.managingOrganization, 'Organization']],
  HealthcareService: (service: HealthcareService) => [
    [service.providedBy, 'Organization'],
    ...each(list(service.location), 'Location'),
  ],
  Organization: (organization: Organization) => [[organization.partOf, 'Organization']],
};
