import type { StoredItem } from '../storage/readers.ts';
import type { StoredRoute } from '../storage/routes.ts';
import { type About, sourceReference } from './about.ts';
import { derivedId, type FhirResource, referenceTo, systems } from './fhir.ts';

/** By which ways an item came: one for each, with whose it is and when it first came. What the patient wrote is from them. */
export function mapProvenance(
  item: StoredItem,
  type: string,
  routes: readonly Pick<StoredRoute, 'source' | 'receivedAt' | 'changedAt'>[],
  { trust, patient }: About,
): FhirResource[] {
  const ways = routes.length > 0 ? routes : [{ ...item, changedAt: item.changedAt ?? item.updatedAt }];
  return ways.map(({ source, receivedAt, changedAt }, place) => ({
    resourceType: 'Provenance',
    id: derivedId('provenance', item.id, place),
    target: [referenceTo(type, item.id)],
    occurredDateTime: changedAt.toISOString(),
    recorded: receivedAt.toISOString(),
    agent: [
      {
        type: { coding: [{ system: systems.provenanceAgent, code: 'author', display: 'Author' }] },
        who: item.section === 'PATIENT_ENTRIES' ? patient : sourceReference(trust, source),
      },
    ],
  }));
}
