/**
 * The parts of FHIR R4 that the import reads. Nothing here is trusted: every field may be missing, and `list` (fhir-values)
 * reads a field that should be an array and is not. What does not fit ends the mapping of that one resource.
 */
export interface Coding {
  readonly system?: string;
  readonly code?: string;
  readonly display?: string;
}

export interface CodeableConcept {
  readonly coding?: readonly Coding[];
  readonly text?: string;
}

export interface Identifier {
  readonly type?: CodeableConcept;
  readonly system?: string;
  readonly value?: string;
}

export interface Reference {
  readonly reference?: string;
  readonly type?: string;
  readonly identifier?: Identifier;
  readonly display?: string;
}

export interface Period {
  readonly start?: string;
  readonly end?: string;
}

export interface Quantity {
  readonly value?: number;
  readonly comparator?: string;
  readonly unit?: string;
  readonly code?: string;
}

export interface Extension {
  readonly url?: string;
  readonly valueCode?: string;
  readonly valueString?: string;
  readonly valueBoolean?: boolean;
  readonly valueCoding?: Coding;
  readonly valueCodeableConcept?: CodeableConcept;
  readonly extension?: readonly Extension[];
}

export interface Attachment {
  readonly contentType?: string;
  readonly data?: string;
  readonly url?: string;
  readonly title?: string;
  readonly creation?: string;
}

export interface ContactPoint {
  readonly system?: string;
  readonly value?: string;
  readonly use?: string;
  readonly rank?: number;
  readonly period?: Period;
}

export interface HumanName {
  readonly use?: string;
  readonly text?: string;
  readonly family?: string;
  readonly given?: readonly string[];
  readonly prefix?: readonly string[];
  readonly period?: Period;
}

export interface PostalAddress {
  readonly use?: string;
  readonly text?: string;
  readonly line?: readonly string[];
  readonly city?: string;
  readonly district?: string;
  readonly postalCode?: string;
  readonly period?: Period;
}

export interface Resource {
  readonly resourceType: string;
  readonly id?: string;
  readonly meta?: {
    readonly lastUpdated?: string;
    readonly security?: readonly Coding[];
    readonly tag?: readonly Coding[];
  };
  readonly text?: { readonly div?: string };
  readonly identifier?: readonly Identifier[] | Identifier;
  readonly extension?: readonly Extension[];
  readonly contained?: readonly Resource[];
}

export interface Patient extends Resource {
  readonly name?: readonly HumanName[];
  readonly telecom?: readonly ContactPoint[];
  readonly gender?: string;
  readonly birthDate?: string;
  readonly deceasedBoolean?: boolean;
  readonly deceasedDateTime?: string;
  readonly address?: readonly PostalAddress[];
  readonly link?: readonly { readonly other?: Reference; readonly type?: string }[];
}

export interface Encounter extends Resource {
  readonly basedOn?: readonly Reference[];
  readonly status?: string;
  readonly class?: Coding | readonly CodeableConcept[];
  readonly type?: readonly CodeableConcept[];
  readonly serviceType?: CodeableConcept;
  readonly subject?: Reference;
  readonly participant?: readonly { readonly individual?: Reference }[];
  readonly appointment?: readonly Reference[];
  readonly period?: Period;
  readonly reasonCode?: readonly CodeableConcept[];
  readonly location?: readonly { readonly location?: Reference }[];
  readonly serviceProvider?: Reference;
}

export interface Appointment extends Resource {
  readonly basedOn?: readonly Reference[];
  readonly slot?: readonly Reference[];
  readonly status?: string;
  readonly serviceCategory?: readonly CodeableConcept[];
  readonly serviceType?: readonly CodeableConcept[];
  readonly specialty?: readonly CodeableConcept[];
  readonly appointmentType?: CodeableConcept;
  readonly reasonCode?: readonly CodeableConcept[];
  readonly reasonReference?: readonly Reference[];
  readonly description?: string;
  readonly start?: string;
  readonly end?: string;
  readonly minutesDuration?: number;
  readonly patientInstruction?: string;
  readonly requestedPeriod?: readonly Period[];
  readonly participant?: readonly { readonly actor?: Reference; readonly status?: string }[];
}

export interface DocumentReference extends Resource {
  readonly masterIdentifier?: Identifier;
  readonly status?: string;
  readonly docStatus?: string;
  readonly type?: CodeableConcept;
  readonly category?: readonly CodeableConcept[];
  readonly subject?: Reference;
  readonly date?: string;
  readonly author?: readonly Reference[];
  readonly custodian?: Reference;
  readonly relatesTo?: readonly { readonly code?: string; readonly target?: Reference }[];
  readonly description?: string;
  readonly content?: readonly { readonly attachment?: Attachment }[];
  readonly context?: {
    readonly encounter?: readonly Reference[];
    readonly period?: Period;
    readonly practiceSetting?: CodeableConcept;
    readonly facilityType?: CodeableConcept;
    readonly related?: readonly Reference[];
  };
}

export interface DiagnosticReport extends Resource {
  readonly status?: string;
  readonly category?: readonly CodeableConcept[];
  readonly code?: CodeableConcept;
  readonly subject?: Reference;
  readonly encounter?: Reference;
  readonly effectiveDateTime?: string;
  readonly effectivePeriod?: Period;
  readonly issued?: string;
  readonly performer?: readonly Reference[];
  readonly result?: readonly Reference[];
  readonly conclusion?: string;
}

/** What an Observation and each of its components have in common. */
export interface Measured {
  readonly code?: CodeableConcept;
  readonly valueQuantity?: Quantity;
  readonly valueCodeableConcept?: CodeableConcept;
  readonly valueString?: string;
  readonly valueBoolean?: boolean;
  readonly valueInteger?: number;
  readonly valueRange?: { readonly low?: Quantity; readonly high?: Quantity };
  readonly valueRatio?: { readonly numerator?: Quantity; readonly denominator?: Quantity };
  readonly valueTime?: string;
  readonly valueDateTime?: string;
  readonly valuePeriod?: Period;
  readonly dataAbsentReason?: CodeableConcept;
  readonly interpretation?: readonly CodeableConcept[];
  readonly referenceRange?: readonly { readonly low?: Quantity; readonly high?: Quantity; readonly text?: string }[];
}

export interface Observation extends Resource, Measured {
  readonly status?: string;
  readonly category?: readonly CodeableConcept[];
  readonly subject?: Reference;
  readonly encounter?: Reference;
  readonly effectiveDateTime?: string;
  readonly effectivePeriod?: Period;
  readonly effectiveInstant?: string;
  readonly issued?: string;
  readonly performer?: readonly Reference[];
  readonly note?: readonly { readonly text?: string }[];
  readonly hasMember?: readonly Reference[];
  readonly component?: readonly Measured[];
}

export interface CompositionSection {
  readonly title?: string;
  readonly code?: CodeableConcept;
  readonly text?: { readonly div?: string };
  readonly section?: readonly CompositionSection[];
}

export interface Composition extends Resource {
  readonly status?: string;
  readonly type?: CodeableConcept;
  readonly subject?: Reference;
  readonly encounter?: Reference;
  readonly date?: string;
  readonly author?: readonly Reference[];
  readonly title?: string;
  readonly custodian?: Reference;
  readonly relatesTo?: readonly { readonly code?: string; readonly targetReference?: Reference }[];
  readonly section?: readonly CompositionSection[];
}

export interface Organization extends Resource {
  readonly name?: string;
  readonly partOf?: Reference;
}

export interface Location extends Resource {
  readonly name?: string;
  readonly description?: string;
  readonly address?: PostalAddress;
  readonly telecom?: readonly ContactPoint[];
  readonly managingOrganization?: Reference;
  readonly position?: { readonly longitude?: number; readonly latitude?: number };
}

export interface HealthcareService extends Resource {
  readonly name?: string;
  readonly providedBy?: Reference;
  readonly location?: readonly Reference[];
  readonly specialty?: readonly CodeableConcept[];
  readonly telecom?: readonly ContactPoint[];
}

export interface Practitioner extends Resource {
  readonly name?: readonly HumanName[];
}

export interface PractitionerRole extends Resource {
  readonly practitioner?: Reference;
  readonly organization?: Reference;
  readonly code?: readonly CodeableConcept[];
  readonly specialty?: readonly CodeableConcept[];
}

export interface Binary extends Resource {
  readonly contentType?: string;
  readonly data?: string;
}

export interface Slot extends Resource {
  readonly schedule?: Reference;
  readonly status?: string;
  readonly start?: string;
  readonly end?: string;
  readonly overbooked?: boolean;
  readonly serviceCategory?: readonly CodeableConcept[];
  readonly serviceType?: readonly CodeableConcept[];
  readonly specialty?: readonly CodeableConcept[];
  readonly appointmentType?: CodeableConcept;
}

export interface Schedule extends Resource {
  readonly actor?: readonly Reference[];
  readonly serviceType?: readonly CodeableConcept[];
  readonly specialty?: readonly CodeableConcept[];
}
