import { createHash } from 'node:crypto';
import type { Identifier, Reference, Resource } from './fhir.ts';
import { list } from './fhir-values.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const restful = /^(https?:\/\/.+)\/([A-Z][A-Za-z]+)\/([A-Za-z0-9.-]{1,64})(?:\/_history\/[^/]+)?$/;
const relative = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9.-]{1,64})(?:\/_history\/[^/]+)?$/;

/** The identifier systems of an NHS number, today's and the older one. */
export const nhsNumberSystems: ReadonlySet<string> = new Set([
  'https://fhir.nhs.uk/Id/nhs-number',
  'http://fhir.nhs.net/Id/nhs-number',
]);

/** A resource and how it was met. */
export interface Entry<Type extends Resource = Resource> {
  readonly resource: Type;
  /** The `fullUrl` of its entry in a Bundle. */
  readonly fullUrl?: string | undefined;
  /** Number of the file within the import; names that several files use mean the one of the same file. */
  readonly file: number;
  /** The resource that contains this one. */
  readonly container?: Entry | undefined;
}

/** The server that a resource was read from, where its full URL says so. */
function baseOf(fullUrl: string | undefined): string | undefined {
  return fullUrl === undefined ? undefined : restful.exec(fullUrl)?.[1];
}

/**
 * Every name that a reference may use for a resource. A resource whose server is not known also goes by `* /Type/id`:
 * a reference into a known server may mean it, but never a resource of another server.
 */
export function namesOf({ resource, fullUrl }: Entry): string[] {
  const { resourceType: type, id } = resource;
  const base = baseOf(fullUrl);
  const names = list(resource.identifier).map((identifier) => identifierName(type, identifier));
  if (fullUrl !== undefined) names.push(plainUrl(fullUrl));
  if (id !== undefined) names.push(`${type}/${id}`);
  if (id !== undefined && base === undefined) names.push(`*/${type}/${id}`);
  if (id !== undefined && uuid.test(id)) names.push(`urn:uuid:${id.toLowerCase()}`);
  return [...new Set(names.filter((name) => name !== undefined))];
}

/**
 * The names that a reference can mean, in the order in which they count: literal, conditional (`Type?identifier=…`),
 * by identifier alone. `type` is what the field points to, where the reference does not say.
 */
export function candidatesOf(reference: Reference | undefined, from: Entry, type?: string): string[] {
  if (!reference) return [];
  const literal = typeof reference.reference === 'string' ? literalCandidates(reference.reference.trim(), from) : [];
  const byIdentifier = list(reference.identifier).map((identifier) =>
    identifierName(reference.type ?? type ?? '', identifier),
  );
  return [...literal, ...byIdentifier].filter((name) => name !== undefined);
}

function literalCandidates(written: string, from: Entry): (string | undefined)[] {
  if (written.startsWith('#')) return [`${identityOf(from.container ?? from)}${written}`];
  if (written.includes('?')) return conditionalCandidates(written);
  const absolute = restful.exec(written);
  if (absolute) return [`${absolute[1]}/${absolute[2]}/${absolute[3]}`, ...unplaced(absolute[2], absolute[3])];
  const [, type, id] = relative.exec(written) ?? [];
  if (!type || !id) return written ? [plainUrl(written)] : [];
  const base = baseOf((from.container ?? from).fullUrl);
  return base === undefined ? [`${type}/${id}`] : [`${base}/${type}/${id}`, ...unplaced(type, id)];
}

function unplaced(type = '', id = ''): string[] {
  return uuid.test(id) ? [`*/${type}/${id}`, `urn:uuid:${id.toLowerCase()}`] : [`*/${type}/${id}`];
}

function conditionalCandidates(written: string): (string | undefined)[] {
  const [path = '', query = ''] = written.split(/\?(.*)/s);
  const type = path.split('/').at(-1) ?? '';
  return query.split('&').map((pair) => {
    const [name, raw = ''] = pair.split(/=(.*)/s);
    const value = raw.includes('%') ? decodeSafely(raw) : raw;
    if (name === '_id') return `${type}/${value}`;
    const [system, code] = value.split(/\|(.*)/s);
    return name === 'identifier' && code !== undefined
      ? identifierName(type, { system: system ?? '', value: code })
      : undefined;
  });
}

function identifierName(type: string, { system, value }: Identifier): string | undefined {
  if (typeof value !== 'string' || !value.trim()) return undefined;
  const ofNhs = system !== undefined && nhsNumberSystems.has(system);
  return ofNhs ? `${type}?nhs-number|${value.replace(/[\s-]/g, '')}` : `${type}?${system ?? ''}|${value.trim()}`;
}

function plainUrl(url: string): string {
  const unversioned = url.replace(/\/_history\/[^/]+$/, '');
  return /^urn:/i.test(unversioned) ? unversioned.toLowerCase() : unversioned;
}

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * What tells this resource from every other, the same in each run and at each trust: a UUID alone, else its URL, else
 * type and id, else an identifier, else its content.
 */
export function identityOf(entry: Entry): string {
  const { resource, fullUrl } = entry;
  const { resourceType: type, id } = resource;
  if (id !== undefined && uuid.test(id)) return `${type}/${id.toLowerCase()}`;
  if (id !== undefined && baseOf(fullUrl) !== undefined) return `${baseOf(fullUrl)}/${type}/${id}`;
  if (id !== undefined) return `${type}/${id}`;
  if (fullUrl !== undefined) return plainUrl(fullUrl);
  const named = list(resource.identifier)
    .map((identifier) => identifierName(type, identifier))
    .find(Boolean);
  return named ?? `${type}#${createHash('sha256').update(JSON.stringify(resource)).digest('hex')}`;
}

/** The identity that a resource of this type would have, of which only a name is known. */
export function identityByName(name: string, type: string): string {
  const id = name.split(/[/:]/).at(-1) ?? '';
  return uuid.test(id) ? `${type}/${id.toLowerCase()}` : name.replace(/^\*\//, '');
}

/** Whether an identity holds for the whole world, so that two exports cannot mean two things by it. */
export function isWorldwide(identity: string): boolean {
  if (/^https?:\/\/(localhost|127\.|\[)/.test(identity)) return false;
  return /^(https?|urn):/.test(identity) || uuid.test(identity.split('/').at(-1) ?? '') || /\?[^|]+\|/.test(identity);
}
