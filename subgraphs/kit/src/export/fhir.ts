import { createHash } from 'node:crypto';

/** A resource of FHIR R4 as an export writes it. */
export interface FhirResource {
  readonly resourceType: string;
  /** A UUID: the same thing has the same id in every export. */
  readonly id: string;
  readonly [field: string]: unknown;
}

/** An entry of an export's Bundle. */
export interface ExportEntry {
  readonly fullUrl: string;
  readonly resource: FhirResource;
}

/** A reference to a resource of the same Bundle, or one that only displays. */
export interface FhirReference {
  readonly reference?: string;
  readonly type?: string;
  readonly display?: string;
}

/** Identifier systems, code systems and extensions that exports use: those of the NHS and HL7 where they have one. */
export const systems = {
  nhsNumber: 'https://fhir.nhs.uk/Id/nhs-number',
  odsCode: 'https://fhir.nhs.uk/Id/ods-organization-code',
  uri: 'urn:ietf:rfc:3986',
  loinc: 'http://loinc.org',
  snomed: 'http://snomed.info/sct',
  actCode: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
  interpretation: 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation',
  diagnosticService: 'http://terminology.hl7.org/CodeSystem/v2-0074',
  observationCategory: 'http://terminology.hl7.org/CodeSystem/observation-category',
  provenanceAgent: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type',
  deliveryChannel: 'https://fhir.hl7.org.uk/CodeSystem/UKCore-DeliveryChannel',
} as const;

/** Marks the manifest of an export, so that an import knows that it is no letter. */
export const manifestTag = { system: 'https://crosstrust.example/fhir/CodeSystem/export', code: 'my-data' } as const;

const own = (name: string) => `https://crosstrust.example/fhir/StructureDefinition/${name}`;
/** What FHIR R4 has no field for. Those of our own say nothing that a reader needs to understand the rest. */
export const extensions = {
  deliveryChannel: 'https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-DeliveryChannel',
  requestStatus: 'https://fhir.nhs.uk/StructureDefinition/Extension-Appointment-RequestStatus',
  dataAbsent: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason',
  transport: own('patient-transport-booked'),
  interpreter: own('interpreter-booked'),
  reschedules: own('times-rescheduled'),
  enclosure: own('letter-enclosure'),
  firstSeen: own('letter-first-seen'),
  firstRead: own('letter-first-read'),
  paperless: own('letters-without-paper'),
  texts: own('text-messages'),
} as const;

/** The entry of a resource. */
export const entryOf = (resource: FhirResource): ExportEntry => ({ fullUrl: urlOf(resource.id), resource });

/** The full URL of the resource with this id. */
export const urlOf = (id: string): string => `urn:uuid:${id}`;

/** A reference to a resource of the same Bundle. */
export const referenceTo = (type: string, id: string): FhirReference => ({ reference: urlOf(id), type });

/** The id of something that has none of its own: always the same for the same words. */
export function derivedId(...words: readonly unknown[]): string {
  const hash = createHash('sha256').update(JSON.stringify(words)).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

/** Whether a value says anything. */
const says = (value: unknown): boolean => value !== undefined && !(Array.isArray(value) && value.length === 0);

/** An object without the fields that say nothing: FHIR knows neither null nor an empty list. */
export function compact<Fields extends object>(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => says(value))) as Fields;
}

/** A list of one, or none. */
export const some = <Value>(value: Value | undefined): Value[] => (value === undefined ? [] : [value]);

/** A concept in words. */
export const inWords = (text: string): { readonly text: string } => ({ text });
