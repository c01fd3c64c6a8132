import type { Section } from '@crosstrust/contract';
import { appointmentKinds, appointmentModes, entryKinds, letterKinds } from './content.ts';

type Loose = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null;
const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isInstant = (value: unknown): boolean => typeof value === 'string' && !Number.isNaN(Date.parse(value));
const isOneOf = (known: readonly string[]) => (value: unknown) => typeof value === 'string' && known.includes(value);
const isNamed = (value: unknown): boolean => isObject(value) && isText(value['name']);
const isListOf = (check: (value: unknown) => boolean) => (value: unknown) => Array.isArray(value) && value.every(check);
const orAbsent = (check: (value: unknown) => boolean) => (value: unknown) => value === undefined || check(value);

const isObservation = (value: unknown): boolean =>
  isNamed(value) && orAbsent(isListOf(isObservation))((value as Loose)['components']);

type Needs = Readonly<Record<string, (value: unknown) => boolean>>;

const ofAppointment: Needs = {
  kind: isOneOf(appointmentKinds),
  mode: isOneOf(appointmentModes),
  startsAt: isInstant,
  endsAt: orAbsent(isInstant),
  clinician: orAbsent(isNamed),
  location: orAbsent(isNamed),
};
const ofLetter: Needs = { kind: isOneOf(letterKinds), title: isText, writtenAt: isInstant };

const needs: Readonly<Record<Section, Needs>> = {
  OUTPATIENT_APPOINTMENTS: ofAppointment,
  ADMISSIONS: ofAppointment,
  PROCEDURES: ofAppointment,
  RADIOLOGY_APPOINTMENTS: ofAppointment,
  APPOINTMENT_LETTERS: ofLetter,
  CLINIC_LETTERS: ofLetter,
  TEST_RESULTS: {
    name: isText,
    takenAt: isInstant,
    issuedAt: orAbsent(isInstant),
    observations: isListOf(isObservation),
  },
  DISCHARGE_SUMMARIES: {
    title: isText,
    admittedAt: orAbsent(isInstant),
    dischargedAt: orAbsent(isInstant),
    clinician: orAbsent(isNamed),
  },
  PATIENT_ENTRIES: { kind: isOneOf(entryKinds) },
};

/** The first field that stored content lacks, or has in a shape that its type cannot show; undefined where all is well. */
export function lacks(section: Section, content: unknown): string | undefined {
  if (!isObject(content)) return 'content';
  return Object.entries(needs[section]).find(([field, check]) => !check(content[field]))?.[0];
}
