import type { Section } from '@crosstrust/contract';
import type { DischargeSummaryContent, DocumentStatus, LetterContent } from '../storage/content.ts';
import type {
  CodeableConcept,
  Composition,
  CompositionSection,
  DocumentReference,
  Encounter,
  Reference,
} from './fhir.ts';
import { defined, hasCode, list, textOf, wordsOf } from './fhir-values.ts';
import { firstInstant, readOptionalInstant } from './instants.ts';
import { isAdmission } from './map-encounter.ts';
import { byDesign, type MapContext, type MappedItem, type NotMapped, notMapped } from './mapping.ts';
import type { Entry } from './names.ts';
import { clinicianOf } from './people.ts';
import { plainText } from './plain-text.ts';
import { attachmentsOf, type Body, bodyFields, readAttachments } from './read-attachment.ts';
import { reasons, SetAside } from './set-aside.ts';

/** Discharge summary in LOINC and SNOMED CT. */
const dischargeCodes: ReadonlySet<string> = new Set(['18842-5', '373942005']);

/** A document in the words that letters and discharge summaries share. */
interface Document {
  readonly title: string | undefined;
  readonly writtenAt: string;
  readonly status: DocumentStatus;
  readonly type: CodeableConcept | undefined;
  readonly author: Reference | undefined;
  readonly encounter: Entry<Encounter> | undefined;
  readonly specialty: string | undefined;
  readonly aboutAppointment: boolean;
  readonly body: Body;
}

/** A DocumentReference with its text or file. `itemId`: the id that the item will have. */
export function mapDocumentReference(
  entry: Entry<DocumentReference>,
  context: MapContext,
  itemId: string,
): MappedItem | NotMapped {
  const { resource } = entry;
  if (resource.status === 'entered-in-error' || resource.docStatus === 'entered-in-error')
    return notMapped(byDesign.enteredInError);
  const attachments = attachmentsOf(resource.content);
  const titles = [resource.description, wordsOf(resource.type), ...attachments.map((attachment) => attachment?.title)];
  return mapDocument(entry, context, itemId, {
    title: titles.map(textOf).find(Boolean),
    writtenAt: firstInstant(
      resource.date,
      attachments[0]?.creation,
      resource.context?.period?.end,
      resource.context?.period?.start,
    ),
    status: statusOf(resource.docStatus),
    type: resource.type,
    author: list(resource.author)[0],
    encounter: list(resource.context?.encounter)
      .map((reference) => context.find<Encounter>(reference, entry, 'Encounter'))
      .find((found) => found?.resource.resourceType === 'Encounter'),
    specialty: wordsOf(resource.context?.practiceSetting),
    aboutAppointment: list(resource.context?.related).some(
      ({ type, reference }) => type === 'Appointment' || /(^|\/)Appointment\//.test(reference ?? ''),
    ),
    body: readAttachments(attachments, entry, context),
  });
}

/** A Composition: the narratives of its sections, in their order. */
export function mapComposition(entry: Entry<Composition>, context: MapContext, itemId: string): MappedItem | NotMapped {
  const { resource } = entry;
  if (resource.status === 'entered-in-error') return notMapped(byDesign.enteredInError);
  const sections = list(resource.section)
    .map((section) => sectionText(section))
    .filter(Boolean);
  const text = sections.join('\n\n') || plainText(resource.text?.div ?? '');
  if (!text) throw new SetAside(reasons.noContent);
  const encounter = context.find<Encounter>(resource.encounter, entry, 'Encounter');
  return mapDocument(entry, context, itemId, {
    title: textOf(resource.title) ?? wordsOf(resource.type),
    writtenAt: firstInstant(resource.date),
    status: statusOf(resource.status),
    type: resource.type,
    author: list(resource.author)[0],
    encounter: encounter?.resource.resourceType === 'Encounter' ? encounter : undefined,
    specialty: undefined,
    aboutAppointment: false,
    body: { text },
  });
}

function mapDocument(entry: Entry, context: MapContext, itemId: string, document: Document): MappedItem {
  const { title, status, body } = document;
  if (title === undefined) throw new SetAside(reasons.noName);
  const clinician = clinicianOf(document.author, entry, context);
  const file = body.file ? { document: body.file } : {};
  if (isDischarge(document)) {
    const period = document.encounter?.resource.period;
    const dischargedAt = readOptionalInstant(period?.end);
    const content = defined<DischargeSummaryContent>({
      title,
      admittedAt: readOptionalInstant(period?.start),
      dischargedAt,
      specialty: document.specialty,
      clinician,
      ...bodyFields(body, itemId),
    });
    return { section: 'DISCHARGE_SUMMARIES', at: dischargedAt ?? document.writtenAt, status, content, ...file };
  }
  const kind = kindOf(document, title);
  const content = defined<LetterContent>({
    title,
    kind,
    writtenAt: document.writtenAt,
    author: clinician?.name ?? textOf(document.author?.display),
    ...bodyFields(body, itemId),
  });
  return { section: sectionOf(kind), at: document.writtenAt, status, content, ...file };
}

/** By its type, or because it belongs to a stay in hospital. */
function isDischarge({ type, title, encounter, aboutAppointment }: Document): boolean {
  if (hasCode([type], dischargeCodes) || /discharge summary/i.test(`${title ?? ''} ${wordsOf(type) ?? ''}`))
    return true;
  return !aboutAppointment && encounter !== undefined && isAdmission(encounter.resource);
}

/** A letter about an appointment says so in its title, or points to the appointment and not to the visit. */
function kindOf({ type, encounter, aboutAppointment }: Document, title: string): LetterContent['kind'] {
  const words = `${title} ${wordsOf(type) ?? ''}`;
  if (/appointment|\b(booking|cancellation|invitation|admission) letter/i.test(words)) return 'appointment';
  if (encounter !== undefined || /clinic|outpatient|consult|follow[- ]?up|note\b/i.test(words)) return 'clinic';
  return aboutAppointment ? 'appointment' : 'other';
}

function sectionOf(kind: LetterContent['kind']): Section {
  return kind === 'appointment' ? 'APPOINTMENT_LETTERS' : 'CLINIC_LETTERS';
}

/**
 * Only `relatesTo` makes a letter superseded, because only it names the successor to fold it under: generators mark
 * every document but the last one `superseded` although each is about a visit of its own.
 */
function statusOf(status: string | undefined): DocumentStatus {
  if (status === 'preliminary') return 'unreleased';
  return status === 'amended' ? 'amended' : 'final';
}

function sectionText(section: CompositionSection): string {
  const title = textOf(section.title) ?? wordsOf(section.code);
  const parts = [plainText(section.text?.div ?? ''), ...list(section.section).map(sectionText)].filter(Boolean);
  return parts.length === 0 ? '' : [title, ...parts].filter(Boolean).join('\n');
}
