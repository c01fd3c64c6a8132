import { type Clock, dayInLondon, type NhsNumber, parseNhsNumber } from '@crosstrust/contract';
import type { Address, PatientContent } from '../storage/content.ts';
import type { Patient, PostalAddress } from './fhir.ts';
import { defined, list, textOf } from './fhir-values.ts';
import { isPlausibleDay, readInstant } from './instants.ts';
import { nhsNumberSystems } from './names.ts';
import { currentName, shownName } from './people.ts';
import { reasons, SetAside } from './set-aside.ts';

/** What a Patient resource says, checked; numbers and contacts that are absent may be made up later. */
export interface PatientFacts {
  readonly status: 'active' | 'deceased' | 'restricted';
  readonly content: Omit<PatientContent, 'nhsNumber'> & { readonly nhsNumber?: NhsNumber };
  /** An NHS number is given and is none. */
  readonly hasWrongNhsNumber: boolean;
}

const restrictedCodes: ReadonlySet<string> = new Set(['R', 'V', 'REDACTED']);

/** Reads a Patient. @throws SetAside without a full, possible date of birth: age decides what may be seen */
export function mapPatient(patient: Patient, clock: Clock): PatientFacts {
  const written = list(patient.identifier).filter(
    ({ system, value }) => system !== undefined && nhsNumberSystems.has(system) && textOf(value) !== undefined,
  );
  const numbers = written.map(({ value = '' }) => parseNhsNumber(value));
  const nhsNumber = numbers.find((number) => number !== null);
  const name = currentName(patient.name);
  const deceasedAt = deathOf(patient);
  const content = defined<PatientFacts['content']>({
    nhsNumber,
    name: shownName(name) ?? 'Name not recorded',
    given: list(name?.given).map(textOf).filter(Boolean).join(' ') || undefined,
    family: textOf(name?.family),
    birthDate: birthDateOf(patient, clock),
    deceasedAt,
    mobile: contactOf(patient, ['phone', 'sms'], ukMobile),
    email: contactOf(patient, ['email'], usableEmail),
    address: addressOf(patient.address),
    gender: genderOf(patient.gender),
  });
  return {
    status: statusOf(patient, deceasedAt),
    content,
    hasWrongNhsNumber: written.length > 0 && nhsNumber === undefined,
  };
}

/** A restricted record stays restricted after death. */
function statusOf(patient: Patient, deceasedAt: string | undefined): PatientFacts['status'] {
  if (list(patient.meta?.security).some(({ code }) => code !== undefined && restrictedCodes.has(code)))
    return 'restricted';
  return deceasedAt === undefined ? 'active' : 'deceased';
}

function birthDateOf({ birthDate }: Patient, clock: Clock): string {
  const day = textOf(birthDate)?.slice(0, 10);
  if (day === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new SetAside(reasons.noBirthDate);
  if (!isPlausibleDay(day) || day > dayInLondon(clock())) throw new SetAside(reasons.impossibleBirthDate);
  return day;
}

/** Any sign of death counts, even one with a date that cannot be read. */
function deathOf({ deceasedBoolean, deceasedDateTime }: Patient): string | undefined {
  if (deceasedDateTime === undefined || deceasedDateTime === null)
    return deceasedBoolean === true ? 'unknown' : undefined;
  try {
    return isPlausibleDay(deceasedDateTime) ? deceasedDateTime : readInstant(deceasedDateTime);
  } catch {
    return 'unknown';
  }
}

function contactOf(
  patient: Patient,
  systems: readonly string[],
  read: (value: string) => string | undefined,
): string | undefined {
  const points = list(patient.telecom).filter(
    ({ system, use, period }) => systems.includes(system ?? '') && use !== 'old' && period?.end === undefined,
  );
  const ordered = points.toSorted(
    (a, b) => (a.rank ?? 99) - (b.rank ?? 99) || Number(b.use === 'mobile') - Number(a.use === 'mobile'),
  );
  return ordered.map(({ value }) => read(textOf(value) ?? '')).find(Boolean);
}

/** A UK mobile number as E.164; undefined for anything else (070 are personal numbers, 076 mostly pagers). */
export function ukMobile(written: string): string | undefined {
  const digits = written
    .replace(/^tel:/i, '')
    .replace(/[\s().-]/g, '')
    .replace(/^(\+44|0044)(0)?/, '0');
  return /^07([1-57-9]\d{2}|624)\d{6}$/.test(digits) ? `+44${digits.slice(1)}` : undefined;
}

function usableEmail(written: string): string | undefined {
  const email = written.replace(/^mailto:/i, '').toLowerCase();
  return /^[^\s@<>"]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(email) ? email : undefined;
}

/** The address as it is printed; home first, none that has ended. */
export function addressOf(addresses: readonly PostalAddress[] | undefined): Address | undefined {
  const current = list(addresses).filter(({ use, period }) => use !== 'old' && period?.end === undefined);
  const address = current.find(({ use }) => use === 'home') ?? current[0];
  if (!address) return undefined;
  const parts = [...list(address.line), address.city, address.district]
    .map(textOf)
    .filter((line) => line !== undefined);
  const lines = parts.length > 0 ? parts : (textOf(address.text)?.split(/\s*[\n,]\s*/) ?? []);
  return lines.length === 0 ? undefined : defined<Address>({ lines, postcode: textOf(address.postalCode) });
}

function genderOf(gender: string | undefined): PatientContent['gender'] {
  return (['male', 'female', 'other', 'unknown'] as const).find((known) => known === gender);
}
