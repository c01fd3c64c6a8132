import type { AccountPart } from '@crosstrust/contract';
import { derivedId, type FhirResource, systems } from '@crosstrust/kit';
import { consentsOf, makerOf, personOf } from './account-resources.ts';
import { compositionOf } from './composition.ts';
import { entriesOf, type TrustPart } from './read-parts.ts';

/** Characters that are gathered before they are sent on. */
const chunkSize = 256_000;

/** Everything of one person as one document of FHIR R4: the manifest first. Written entry by entry. */
export function* writeBundle(account: AccountPart, parts: readonly TrustPart[], madeAt: Date): Generator<Buffer> {
  const [person, maker, consents] = [personOf(account, parts), makerOf(), consentsOf(account, parts)];
  const own = [compositionOf({ account, parts, person, maker, consents, madeAt }), person, maker, ...consents];
  const head = {
    resourceType: 'Bundle',
    identifier: { system: systems.uri, value: `urn:uuid:${derivedId('bundle', account.id, madeAt.toISOString())}` },
    type: 'document',
    timestamp: madeAt.toISOString(),
  };
  let gathered = `${JSON.stringify(head).slice(0, -1)},"entry":[`;
  let separator = '';
  for (const entry of [...own.map(entryOf), ...entriesOf(parts)]) {
    gathered += separator + JSON.stringify(entry);
    separator = ',\n';
    if (gathered.length < chunkSize) continue;
    yield Buffer.from(gathered);
    gathered = '';
  }
  yield Buffer.from(`${gathered}]}`);
}

const entryOf = (resource: FhirResource) => ({ fullUrl: `urn:uuid:${resource.id}`, resource });
