import { type ExportPart, RegistryError, type Section, sections } from '@crosstrust/contract';
import type { TrustContext } from '../graph/context.ts';
import { type About, organisationsOf } from './about.ts';
import { createBodyBudget } from './body-budget.ts';
import { entryOf, type ExportEntry, type FhirResource, referenceTo, urlOf } from './fhir.ts';
import { mapConversation } from './map-conversation.ts';
import { mapPatient } from './map-patient.ts';
import { readMessages } from './read-messages.ts';
import { readSection, type SectionPart, type SectionWork } from './read-section.ts';

/** Bytes of documents that one record's part takes along, before base64. */
const mostDocumentBytes = 16_000_000;

/** How complete the part of a trust is; known when all of it was read. */
export type Manifest = Pick<ExportPart, 'sections' | 'withheld'>;

/** Appointments first: letters refer to them, and a reference leads only to what is in the Bundle. */
const inOrder = [...sections] satisfies Section[];

/**
 * Reads all that the policy shows of the viewer's own record, as entries of a Bundle, and says at the end how complete it was.
 * A page of items is in memory at a time.
 * @throws RegistryError NOT_YOURS, SECTION_NOT_SHARED for whoever it is shared with
 */
export async function* readRecord(
  context: TrustContext,
  recordId: string,
  bytes = mostDocumentBytes,
): AsyncGenerator<ExportEntry, Manifest> {
  const readers = context.readers();
  const [details, choices, withheld] = await Promise.all([
    readers.details(recordId),
    readers.choices(recordId),
    readers.countWithheld(recordId),
  ]);
  if (!details) throw new RegistryError('NOT_YOURS', { trust: context.policy.trust.key });
  const held = new Map<string, string>();
  const about: About = {
    trust: context.policy.trust,
    patient: referenceTo('Patient', recordId),
    holds: (itemId) => held.has(itemId),
  };
  const once = onlyOnce();
  yield* once([...organisationsOf(about.trust), mapPatient(recordId, details, choices, about)]);
  const work: SectionWork = {
    context,
    recordId,
    about,
    budget: createBodyBudget(bytes),
    note: (itemId, type) => !held.has(itemId) && Boolean(held.set(itemId, type)),
  };
  const parts: SectionPart[] = [];
  for (const section of inOrder) {
    const items = readSection(section, work);
    for (let next = await items.next(); ; next = await items.next()) {
      if (next.done) {
        parts.push(next.value);
        break;
      }
      yield* once(next.value.resources);
    }
  }
  const messages = (await readMessages(context, recordId)).map((asked) =>
    mapConversation(asked, about, (id) => held.get(id) ?? 'Basic'),
  );
  yield* once(messages.flat());
  return { sections: [...parts, messagesPart(messages)], withheld };
}

function messagesPart(messages: readonly (readonly FhirResource[])[]): SectionPart {
  return {
    section: 'MESSAGES',
    state: 'OFFERED',
    words: 'What you asked of the hospital’s staff or reported to them, and what they answered.',
    count: messages.length,
    setAside: 0,
    leftOut: 0,
    entries: messages.flat().map(({ id }) => urlOf(id)),
  };
}

/** People and places that many items refer to are in the Bundle once. */
function onlyOnce(): (resources: readonly FhirResource[]) => Generator<ExportEntry> {
  const seen = new Set<string>();
  return function* (resources) {
    for (const resource of resources) {
      if (seen.has(resource.id)) continue;
      seen.add(resource.id);
      yield entryOf(resource);
    }
  };
}
