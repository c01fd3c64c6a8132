import { userError, type UserError } from '@crosstrust/contract';
import type { EntryContent, EntryKind } from '../storage/content.ts';
import type { EntryInput } from './entry-input.ts';

/** What an entry's input says, without what verbs need. */
export type Entry = Pick<EntryInput, 'at' | 'words' | 'severity' | 'measurement' | 'medication'> & {
  readonly kind: EntryKind;
};

const dayMs = 86_400_000;
/** Nobody alive has entries before. */
const earliest = Date.UTC(1900, 0, 1);

/** The fields that each kind of entry has beside its words, and those that it cannot be without. */
const shapes: Readonly<Record<EntryKind, { readonly has: readonly Field[]; readonly needs: readonly Field[] }>> = {
  symptom: { has: ['words', 'severity'], needs: ['words'] },
  measurement: { has: ['words', 'measurement'], needs: ['measurement'] },
  medication: { has: ['words', 'medication'], needs: ['medication'] },
  note: { has: ['words'], needs: ['words'] },
};
const fields = ['words', 'severity', 'measurement', 'medication'] as const;
type Field = (typeof fields)[number];

/** What the patient has to mend in an entry, by the input's fields. */
export function checkEntry(entry: Entry, now: Date): UserError[] {
  const { has, needs } = shapes[entry.kind];
  const given = fields.filter((field) => isGiven(entry[field]));
  const wrong = new Set<string>([
    ...given.filter((field) => !has.includes(field)),
    ...needs.filter((field) => !given.includes(field)),
    ...(isInTime(entry.at, now) ? [] : ['at']),
    ...(fits(entry.words, 2000) ? [] : ['words']),
    ...(isSeverity(entry.severity) ? [] : ['severity']),
    ...checkMeasurement(entry),
    ...checkMedication(entry),
  ]);
  return [...wrong].map((field) => userError('BAD_INPUT', field));
}

/** An entry as it is stored: words without the space around them, and nothing that is not known. */
export function contentOf({ kind, words, severity, measurement, medication }: Entry): EntryContent {
  return {
    kind,
    ...text('words', words),
    ...(isGiven(severity) ? { severity } : {}),
    ...(isGiven(measurement)
      ? {
          measurement: { what: measurement.what.trim(), number: measurement.number, ...text('unit', measurement.unit) },
        }
      : {}),
    ...(isGiven(medication)
      ? {
          medication: {
            name: medication.name.trim(),
            ...text('dose', medication.dose),
            ...text('from', medication.from),
            ...text('to', medication.to),
          },
        }
      : {}),
  };
}

function checkMeasurement({ measurement }: Entry): string[] {
  if (!isGiven(measurement)) return [];
  return [
    ...(fits(measurement.what, 100) ? [] : ['measurement.what']),
    ...(Number.isFinite(measurement.number) ? [] : ['measurement.number']),
    ...(fits(measurement.unit, 30) ? [] : ['measurement.unit']),
  ];
}

function checkMedication({ medication }: Entry): string[] {
  if (!isGiven(medication)) return [];
  const { name, dose, from, to } = medication;
  return [
    ...(fits(name, 200) ? [] : ['medication.name']),
    ...(fits(dose, 200) ? [] : ['medication.dose']),
    ...(isGiven(from) && isGiven(to) && to < from ? ['medication.to'] : []),
  ];
}

const isGiven = <Value>(value: Value | null | undefined): value is Value => value !== null && value !== undefined;

/** Whether a text, where there is one, has 1 to `most` characters beside the space around it. */
function fits(value: string | null | undefined, most: number): boolean {
  if (!isGiven(value)) return true;
  const { length } = value.trim();
  return length >= 1 && length <= most;
}

const isSeverity = (value: number | null | undefined) =>
  !isGiven(value) || (Number.isInteger(value) && value >= 0 && value <= 10);

const isInTime = (at: Date, now: Date) => at.getTime() >= earliest && at.getTime() <= now.getTime() + dayMs;

const text = <Name extends string>(name: Name, value: string | null | undefined) =>
  (isGiven(value) ? { [name]: value.trim() } : {}) as { readonly [N in Name]?: string };
