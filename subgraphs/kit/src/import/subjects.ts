import type {
  Appointment,
  Composition,
  DiagnosticReport,
  DocumentReference,
  Encounter,
  Observation,
  Patient,
  Reference,
  Resource,
} from './fhir.ts';
import { list } from './fhir-values.ts';
import { candidatesOf, type Entry, identityOf, namesOf } from './names.ts';

/** The types that become items of a record. */
export const itemTypes: ReadonlySet<string> = new Set([
  'Encounter',
  'Appointment',
  'DocumentReference',
  'DiagnosticReport',
  'Composition',
  'Observation',
]);
/** The types that items are read with. */
export const supportTypes: ReadonlySet<string> = new Set([
  'Organization',
  'Practitioner',
  'PractitionerRole',
  'Location',
  'HealthcareService',
  'ServiceRequest',
  'Schedule',
]);
/** The types that go onto the stage; the others are counted. */
export const mappedTypes: ReadonlySet<string> = new Set([...itemTypes, ...supportTypes, 'Patient', 'Binary', 'Slot']);

type WithSubject = Encounter | DocumentReference | DiagnosticReport | Composition | Observation;

/** What a resource says about whose it is. */
export function subjectReferences(resource: Resource): readonly Reference[] {
  if (resource.resourceType !== 'Appointment') return list((resource as WithSubject).subject);
  return list((resource as Appointment).participant)
    .map(({ actor }) => actor)
    .filter((actor) => actor !== undefined)
    .filter((actor) => mayBePatient(actor));
}

/** The names by which the patient of an item may be known, the surest first. */
export function subjectNames(entry: Entry): string[] {
  return subjectReferences(entry.resource).flatMap((reference) => {
    const contained = containedPatient(entry.resource, reference);
    const byIdentifier = contained
      ? namesOf({ resource: { ...contained, id: '' }, file: entry.file }).filter((name) => name.includes('?'))
      : [];
    return [...byIdentifier, ...candidatesOf(reference, entry, 'Patient')];
  });
}

/** A patient whom an item brings within itself, as an entry of its own; undefined where it only names one. */
export function containedSubject(entry: Entry): Entry<Patient> | undefined {
  for (const reference of subjectReferences(entry.resource)) {
    const contained = containedPatient(entry.resource, reference);
    if (!contained?.birthDate) continue;
    const { id, ...resource } = contained;
    return { resource, fullUrl: `${identityOf(entry)}#${id}`, file: entry.file };
  }
  return undefined;
}

function containedPatient(resource: Resource, { reference }: Reference): Patient | undefined {
  if (typeof reference !== 'string' || !reference.startsWith('#')) return undefined;
  return list(resource.contained).find(
    ({ resourceType, id }) => resourceType === 'Patient' && id === reference.slice(1),
  );
}

function mayBePatient({ type, reference, identifier }: Reference): boolean {
  if (type !== undefined) return type === 'Patient';
  if (typeof reference !== 'string') return identifier?.system?.toLowerCase().endsWith('/nhs-number') ?? false;
  return /^(urn:|#)/.test(reference) || /(^|\/)Patient[/?]/.test(reference);
}
