import type { Section } from '@crosstrust/contract';
import type { ItemContent, ItemStatus } from '../storage/content.ts';
import type { MatchKey } from './business-ids.ts';
import type { Reference, Resource } from './fhir.ts';
import type { Entry } from './names.ts';
import type { Reason } from './set-aside.ts';

/** What a mapper may ask while it maps. */
export interface MapContext {
  /** The resource that a reference means, contained ones too; undefined where it is not in the data. */
  find<Type extends Resource>(reference: Reference | undefined, from: Entry, type?: string): Entry<Type> | undefined;
  /** Tells of a part that could not be used while the rest could. */
  remark(reason: Reason): void;
  /** The id of the item that a reference leads to, whether it is in the data or not. */
  idOf(reference: Reference | undefined, from: Entry, type: string): string | undefined;
}

/** A file of an item, in the clear. */
export interface DocumentFile {
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** What a resource became. */
export interface MappedItem {
  readonly section: Section;
  /** What the item is listed by: an instant in UTC. */
  readonly at: string;
  readonly status: ItemStatus;
  readonly content: ItemContent;
  readonly document?: DocumentFile;
  /** What it is known by, when another system tells of the same thing. */
  readonly keys?: readonly MatchKey[];
  /** Ids of the items that it replaces. */
  readonly replaces?: readonly string[];
  /** Ids of the source's slots that an Appointment says it is booked into. */
  readonly slots?: readonly string[];
}

/** A resource that is no item of a record on purpose; one that an earlier import made of it is removed. */
export interface NotMapped {
  readonly notMapped: string;
}
export const notMapped = (why: string): NotMapped => ({ notMapped: why });

/** Why a resource is no item although its type is mapped. */
export const byDesign = {
  enteredInError: 'entered in error at its source',
  notBooked: 'Appointment that is not booked (proposed, pending, on a waiting list)',
  noteNotResult: 'DiagnosticReport outside the laboratory (visit note, radiology)',
  cancelledResult: 'DiagnosticReport or Observation that was cancelled',
} as const;

/** Of these, what is said of a thing that may have been there before: an older version of it must not bring it back. */
export const withdrawals: ReadonlySet<string> = new Set([
  byDesign.enteredInError,
  byDesign.notBooked,
  byDesign.cancelledResult,
]);
