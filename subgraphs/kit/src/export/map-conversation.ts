import type { StoredRequest } from '../help/requests.ts';
import type { StoredReport } from '../reports/read-reports.ts';
import { type About, keeperOf, sourceReference } from './about.ts';
import { compact, derivedId, type FhirResource, inWords, referenceTo } from './fhir.ts';

/** What a patient asked of the staff, in the shape that reports and requests for support share. */
export interface Asked {
  readonly id: string;
  /** What patients quote on the phone. */
  readonly number: string;
  readonly about: string;
  readonly words: string | undefined;
  readonly item: string | null;
  readonly source: string | undefined;
  readonly createdAt: Date;
  readonly answeredAt: Date | null;
  readonly reply: string | null;
}

const reportsInWords: Readonly<Record<StoredReport['kind'], string>> = {
  mistake: 'A mistake in the record',
  rebooking: 'A request for another time',
  cancellation: 'A request to cancel',
  'not-mine': 'Something that is not mine',
};

/** A report of the patient's. */
export const askedByReport = ({
  id,
  number,
  kind,
  item,
  createdAt,
  resolvedAt,
  content,
  reply,
}: StoredReport): Asked => ({
  id,
  number,
  about: reportsInWords[kind],
  words: content.words,
  item,
  source: content.source,
  createdAt,
  answeredAt: resolvedAt,
  reply,
});

/** A request for support. */
export const askedByRequest = ({ id, number, words, createdAt, answeredAt, reply }: StoredRequest): Asked => ({
  id,
  number,
  about: 'A question to the hospital',
  words,
  item: null,
  source: undefined,
  createdAt,
  answeredAt,
  reply,
});

/** What the patient wrote to the staff, and what they wrote back. */
export function mapConversation(
  asked: Asked,
  { trust, patient, holds }: About,
  itemType: (id: string) => string,
): FhirResource[] {
  const { id, number, about, words, item, source, createdAt, answeredAt, reply } = asked;
  const staff = source === undefined ? keeperOf(trust) : sourceReference(trust, source);
  const question: FhirResource = compact({
    resourceType: 'Communication',
    id,
    identifier: [{ type: inWords('Number to quote'), value: number }],
    status: answeredAt === null ? 'in-progress' : 'completed',
    topic: inWords(about),
    subject: patient,
    about: item !== null && holds(item) ? [referenceTo(itemType(item), item)] : [],
    sent: createdAt.toISOString(),
    sender: patient,
    recipient: [staff],
    payload: [{ contentString: words ?? about }],
  });
  if (reply === null || answeredAt === null) return [question];
  const answer: FhirResource = {
    resourceType: 'Communication',
    id: derivedId('reply', id),
    inResponseTo: [referenceTo('Communication', id)],
    status: 'completed',
    topic: inWords(`Answer to ${number}`),
    subject: patient,
    sent: answeredAt.toISOString(),
    sender: staff,
    recipient: [patient],
    payload: [{ contentString: reply }],
  };
  return [question, answer];
}
