import type { Clinician } from '../storage/content.ts';
import type { HumanName, Practitioner, PractitionerRole, Reference, Resource } from './fhir.ts';
import { defined, list, textOf, wordsOf } from './fhir-values.ts';
import type { MapContext } from './mapping.ts';
import type { Entry } from './names.ts';

const usesInOrder = ['official', 'usual', undefined, 'temp', 'nickname', 'anonymous', 'maiden', 'old'];

/** The name that a person goes by today. */
export function currentName(names: readonly HumanName[] | undefined): HumanName | undefined {
  return list(names).toSorted((a, b) => rank(a) - rank(b))[0];
}

function rank({ use, period }: HumanName): number {
  return usesInOrder.indexOf(use) + (period?.end === undefined ? 0 : usesInOrder.length);
}

/** A name as it is shown: title, given names, family name. */
export function shownName(name: HumanName | undefined): string | undefined {
  const parts = [...list(name?.prefix), ...list(name?.given), name?.family].map(textOf).filter(Boolean);
  return parts.length > 0 ? parts.join(' ') : textOf(name?.text);
}

/** Who a reference names: the practitioner behind it with their role, else what it displays. */
export function clinicianOf(reference: Reference | undefined, from: Entry, context: MapContext): Clinician | undefined {
  const found = context.find<Resource>(reference, from, 'Practitioner');
  if (found?.resource.resourceType === 'PractitionerRole')
    return fromRole(found as Entry<PractitionerRole>, reference, context);
  const type = found?.resource.resourceType;
  const name =
    type === 'Practitioner' ? shownName(currentName((found as Entry<Practitioner>).resource.name)) : undefined;
  const shown = name ?? (isPerson(reference, type) ? textOf(reference?.display) : undefined);
  return shown === undefined ? undefined : { name: shown };
}

function fromRole(
  role: Entry<PractitionerRole>,
  reference: Reference | undefined,
  context: MapContext,
): Clinician | undefined {
  const person = clinicianOf(role.resource.practitioner, role, context);
  const name = person?.name ?? textOf(reference?.display);
  if (name === undefined) return undefined;
  const words = [...list(role.resource.code), ...list(role.resource.specialty)].map(wordsOf).find(Boolean);
  return defined<Clinician>({ name, role: words });
}

function isPerson(reference: Reference | undefined, found: string | undefined): boolean {
  if (found !== undefined) return found === 'Practitioner';
  const said = reference?.type ?? /(?:^|\/)([A-Z][A-Za-z]+)[/?]/.exec(reference?.reference ?? '')?.[1];
  return said === undefined || said.startsWith('Practitioner');
}
