import type { EntryContent, EntryKind } from '../storage/content.ts';
import type { StoredItem } from '../storage/readers.ts';
import { type About, metaOf } from './about.ts';
import { compact, type FhirResource, inWords, some, systems } from './fhir.ts';

/** What the patient added themselves: they are who says it, whatever it is. */
export function mapEntry(item: StoredItem<EntryContent>, about: About): FhirResource {
  return item.content.medication ? statementOf(item, about) : observationOf(item, about);
}

const names: Readonly<Record<EntryKind, string>> = {
  symptom: 'Symptom',
  measurement: 'Measurement',
  medication: 'Medicine',
  note: 'Note',
};

function observationOf(item: StoredItem<EntryContent>, { patient }: About): FhirResource {
  const { kind, words, severity, measurement } = item.content;
  return compact({
    resourceType: 'Observation',
    id: item.id,
    meta: metaOf(item),
    status: 'final',
    category: [
      {
        coding: [{ system: systems.observationCategory, code: 'survey', display: 'Survey' }],
        text: `${names[kind]}, as the patient wrote it`,
      },
    ],
    code: inWords(measurement?.what ?? names[kind]),
    subject: patient,
    effectiveDateTime: item.at.toISOString(),
    performer: [patient],
    ...(measurement
      ? {
          valueQuantity: compact({ value: measurement.number, unit: measurement.unit }),
          note: some(words).map(inWords),
        }
      : { valueString: words }),
    component: some(severity).map((valueInteger) => ({
      code: inWords('How bad, from 0 (none) to 10 (the worst there can be)'),
      valueInteger,
    })),
  });
}

function statementOf(item: StoredItem<EntryContent>, { patient }: About): FhirResource {
  const { words, medication } = item.content;
  const period = compact({ start: medication?.from, end: medication?.to });
  return compact({
    resourceType: 'MedicationStatement',
    id: item.id,
    meta: metaOf(item),
    status: 'unknown',
    medicationCodeableConcept: inWords(medication?.name ?? names.medication),
    subject: patient,
    effectivePeriod: Object.keys(period).length > 0 ? period : undefined,
    dateAsserted: item.at.toISOString(),
    informationSource: patient,
    note: some(words).map(inWords),
    dosage: some(medication?.dose).map(inWords),
  });
}
