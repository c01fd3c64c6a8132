import type { AppointmentContent, BusinessIdentifier } from '../storage/content.ts';
import type { CodeableConcept, Identifier, Reference, Resource } from './fhir.ts';
import { list, textOf } from './fhir-values.ts';
import type { MapContext } from './mapping.ts';
import { candidatesOf, type Entry, isWorldwide } from './names.ts';

/** By what its system, or else its type, calls it. `ServiceRequest` is FHIR's word for a referral, UBRN the NHS's for a booking. */
const kinds: readonly (readonly [RegExp, BusinessIdentifier['kind']])[] = [
  [/pathway|\bppi\b/i, 'pathway'],
  [/referral|service-?request/i, 'referral'],
  [/ubrn|booking|appointment/i, 'booking'],
];

function kindOf({ system, type }: Identifier): BusinessIdentifier['kind'] | undefined {
  const said = [textOf(system), ...typeWords(type)].filter((words) => words !== undefined);
  return said.flatMap((words) => kinds.filter(([pattern]) => pattern.test(words)).map(([, kind]) => kind))[0];
}

function typeWords(type: CodeableConcept | undefined): (string | undefined)[] {
  return [textOf(type?.text), ...list(type?.coding).flatMap(({ code, display }) => [textOf(display), textOf(code)])];
}

/** The numbers of the booking, the referral and the pathway among these identifiers, each once. */
export function businessIdentifiers(written: readonly (Identifier | undefined)[]): BusinessIdentifier[] {
  const found = written.flatMap((identifier): BusinessIdentifier[] => {
    const value = textOf(identifier?.value);
    const kind = identifier && kindOf(identifier);
    const system = textOf(identifier?.system);
    return kind && value ? [{ kind, ...(system ? { system } : {}), value }] : [];
  });
  return unique(found);
}

interface Booked extends Resource {
  readonly basedOn?: readonly Reference[];
}

/** What an appointment or a visit goes by: numbers of its own, and those of the referral that it is based on. */
export function identifiersOf(entry: Entry<Booked>, context: MapContext): BusinessIdentifier[] {
  const referrals = list(entry.resource.basedOn).flatMap((reference) => [
    ...list(reference.identifier),
    ...list(context.find(reference, entry, 'ServiceRequest')?.resource.identifier),
  ]);
  return unique([
    ...businessIdentifiers(list(entry.resource.identifier)),
    // one referral leads to several appointments, so its number, the UBRN too, is not the number of this booking
    ...businessIdentifiers(referrals).map((each) =>
      each.kind === 'pathway' ? each : { ...each, kind: 'referral' as const },
    ),
  ]);
}

/** What two versions of one thing have in common. `lasting`: known by it ever after, even where a later version has another. */
export interface MatchKey {
  readonly value: string;
  readonly lasting: boolean;
}

/**
 * Keys by which an appointment is known to be the same as another: its booking, whatever else differs; its referral or
 * pathway together with its kind and start, because one referral leads to many appointments. The latter last: whoever
 * moves it first is still telling of the same appointment.
 */
export function appointmentKeys(
  entry: Entry<Booked>,
  { identifiers = [], kind, startsAt }: AppointmentContent,
): MatchKey[] {
  const named = identifiers.flatMap(({ kind: what, system, value }): MatchKey[] => {
    const name = canonical(system, value);
    if (name === undefined) return [];
    // the UBRN may be one system's booking and another's referral
    const shared = { value: `referred|${name}|${kind}|${startsAt}`, lasting: true };
    return what === 'booking' ? [{ value: `booked|${name}`, lasting: false }, shared] : [shared];
  });
  const requests = list(entry.resource.basedOn).flatMap((reference) =>
    candidatesOf(reference, entry, 'ServiceRequest').filter((name) => isWorldwide(name) && !name.includes('?')),
  );
  return [
    ...named,
    ...requests.map((name) => ({ value: `referred|${name.replace(/^\*\//, '')}|${kind}|${startsAt}`, lasting: true })),
  ];
}

/** A document is known by its master identifier alone. */
export function documentKeys(identifier: Identifier | readonly Identifier[] | undefined): MatchKey[] {
  return list<Identifier>(identifier).flatMap(({ system, value }) => {
    const name = canonical(system, textOf(value));
    return name === undefined ? [] : [{ value: `document|${name}`, lasting: false }];
  });
}

/** The same number however its system is written; a number without a system could be anybody's. */
function canonical(system: string | undefined, value: string | undefined): string | undefined {
  const where = textOf(system)
    ?.toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/+$/, '');
  if (where === undefined || value === undefined) return undefined;
  if (/\/id\/ubrn$/.test(where)) return `ubrn|${value.replace(/[\s-]/g, '')}`;
  if (/^fhir\.nhs\.(uk|net)\/.*pathway/.test(where)) return `pathway|${value.replace(/\s/g, '').toUpperCase()}`;
  return `${where}|${value.trim()}`;
}

function unique(identifiers: readonly BusinessIdentifier[]): BusinessIdentifier[] {
  const known = new Map(identifiers.map((each) => [`${each.kind} ${each.system ?? ''}|${each.value}`, each]));
  return [...known.values()];
}
