import { type TrustEntry, trusts } from '@crosstrust/contract';
import { createHash } from 'node:crypto';
import type {
  Composition,
  DiagnosticReport,
  DocumentReference,
  Identifier,
  Observation,
  Reference,
  Resource,
} from './fhir.ts';
import { list, textOf } from './fhir-values.ts';
import type { MapContext } from './mapping.ts';
import { type Entry, identityOf } from './names.ts';
import { referencesOf } from './references.ts';

/** Part `k` of `n`, counted from 1: which organisations of data that names no trust are taken to be this one's. */
export interface Share {
  readonly part: number;
  readonly of: number;
}

/** Whose an item is: a source of this trust, or why it is not ours. */
export type Belonging = { readonly source: string } | { readonly elsewhere: 'another trust' | 'another share' };

interface Organisation {
  readonly odsCodes: readonly string[];
  /** What tells it from others, the same at every trust. */
  readonly key: string;
}

/**
 * Decides by the organisation that an item names: one of this trust's ODS codes, or a site of it, is that source; the
 * code of another trust on the list is not ours. Anything else is shared out by a stable hash of the organisation, else
 * of the encounter, else of the item itself. The patient's own managing organisation decides nothing.
 */
export function belongingOf(
  entry: Entry,
  trust: TrustEntry,
  share: Share | undefined,
  context: Pick<MapContext, 'find'>,
): Belonging {
  const organisation = organisationOf(entry, context);
  for (const code of organisation?.odsCodes ?? []) {
    const source = trust.sources.find(({ odsCode }) => isOf(code, odsCode));
    if (source) return { source: source.key };
    if (trusts.some(({ sources }) => sources.some(({ odsCode }) => isOf(code, odsCode))))
      return { elsewhere: 'another trust' };
  }
  const number = stableHash(organisation?.key ?? encounterKey(entry, context) ?? identityOf(entry));
  if (share && number % share.of !== share.part - 1) return { elsewhere: 'another share' };
  const source = trust.sources[Math.floor(number / (share?.of ?? 1)) % trust.sources.length] ?? trust.sources[0];
  return { source: source.key };
}

/** A site's code begins with the code of its trust: X2601 is a site of X26. */
function isOf(code: string, odsCode: string): boolean {
  return code === odsCode || (code.length === 5 && code.startsWith(odsCode));
}

/** The same number on every machine and in every version. */
export function stableHash(text: string): number {
  return createHash('sha256').update(text).digest().readUIntBE(0, 6);
}

const odsSystem = /ods-organi[sz]ation-code$|ods-site-code$|\/ods-code$/i;

function odsCodesOf(identifiers: readonly Identifier[] | Identifier | undefined): string[] {
  return list(identifiers)
    .filter(({ system }) => system !== undefined && odsSystem.test(system))
    .map(({ value }) => textOf(value)?.toUpperCase())
    .filter((code) => code !== undefined);
}

/** The first organisation on the way from an item: named by it, by its place or role, or by its encounter. */
function organisationOf(entry: Entry, context: Pick<MapContext, 'find'>, depth = 0): Organisation | undefined {
  const { resource } = entry;
  const ways = referencesOf(resource).filter(([, type]) => waysToOrganisation.has(type));
  const reached = ways.map(([reference, type]) => follow(reference, type, entry, context, depth));
  return reached.find((found) => (found?.odsCodes.length ?? 0) > 0) ?? reached.find((found) => found !== undefined);
}

/** Fields on the way to an organisation, by the type that they point to; an appointment's participants do not say. */
const waysToOrganisation: ReadonlySet<string> = new Set([
  '',
  'Organization',
  'Location',
  'Practitioner',
  'Encounter',
  'Schedule',
]);
const leading: ReadonlySet<string> = new Set([
  'Encounter',
  'Location',
  'PractitionerRole',
  'HealthcareService',
  'Schedule',
]);

function follow(
  reference: Reference | undefined,
  type: string,
  from: Entry,
  context: Pick<MapContext, 'find'>,
  depth: number,
): Organisation | undefined {
  if (!reference || depth > 4) return undefined;
  const byIdentifier = odsCodesOf(reference.identifier);
  if (byIdentifier[0] !== undefined) return { odsCodes: byIdentifier, key: `ods|${byIdentifier[0]}` };
  const found = context.find<Resource>(reference, from, type);
  if (!found) return type === 'Organization' ? unresolved(reference) : undefined;
  if (found.resource.resourceType === 'Organization') {
    const whole = organisationOf(found, context, depth + 1);
    const own = odsCodesOf(found.resource.identifier);
    return { odsCodes: [...own, ...(whole?.odsCodes ?? [])], key: identityOf(found) };
  }
  const site = odsCodesOf(found.resource.identifier);
  if (site[0] !== undefined) return { odsCodes: site, key: `ods|${site[0]}` };
  return leading.has(found.resource.resourceType) ? organisationOf(found, context, depth + 1) : undefined;
}

/** An organisation that is not in the data is still told from others by how it is named. */
function unresolved({ reference, identifier, display }: Reference): Organisation | undefined {
  if (typeof reference === 'string' && /Practitioner(Role)?[/?]/.test(reference)) return undefined;
  const key =
    textOf(reference) ??
    (identifier?.value === undefined ? undefined : `${identifier.system ?? ''}|${identifier.value}`) ??
    textOf(display);
  return key === undefined ? undefined : { odsCodes: [], key: `Organization ${key}` };
}

function encounterKey(entry: Entry, context: Pick<MapContext, 'find'>): string | undefined {
  if (entry.resource.resourceType === 'Encounter') return identityOf(entry);
  const [reference] = encountersOf(entry.resource);
  const found = context.find(reference, entry, 'Encounter');
  return found ? identityOf(found) : textOf(reference?.reference);
}

function encountersOf(resource: Resource): readonly Reference[] {
  if (resource.resourceType === 'DocumentReference') return list((resource as DocumentReference).context?.encounter);
  return list((resource as DiagnosticReport | Observation | Composition).encounter);
}
