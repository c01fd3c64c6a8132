import type { Section } from '@crosstrust/contract';
import { type Policy, sourceOf } from '../policy/policy.ts';
import type {
  AppointmentContent,
  DischargeSummaryContent,
  ItemContent,
  LetterContent,
  ObservationContent,
  ObservationValue,
  ResultContent,
} from '../storage/content.ts';
import type { StoredItem } from '../storage/readers.ts';

/** The four lists of a record: the type of their items, and the sections that they hold. */
export const lists = {
  appointments: {
    type: 'Appointment',
    sections: ['OUTPATIENT_APPOINTMENTS', 'ADMISSIONS', 'PROCEDURES', 'RADIOLOGY_APPOINTMENTS'],
  },
  letters: { type: 'Letter', sections: ['APPOINTMENT_LETTERS', 'CLINIC_LETTERS'] },
  testResults: { type: 'TestResult', sections: ['TEST_RESULTS'] },
  dischargeSummaries: { type: 'DischargeSummary', sections: ['DISCHARGE_SUMMARIES'] },
} as const satisfies Record<string, { type: string; sections: readonly Section[] }>;
export type ListName = keyof typeof lists;

/** How a source stands in the graph. */
export const presentSource = (policy: Policy, key: string) => {
  const source = sourceOf(policy, key);
  return { key: source.key, name: source.name, odsCodes: [source.odsCode] };
};

/** A stored item as the graph has it. `recordId` and `documentId` are for resolvers; no field shows them. */
export function presentItem(policy: Policy, list: ListName, item: StoredItem): object {
  return {
    typeName: `${policy.trust.typePrefix}${lists[list].type}`,
    id: item.id,
    recordId: item.recordId,
    source: presentSource(policy, item.source),
    receivedAt: item.receivedAt,
    updatedAt: item.updatedAt,
    status: item.status,
    ...presenters[list](item.content),
  };
}

const presenters: Record<ListName, (content: ItemContent) => object> = {
  appointments: (content) => {
    const { transport = false, interpreter = false, ...rest } = content as AppointmentContent;
    return { ...rest, transportBooked: transport, interpreterBooked: interpreter };
  },
  letters: (content) => content as LetterContent,
  testResults: (content) => {
    const result = content as ResultContent;
    return { ...result, observations: result.observations.map(presentObservation) };
  },
  dischargeSummaries: (content) => content as DischargeSummaryContent,
};

function presentObservation({ value, components = [], ...observation }: ObservationContent): object {
  return { ...observation, ...presentValue(value), components: components.map(presentObservation) };
}

function presentValue(value: ObservationValue | undefined): object {
  if (!value) return {};
  if (value.kind === 'text') return { text: value.text };
  const { number, unit, comparator } = value;
  return { number, unit, comparator, text: [comparator, number, unit].filter((part) => part !== undefined).join(' ') };
}
