import type { Section } from '@crosstrust/contract';
import type { BusinessIdentifier, DischargeSummaryContent, DocumentStatus, LetterContent } from '../storage/content.ts';
import { businessIdentifiers, documentKeys, type MatchKey } from './business-ids.ts';
import type {
  CodeableConcept,
  Composition,
  CompositionSection,
  DocumentReference,
  Encounter,
  Organization,
  Reference,
} from './fhir.ts';
import { atLeastOne, defined, extensionsOf, hasCode, list, textOf, wordsOf } from './fhir-values.ts';
import { firstInstant, readOptionalInstant } from './instants.ts';
import { appointmentReferences, replacedReferences, visitReference } from './links.ts';
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
  readonly department: string | undefined;
  readonly enclosures: readonly string[];
  readonly aboutAppointment: boolean;
  /** Id of the appointment that it points to itself. */
  readonly appointment: string | undefined;
  readonly identifiers: readonly BusinessIdentifier[];
  readonly keys: readonly MatchKey[];
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
  const appointments = appointmentReferences(resource);
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
    department:
      departmentAmong(entry, context) ??
      wordsOf(resource.context?.practiceSetting) ??
      wordsOf(resource.context?.facilityType),
    enclosures: enclosuresOf(resource),
    aboutAppointment: appointments.length > 0,
    appointment: context.idOf(appointments[0], entry, 'Appointment'),
    identifiers: businessIdentifiers([
      ...list(resource.identifier),
      ...appointments.flatMap(({ identifier }) => list(identifier)),
    ]),
    keys: documentKeys(resource.masterIdentifier),
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
    department: departmentAmong(entry, context) ?? careSettingOf(resource),
    enclosures: enclosuresOf(resource),
    aboutAppointment: false,
    appointment: undefined,
    identifiers: [],
    keys: [],
    body: { text },
  });
}

function mapDocument(entry: Entry, context: MapContext, itemId: string, document: Document): MappedItem {
  const { title, status, body, keys } = document;
  if (title === undefined) throw new SetAside(reasons.noName);
  const clinician = clinicianOf(document.author, entry, context);
  const replaces = replacedReferences(entry.resource).flatMap(
    (reference) => context.idOf(reference, entry, entry.resource.resourceType) ?? [],
  );
  const rest = { status, keys: atLeastOne(keys), replaces: atLeastOne(replaces), document: body.file };
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
    return defined<MappedItem>({
      section: 'DISCHARGE_SUMMARIES',
      at: dischargedAt ?? document.writtenAt,
      content,
      ...rest,
    });
  }
  const kind = kindOf(document, title);
  const content = defined<LetterContent>({
    title,
    kind,
    writtenAt: document.writtenAt,
    author: clinician?.name ?? textOf(document.author?.display),
    department: document.department,
    enclosures: atLeastOne(document.enclosures),
    replaces: atLeastOne(replaces),
    appointment: document.appointment ?? visitOf(document, context),
    identifiers: atLeastOne(document.identifiers),
    ...bodyFields(body, itemId),
  });
  return defined<MappedItem>({ section: sectionOf(kind), at: document.writtenAt, content, ...rest });
}

/** Without an appointment of its own: the visit that it was written at. */
function visitOf({ encounter }: Document, context: MapContext): string | undefined {
  const visit = visitReference(encounter);
  return encounter && visit && context.idOf(visit[0], encounter, visit[1]);
}

/** Whether a document says of itself that it is a discharge summary. */
export function isDischargeType(type: CodeableConcept | undefined, words: string): boolean {
  return hasCode([type], dischargeCodes) || /discharge summary/i.test(words);
}

/** By its type, or because it belongs to a stay in hospital. */
function isDischarge({ type, title, encounter, aboutAppointment }: Document): boolean {
  if (isDischargeType(type, `${title ?? ''} ${wordsOf(type) ?? ''}`)) return true;
  return !aboutAppointment && encounter !== undefined && isAdmission(encounter.resource);
}

/** By its title and type; else it is about an appointment when it points to one and not to the visit. */
function kindOf({ type, encounter, aboutAppointment }: Document, title: string): LetterContent['kind'] {
  const words = `${title} ${wordsOf(type) ?? ''}`;
  if (/\bconfirm(ation|ing|s|ed)?\b/i.test(words)) return 'confirmation';
  if (/\boutcomes?\b/i.test(words)) return 'outcome';
  if (/appointment|\b(booking|cancellation|reschedul(e|ing)|invitation|admission) letter/i.test(words))
    return 'appointment';
  if (encounter !== undefined || /clinic|outpatient|consult|follow[- ]?up|note\b/i.test(words)) return 'clinic';
  return aboutAppointment ? 'appointment' : 'other';
}

function sectionOf(kind: LetterContent['kind']): Section {
  return kind === 'appointment' || kind === 'confirmation' ? 'APPOINTMENT_LETTERS' : 'CLINIC_LETTERS';
}

/** An organisation that wrote it and is not the trust that keeps it: a department under its own name. */
function departmentAmong(entry: Entry<DocumentReference | Composition>, context: MapContext): string | undefined {
  const { author, custodian } = entry.resource;
  const keeper = context.find<Organization>(custodian, entry, 'Organization')?.resource;
  return list(author)
    .map((reference) => {
      const found = context.find<Organization>(reference, entry, 'Organization')?.resource;
      if (found) return found.resourceType === 'Organization' && found !== keeper ? textOf(found.name) : undefined;
      const isOrganization =
        /^Organization$/.test(reference.type ?? '') || /(^|\/)Organization\//.test(reference.reference ?? '');
      return isOrganization && reference.reference !== custodian?.reference ? textOf(reference.display) : undefined;
    })
    .find(Boolean);
}

/** The kind of service, as UK Core's Compositions tell it. */
function careSettingOf(resource: Composition): string | undefined {
  return extensionsOf(resource, 'CareSettingType')
    .map(({ valueCodeableConcept }) => wordsOf(valueCodeableConcept))
    .find(Boolean);
}

/**
 * What comes with a letter by post. FHIR has no field for it: an extension named so, or the words behind "Enclosed:" or
 * "Enc:" in its description.
 */
function enclosuresOf(resource: DocumentReference | Composition): string[] {
  const extended = list(resource.extension)
    .filter(({ url }) => typeof url === 'string' && /enclosures?$/i.test(url))
    .map(({ valueString, valueCodeableConcept }) => textOf(valueString) ?? wordsOf(valueCodeableConcept));
  const description = 'description' in resource ? (textOf(resource.description) ?? '') : '';
  const [, said] = /\benc(?:l|s|losed|losures?)?\.?:\s*([^\n]+)/i.exec(description) ?? [];
  return [...extended, ...(said?.split(/\s*[,;]\s*/) ?? [])].map(textOf).filter((each) => each !== undefined);
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
