import { at, listAt, textAt, wordsAt } from './loose.ts';
import { tellLetter } from './tell-letter.ts';
import { tellReport, valueInWords } from './tell-report.ts';
import { dayInWords, timeInWords } from './words.ts';

/** One thing as a person reads it. */
export interface Told {
  readonly title: string;
  /** Lines of facts, the most important first. */
  readonly lines: readonly string[];
  /** The text of a letter. */
  readonly text?: string | undefined;
}

/** The resource that a reference leads to. */
export type Find = (reference: string | undefined) => unknown;

type Tell = (resource: unknown, find: Find) => Told;

/** `Label: value`, or nothing. */
export const fact = (label: string, value: string | undefined): string[] => (value ? [`${label}: ${value}`] : []);

const statuses: Readonly<Record<string, string>> = {
  booked: 'Booked',
  cancelled: 'Cancelled',
  fulfilled: 'It took place',
  noshow: 'Did not attend',
};

function tellAppointment(resource: unknown, find: Find): Told {
  const actors = listAt(resource, 'participant').map((participant) => at(participant, 'actor'));
  const named = (type: string) =>
    actors
      .filter((actor) => textAt(actor, 'type')?.startsWith(type))
      .map((actor) => textAt(actor, 'display'))
      .find(Boolean);
  const place = actors
    .map((actor) => find(textAt(actor, 'reference')))
    .find((found) => textAt(found, 'resourceType') === 'Location');
  const extended = (name: string) => listAt(resource, 'extension').find((each) => textAt(each, 'url')?.endsWith(name));
  const pending = textAt(extended('Appointment-RequestStatus'), 'valueCode');
  const specialty = wordsAt(resource, 'specialty', 0);
  return {
    title: `${timeInWords(textAt(resource, 'start') ?? '')}: ${specialty ?? 'appointment'}`,
    lines: [
      ...fact(
        'Status',
        [statuses[textAt(resource, 'status') ?? ''], pending?.toLowerCase()].filter(Boolean).join(', '),
      ),
      ...fact('How', wordsAt(extended('DeliveryChannel'), 'valueCodeableConcept')),
      ...fact('Reason', wordsAt(resource, 'reasonCode', 0)),
      ...fact('With', named('Practitioner')),
      ...fact('Where', [textAt(place, 'name') ?? named('Location'), ...addressOf(place)].filter(Boolean).join(', ')),
      ...fact('How to get there', textAt(place, 'description')),
      ...fact('What to do before', textAt(resource, 'patientInstruction')),
    ],
  };
}

const addressOf = (place: unknown): (string | undefined)[] => [
  ...listAt(place, 'address', 'line').map((line) => (typeof line === 'string' ? line : undefined)),
  textAt(place, 'address', 'postalCode'),
];

function tellObservation(resource: unknown): Told {
  return {
    title: `${timeInWords(textAt(resource, 'effectiveDateTime') ?? '')}: ${wordsAt(resource, 'code') ?? 'observation'}`,
    lines: [
      ...[valueInWords(resource)].filter((value) => value !== undefined),
      ...listAt(resource, 'component').flatMap((part) => fact(wordsAt(part, 'code') ?? '', valueInWords(part))),
      ...listAt(resource, 'note').flatMap((note) => textAt(note, 'text') ?? []),
    ],
  };
}

function tellMedication(resource: unknown): Told {
  const day = (name: string) => textAt(resource, 'effectivePeriod', name);
  const [from, to] = [day('start'), day('end')];
  return {
    title: wordsAt(resource, 'medicationCodeableConcept') ?? 'medicine',
    lines: [
      ...fact('Dose', textAt(resource, 'dosage', 0, 'text')),
      ...fact('From', from && dayInWords(from)),
      ...fact('To', to && dayInWords(to)),
      ...fact('Written', dayInWords(textAt(resource, 'dateAsserted') ?? '')),
      ...listAt(resource, 'note').flatMap((note) => textAt(note, 'text') ?? []),
    ],
  };
}

function tellMessage(resource: unknown): Told {
  return {
    title: `${timeInWords(textAt(resource, 'sent') ?? '')}: ${wordsAt(resource, 'topic') ?? 'message'}`,
    lines: [
      ...fact('Number', textAt(resource, 'identifier', 0, 'value')),
      ...listAt(resource, 'payload').flatMap((payload) => textAt(payload, 'contentString') ?? []),
    ],
  };
}

const tellers: Readonly<Record<string, Tell>> = {
  Appointment: tellAppointment,
  DocumentReference: tellLetter,
  DiagnosticReport: tellReport,
  Observation: tellObservation,
  MedicationStatement: tellMedication,
  Communication: tellMessage,
};

/** Tells of an item in words. Of a kind that it does not know it says what it is called. */
export function tellResource(resource: unknown, find: Find): Told {
  const type = textAt(resource, 'resourceType') ?? '';
  return tellers[type]?.(resource, find) ?? { title: type, lines: [] };
}
