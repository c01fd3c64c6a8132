import type { DischargeSummaryContent, LetterContent, LetterKind } from '../storage/content.ts';
import type { StoredDocument, StoredItem, StoredReading } from '../storage/readers.ts';
import { type About, metaOf, sourceReference } from './about.ts';
import { clinicianActor } from './actors.ts';
import { compact, extensions, type FhirResource, inWords, referenceTo, some, systems } from './fhir.ts';
import { identifierOf } from './map-appointment.ts';

const typesInWords: Readonly<Record<LetterKind, string>> = {
  appointment: 'Appointment letter',
  confirmation: 'Appointment confirmation',
  clinic: 'Clinic letter',
  outcome: 'Clinic outcome letter',
  other: 'Letter',
};

/** What a document holds, or that it was left out because the export would have grown too large. */
export interface Body {
  readonly text?: string | undefined;
  readonly file?: StoredDocument | undefined;
  readonly isLeftOut: boolean;
}

/** A letter, whole. */
export function mapLetter(
  item: StoredItem<LetterContent>,
  body: Body,
  reading: StoredReading | undefined,
  about: About,
): FhirResource[] {
  const {
    kind,
    writtenAt,
    author,
    department,
    enclosures = [],
    replaces = [],
    appointment,
    identifiers,
  } = item.content;
  return [
    compact({
      ...documentOf(item, body, reading, about),
      type: inWords(typesInWords[kind]),
      date: writtenAt,
      author: some(author).map((display) => ({ display })),
      identifier: (identifiers ?? []).map(identifierOf),
      extension: [
        ...readingOf(reading),
        ...enclosures.map((valueString) => ({ url: extensions.enclosure, valueString })),
      ],
      relatesTo: replaces
        .filter((id) => about.holds(id))
        .map((id) => ({ code: 'replaces', target: referenceTo('DocumentReference', id) })),
      context: contextOf({
        practiceSetting: department,
        related: some(appointment)
          .filter((id) => about.holds(id))
          .map((id) => referenceTo('Appointment', id)),
      }),
    }),
  ];
}

/** A discharge summary, whole, with its stay in hospital. */
export function mapDischargeSummary(
  item: StoredItem<DischargeSummaryContent>,
  body: Body,
  reading: StoredReading | undefined,
  about: About,
): FhirResource[] {
  const { admittedAt, dischargedAt, specialty, clinician } = item.content;
  const author = clinician && clinicianActor(clinician, sourceReference(about.trust, item.source));
  const stay = admittedAt !== undefined || dischargedAt !== undefined;
  return [
    ...(author?.resources ?? []),
    compact({
      ...documentOf(item, body, reading, about),
      contained: stay ? [stayOf(item.content, about)] : [],
      type: {
        coding: [{ system: systems.loinc, code: '18842-5', display: 'Discharge summary' }],
        text: 'Discharge summary',
      },
      date: item.at.toISOString(),
      author: some(author?.reference),
      context: contextOf({ practiceSetting: specialty, encounter: stay ? [{ reference: '#stay' }] : [] }),
    }),
  ];
}

/** What letters and summaries have in common. */
function documentOf(
  item: StoredItem<LetterContent | DischargeSummaryContent>,
  body: Body,
  reading: StoredReading | undefined,
  about: About,
): FhirResource {
  return {
    resourceType: 'DocumentReference',
    id: item.id,
    meta: metaOf(item),
    extension: readingOf(reading),
    status: item.status === 'superseded' ? 'superseded' : 'current',
    docStatus: item.status === 'amended' ? 'amended' : 'final',
    subject: about.patient,
    custodian: sourceReference(about.trust, item.source),
    description: item.content.title,
    content: attachmentsOf(item.content, body).map((attachment) => ({ attachment })),
  };
}

/** What could not be taken along is named without its content: the patient can still open it in the portal. */
function attachmentsOf(
  { title, contentType, size }: LetterContent | DischargeSummaryContent,
  { text, file, isLeftOut }: Body,
): object[] {
  if (isLeftOut)
    return [compact({ contentType: contentType ?? 'text/plain', size, title: `${title} (not in this export)` })];
  const found = [
    ...some(text).map((words) => ({ contentType: 'text/plain; charset=utf-8', body: Buffer.from(words) })),
    ...some(file),
  ];
  const attachments = found.map(({ contentType: type, body }) => ({
    contentType: type,
    data: body.toString('base64'),
    size: body.length,
  }));
  return attachments.length > 0 ? attachments : [{ title }];
}

const stayOf = ({ admittedAt, dischargedAt }: DischargeSummaryContent, { patient }: About): object => ({
  resourceType: 'Encounter',
  id: 'stay',
  status: dischargedAt === undefined ? 'in-progress' : 'finished',
  class: { system: systems.actCode, code: 'IMP', display: 'inpatient encounter' },
  subject: patient,
  period: compact({ start: admittedAt, end: dischargedAt }),
});

function contextOf({
  practiceSetting,
  ...lists
}: {
  practiceSetting: string | undefined;
  related?: object[];
  encounter?: object[];
}) {
  const context = compact({ ...lists, practiceSetting: practiceSetting && inWords(practiceSetting) });
  return Object.keys(context).length > 0 ? context : undefined;
}

const readingOf = (reading: StoredReading | undefined): object[] => [
  ...some(reading).map(({ seenAt }) => ({ url: extensions.firstSeen, valueDateTime: seenAt.toISOString() })),
  ...some(reading?.readAt ?? undefined).map((at) => ({ url: extensions.firstRead, valueDateTime: at.toISOString() })),
];
