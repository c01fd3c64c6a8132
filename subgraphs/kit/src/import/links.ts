import type { Appointment, Composition, DocumentReference, Encounter, Reference, Resource } from './fhir.ts';
import { list } from './fhir-values.ts';
import type { MapContext } from './mapping.ts';
import { candidatesOf, type Entry, identityByName, identityOf } from './names.ts';

/** The earlier letters that this one takes the place of. */
export function replacedReferences(resource: Resource): Reference[] {
  const { relatesTo } = resource as DocumentReference | Composition;
  return list<{ code?: string; target?: Reference; targetReference?: Reference }>(relatesTo)
    .filter(({ code }) => code === 'replaces')
    .map(({ target, targetReference }) => target ?? targetReference)
    .filter((target) => target !== undefined);
}

/** The appointments that a letter says it is about. */
export function appointmentReferences({ context }: Pick<DocumentReference, 'context'>): Reference[] {
  return list(context?.related).filter(
    ({ type, reference }) => type === 'Appointment' || /(^|\/)Appointment\//.test(reference ?? ''),
  );
}

/** The item of a visit: its appointment, where it says which that is. */
export function visitReference(encounter: Entry<Encounter> | undefined): readonly [Reference, string] | undefined {
  if (!encounter) return undefined;
  const [appointment] = list(encounter.resource.appointment);
  if (appointment) return [appointment, 'Appointment'];
  return encounter.resource.id === undefined
    ? undefined
    : [{ reference: `Encounter/${encounter.resource.id}` }, 'Encounter'];
}

/** The identities that a reference may mean: of the resource where it is in the data, else as it is written. */
export function identitiesOf(
  reference: Reference,
  from: Entry,
  type: string,
  context: Pick<MapContext, 'find'>,
): string[] {
  const found = context.find<Appointment>(reference, from, type);
  if (found) return [identityOf(found)];
  return [...new Set(candidatesOf(reference, from, type).map((name) => identityByName(name, type)))];
}

/** Every reference of a letter to another item, with the type that it points to. */
export function linksOf(entry: Entry, context: Pick<MapContext, 'find'>): (readonly [Reference, string, Entry])[] {
  const { resource } = entry;
  const { resourceType: type } = resource;
  if (type !== 'DocumentReference' && type !== 'Composition') return [];
  const encounters =
    type === 'Composition'
      ? list((resource as Composition).encounter)
      : list((resource as DocumentReference).context?.encounter);
  const visits = encounters.flatMap((reference) => {
    const encounter = context.find<Encounter>(reference, entry, 'Encounter');
    const visit = encounter?.resource.resourceType === 'Encounter' ? visitReference(encounter) : undefined;
    return encounter && visit ? [[...visit, encounter] as const] : [];
  });
  return [
    ...replacedReferences(resource).map((reference) => [reference, type, entry] as const),
    ...(type === 'DocumentReference' ? appointmentReferences(resource as DocumentReference) : []).map(
      (reference) => [reference, 'Appointment', entry] as const,
    ),
    ...visits,
  ];
}
