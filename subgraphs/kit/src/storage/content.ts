/**
 * What stands in the sealed columns. Instants are ISO 8601 in UTC (`2026-01-31T09:30:00.000Z`), days are YYYY-MM-DD.
 * A field that is absent was not known at the source; nothing is ever stored as an empty string.
 */

/** The patient as this trust knows them: `record.content`. */
export interface PatientContent {
  readonly nhsNumber: string;
  /** As it is shown: title, given names, family name. */
  readonly name: string;
  readonly given?: string;
  readonly family?: string;
  /** YYYY-MM-DD */
  readonly birthDate: string;
  /** An instant, or a day where the source has no time; `unknown` where it only says that the patient has died. */
  readonly deceasedAt?: string;
  /** E.164 */
  readonly mobile?: string;
  readonly email?: string;
  readonly address?: Address;
  readonly gender?: 'male' | 'female' | 'other' | 'unknown';
}

export interface Address {
  readonly lines: readonly string[];
  readonly postcode?: string;
}

export const appointmentKinds = ['outpatient', 'day-case', 'inpatient', 'diagnostic'] as const;
export type AppointmentKind = (typeof appointmentKinds)[number];

export const appointmentModes = ['in-person', 'video', 'telephone'] as const;
export type AppointmentMode = (typeof appointmentModes)[number];

/** States of an appointment (`item.status`), as the NHS's Patient Care Aggregator tells them apart. */
export const appointmentStatuses = [
  'booked',
  'cancelled',
  'fulfilled',
  'did-not-attend',
  'pending-change',
  'pending-reschedule',
  'pending-cancellation',
] as const;
export type AppointmentStatus = (typeof appointmentStatuses)[number];

/**
 * States of a letter, a result or a discharge summary (`item.status`). Unreleased: the trust has not given it out yet;
 * superseded: another letter replaced it. What was entered in error is not kept at all.
 */
export const documentStatuses = ['unreleased', 'final', 'amended', 'superseded'] as const;
export type DocumentStatus = (typeof documentStatuses)[number];

/** States of what the patient added (`item.status`). Of what they removed only the row is left, without its content. */
export const entryStatuses = ['final', 'removed'] as const;
export type EntryStatus = (typeof entryStatuses)[number];

/** Every state that an item can be in. */
export type ItemStatus = AppointmentStatus | DocumentStatus | EntryStatus;

/** The states of an item that a patient is shown; the others are kept, so that a later import can change them. */
export const shownStatuses: readonly ItemStatus[] = [...appointmentStatuses, 'final', 'amended'];

/** The states of an item that can be opened by its id: a letter that was replaced is in no list, but whole below its successor. */
export const openStatuses: readonly ItemStatus[] = [...shownStatuses, 'superseded'];

export interface Clinician {
  readonly name: string;
  readonly role?: string;
}

/** A number under which other systems know the same thing: of the booking (UBRN), the referral, or the pathway. */
export interface BusinessIdentifier {
  readonly kind: 'booking' | 'referral' | 'pathway';
  readonly system?: string;
  readonly value: string;
}

export interface AppointmentContent {
  readonly kind: AppointmentKind;
  readonly mode: AppointmentMode;
  readonly startsAt: string;
  readonly endsAt?: string;
  readonly specialty?: string;
  readonly reason?: string;
  readonly clinician?: Clinician;
  readonly location?: {
    readonly name: string;
    readonly address?: readonly string[];
    readonly postcode?: string;
    readonly directions?: string;
    /** Degrees (WGS 84). */
    readonly position?: { readonly latitude: number; readonly longitude: number };
  };
  readonly identifiers?: readonly BusinessIdentifier[];
  /** What the patient is to do before they come. */
  readonly preparation?: string;
  readonly contact?: { readonly name?: string; readonly phone?: string; readonly email?: string };
  /** Whether patient transport is booked (W12). */
  readonly transport?: boolean;
  /** Whether an interpreter is booked (W12). */
  readonly interpreter?: boolean;
}

/** The text of a document, or its file in the table `document`. Sizes are in bytes. */
interface DocumentContent {
  readonly title: string;
  readonly text?: string;
  readonly documentId?: string;
  readonly contentType?: string;
  readonly size?: number;
}

export const letterKinds = ['appointment', 'confirmation', 'clinic', 'outcome', 'other'] as const;
export type LetterKind = (typeof letterKinds)[number];

export interface LetterContent extends DocumentContent {
  readonly kind: LetterKind;
  /** The department that wrote it, as it calls itself. */
  readonly department?: string;
  /** What comes with it by post: leaflets, hearing aids (D9). */
  readonly enclosures?: readonly string[];
  /** Ids of the letters that this one replaces. */
  readonly replaces?: readonly string[];
  /** Id of the appointment that it is about. */
  readonly appointment?: string;
  readonly identifiers?: readonly BusinessIdentifier[];
  readonly writtenAt: string;
  readonly author?: string;
}

export interface DischargeSummaryContent extends DocumentContent {
  readonly admittedAt?: string;
  readonly dischargedAt?: string;
  readonly specialty?: string;
  readonly clinician?: Clinician;
}

export interface Code {
  readonly system: string;
  readonly code: string;
}

export type ObservationValue =
  | {
      readonly kind: 'quantity';
      readonly number: number;
      readonly unit?: string;
      readonly comparator?: '<' | '<=' | '>=' | '>';
    }
  | { readonly kind: 'text'; readonly text: string };

export interface ReferenceRange {
  readonly low?: number;
  readonly high?: number;
  readonly unit?: string;
  readonly text?: string;
}

/** One measurement. It may hold components and no value (blood pressure), or neither where the source says why in `note`. */
export interface ObservationContent {
  readonly name: string;
  readonly code?: Code;
  readonly value?: ObservationValue;
  readonly referenceRange?: ReferenceRange;
  /** As the laboratory words it: `High`, `Normal`, ... */
  readonly interpretation?: string;
  /** Its code of HL7's ObservationInterpretation: `H`, `LL`, `N`, ... */
  readonly interpretationCode?: string;
  readonly note?: string;
  readonly components?: readonly ObservationContent[];
}

export interface ResultContent {
  readonly name: string;
  readonly code?: Code;
  readonly takenAt: string;
  readonly issuedAt?: string;
  readonly observations: readonly ObservationContent[];
  readonly conclusion?: string;
  readonly performer?: string;
}

export const entryKinds = ['symptom', 'measurement', 'medication', 'note'] as const;
export type EntryKind = (typeof entryKinds)[number];

/** What the patient added themselves (D2 D14). When it was is the item's own time. */
export interface EntryContent {
  readonly kind: EntryKind;
  readonly words?: string;
  /** Of a symptom: 0 (none) to 10 (the worst there can be). */
  readonly severity?: number;
  readonly measurement?: { readonly what: string; readonly number: number; readonly unit?: string };
  /** `from` and `to` are days. */
  readonly medication?: {
    readonly name: string;
    readonly dose?: string;
    readonly from?: string;
    readonly to?: string;
  };
}

/** Content by what an item is. */
export type ItemContent = AppointmentContent | LetterContent | ResultContent | DischargeSummaryContent | EntryContent;
