import { findTrust } from '@crosstrust/contract';

/** Each verb on appointments, with the preview that comes before it and the interface that says that a trust has it. */
export const verbs = {
  acceptAppointment: { preview: 'acceptPreview', capability: 'Acceptable' },
  requestRebooking: { preview: 'rebookingPreview', capability: 'RebookingRequestable' },
  requestCancellation: { preview: 'cancellationRequestPreview', capability: 'CancellationRequestable' },
  rescheduleAppointment: { preview: 'reschedulePreview', capability: 'Reschedulable' },
  cancelAppointment: { preview: 'cancelPreview', capability: 'Cancellable' },
} as const;
export type Verb = keyof typeof verbs;
export const verbNames = Object.keys(verbs) as Verb[];

/** How the names of a trust's own types begin: `WestHertsRoyalFree`. @throws Error for a key that is not on the list */
export function typePrefixOf(trust: string): string {
  const prefix = findTrust(trust)?.typePrefix;
  if (!prefix) throw new Error(`no trust ${trust}`);
  return prefix;
}

/** The field of `Mutation` that holds a trust's verbs: `westHertsRoyalFree`. */
export function verbsFieldOf(trust: string): string {
  const prefix = typePrefixOf(trust);
  return `${prefix.charAt(0).toLowerCase()}${prefix.slice(1)}`;
}

/** The mutation that calls a verb of a trust with `$input`. */
export function mutationOf(trust: string, verb: string, selection: string): string {
  const input = `${verb.charAt(0).toUpperCase()}${verb.slice(1)}Input`;
  return `mutation ($input: ${input}!) { ${verbsFieldOf(trust)} { ${verb}(input: $input) { ${selection} } } }`;
}
