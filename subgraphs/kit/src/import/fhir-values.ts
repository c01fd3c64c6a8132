import type { CodeableConcept, Extension, Resource } from './fhir.ts';

/** A field that repeats: absent is none, one that somebody wrote without the brackets is one, and a null in it is left out. */
export function list<Value>(field: readonly Value[] | Value | null | undefined): readonly Value[] {
  if (field === undefined || field === null) return [];
  if (!Array.isArray(field)) return [field as Value];
  return field.includes(null) ? field.filter((each) => each !== null) : field;
}

/** A list that holds something; an empty one is none. */
export function atLeastOne<Value>(values: readonly Value[]): readonly Value[] | undefined {
  return values.length > 0 ? values : undefined;
}

/** A text of the source, trimmed; undefined when there is none or it is not a text. */
export function textOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  return value.trim() || undefined;
}

/** The kinds that SNOMED CT puts behind its terms, which say nothing to a patient: `Well child visit (procedure)`. */
const semanticTag =
  / \((procedure|disorder|finding|situation|regime\/therapy|observable entity|event|morphologic abnormality|record artifact|person|environment)\)$/;

/** The words of a concept: its text, else the first display, else nothing (a bare code tells a patient nothing). */
export function wordsOf(concept: CodeableConcept | undefined): string | undefined {
  const words =
    textOf(concept?.text) ??
    list(concept?.coding)
      .map(({ display }) => textOf(display))
      .find(Boolean);
  return words?.replace(semanticTag, '');
}

/** Whether a concept carries one of these codes, whatever its system. */
export function hasCode(concepts: readonly (CodeableConcept | undefined)[], codes: ReadonlySet<string>): boolean {
  return concepts.some((concept) => list(concept?.coding).some(({ code }) => code !== undefined && codes.has(code)));
}

/** The extensions whose URL ends with this name. */
export function extensionsOf(resource: Resource, name: string): readonly Extension[] {
  return list(resource.extension).filter(({ url }) => typeof url === 'string' && url.endsWith(name));
}

type Loose<T> = { [Key in keyof T]: Record<never, never> extends Pick<T, Key> ? T[Key] | undefined : T[Key] };

/** An object without those of its optional fields that are undefined. */
export function defined<T extends object>(fields: Loose<T>): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
