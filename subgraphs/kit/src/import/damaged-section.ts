import type { Section } from '@crosstrust/contract';
import type { Appointment, DocumentReference, Encounter, Resource } from './fhir.ts';
import { wordsOf } from './fhir-values.ts';
import { appointmentKind, sectionOfKind } from './map-appointment.ts';
import { encounterKind } from './map-encounter.ts';
import { isDischargeType } from './map-letter.ts';

/**
 * Where something that could not be used would have stood, as far as it still says so: patients are told in that list that
 * there is more.
 */
export function damagedSection(resource: Resource): Section | undefined {
  try {
    return sectionOfType(resource);
  } catch {
    return usualSection[resource.resourceType];
  }
}

const usualSection: Readonly<Record<string, Section>> = {
  Appointment: 'OUTPATIENT_APPOINTMENTS',
  Encounter: 'OUTPATIENT_APPOINTMENTS',
  DocumentReference: 'CLINIC_LETTERS',
  Composition: 'CLINIC_LETTERS',
  DiagnosticReport: 'TEST_RESULTS',
  Observation: 'TEST_RESULTS',
};

function sectionOfType(resource: Resource): Section | undefined {
  switch (resource.resourceType) {
    case 'Appointment':
      return sectionOfKind[appointmentKind(resource as Appointment)];
    case 'Encounter':
      return sectionOfKind[encounterKind(resource as Encounter)];
    case 'DocumentReference':
    case 'Composition': {
      const { type, description } = resource as DocumentReference;
      return isDischargeType(type, `${description ?? ''} ${wordsOf(type) ?? ''}`)
        ? 'DISCHARGE_SUMMARIES'
        : 'CLINIC_LETTERS';
    }
    default:
      return usualSection[resource.resourceType];
  }
}
