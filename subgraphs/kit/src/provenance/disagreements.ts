import type { Section } from '@crosstrust/contract';
import { constantCase } from '../graph/constant-case.ts';
import type {
  AppointmentContent,
  DischargeSummaryContent,
  ItemContent,
  ItemStatus,
  LetterContent,
  ResultContent,
} from '../storage/content.ts';

/** What one source says of a thing. */
export interface Version {
  readonly section: Section;
  /** Key of the source. */
  readonly source: string;
  readonly status: ItemStatus;
  /** When it last changed there. */
  readonly changedAt: Date;
  readonly content: ItemContent;
}

/** A field in which sources differ, with what each of them says. Instants are ISO 8601 in UTC. */
export interface Difference {
  /** For a patient: `time`, `place`, ... */
  readonly field: string;
  readonly values: readonly { readonly value: string; readonly source: string; readonly at: Date }[];
}

type Fields<Content> = readonly (readonly [
  field: string,
  read: (content: Content, status: ItemStatus) => string | undefined,
])[];

/** Words of a stored name: `in-person` is in person. */
const inWords = (name: string): string => constantCase(name).replaceAll('_', ' ').toLowerCase();

const ofAppointment: Fields<AppointmentContent> = [
  ['time', ({ startsAt }) => startsAt],
  ['end', ({ endsAt }) => endsAt],
  ['status', (_content, status) => inWords(status)],
  ['place', ({ location }) => location && [location.name, location.postcode].filter(Boolean).join(', ')],
  ['how it takes place', ({ mode }) => inWords(mode)],
  ['kind', ({ kind }) => inWords(kind)],
  ['clinician', ({ clinician }) => clinician?.name],
  ['specialty', ({ specialty }) => specialty],
  ['what to do before', ({ preparation }) => preparation],
];
const ofLetter: Fields<LetterContent> = [
  ['title', ({ title }) => title],
  ['date', ({ writtenAt }) => writtenAt],
  ['department', ({ department }) => department],
  ['author', ({ author }) => author],
  ['text', ({ text }) => text],
];
const ofSummary: Fields<DischargeSummaryContent> = [
  ['title', ({ title }) => title],
  ['admission', ({ admittedAt }) => admittedAt],
  ['discharge', ({ dischargedAt }) => dischargedAt],
  ['clinician', ({ clinician }) => clinician?.name],
  ['text', ({ text }) => text],
];
const ofResult: Fields<ResultContent> = [
  ['test', ({ name }) => name],
  ['time', ({ takenAt }) => takenAt],
  ['conclusion', ({ conclusion }) => conclusion],
];

const fieldsOf: Readonly<Record<Section, Fields<never>>> = {
  OUTPATIENT_APPOINTMENTS: ofAppointment,
  ADMISSIONS: ofAppointment,
  PROCEDURES: ofAppointment,
  RADIOLOGY_APPOINTMENTS: ofAppointment,
  APPOINTMENT_LETTERS: ofLetter,
  CLINIC_LETTERS: ofLetter,
  DISCHARGE_SUMMARIES: ofSummary,
  TEST_RESULTS: ofResult,
  PATIENT_ENTRIES: [],
};

/**
 * Where the sources of one thing say different things. A source that does not say is no disagreement, nor is another way
 * to write the same (case, spaces). The values stand in the order of the versions.
 */
export function disagreementsOf(versions: readonly Version[]): Difference[] {
  const [first] = versions;
  if (!first) return [];
  // what one calls an outpatient and another a radiology appointment has the same fields
  const fields = fieldsOf[first.section] as Fields<ItemContent>;
  const alike = versions.filter(({ section }) => fieldsOf[section] === fieldsOf[first.section]);
  return fields.flatMap(([field, read]) => {
    const values = alike.flatMap(({ content, status, source, changedAt }) => {
      const value = read(content, status);
      return value ? [{ value, source, at: changedAt }] : [];
    });
    return new Set(values.map(({ value }) => plain(value))).size > 1 ? [{ field, values }] : [];
  });
}

const plain = (value: string): string => value.trim().replace(/\s+/g, ' ').toLowerCase();
