import type { Policy } from '../policy/policy.ts';
import type { StoredItem } from '../storage/readers.ts';
import { compact, derivedId, type FhirReference, type FhirResource, referenceTo, systems } from './fhir.ts';

/** What every mapper knows beside the item: whose it is, and what else is in the same Bundle. */
export interface About {
  readonly trust: Policy['trust'];
  /** The patient, who has the id of the record. */
  readonly patient: FhirReference;
  /** Whether the item with this id is in the Bundle, so that it may be referred to. */
  readonly holds: (itemId: string) => boolean;
}

/** Of the fields that every item has, those that an export says in `meta`. */
export const metaOf = ({ changedAt, updatedAt }: Pick<StoredItem, 'changedAt' | 'updatedAt'>) => ({
  lastUpdated: (changedAt ?? updatedAt).toISOString(),
});

/** The organisations of a trust: one for each source by its ODS code, and one for a partnership of several. */
export function organisationsOf(trust: Policy['trust']): FhirResource[] {
  const sources = trust.sources.map(({ odsCode, name }) => ({
    resourceType: 'Organization',
    id: sourceId(odsCode),
    identifier: [{ system: systems.odsCode, value: odsCode }],
    active: true,
    name,
  }));
  if (trust.sources.length === 1) return sources;
  return [{ resourceType: 'Organization', id: partnershipId(trust.key), active: true, name: trust.name }, ...sources];
}

/** The organisation that keeps a trust's records: the trust itself, or the partnership. */
export function keeperOf({ key, sources }: Policy['trust']): FhirReference {
  const [{ odsCode }, another] = sources;
  return referenceTo('Organization', another ? partnershipId(key) : sourceId(odsCode));
}

/** The organisation behind a source's key. */
export function sourceReference({ sources }: Policy['trust'], key: string): FhirReference {
  const source = sources.find((candidate) => candidate.key === key) ?? sources[0];
  return compact({ ...referenceTo('Organization', sourceId(source.odsCode)), display: source.name });
}

const sourceId = (odsCode: string) => derivedId('organisation', odsCode);
const partnershipId = (key: string) => derivedId('partnership', key);
