import { appointmentSections, type ExportPart, type Section, startOfDayInLondon } from '@crosstrust/contract';
import { type AppointmentResponse, noResponse } from '../appointments/facts.ts';
import type { TrustContext } from '../graph/context.ts';
import { readableSections } from '../letters/lists.ts';
import { shownSections } from '../policy/policy.ts';
import type {
  AppointmentContent,
  DischargeSummaryContent,
  EntryContent,
  LetterContent,
  ResultContent,
} from '../storage/content.ts';
import type { Selection, StoredItem, StoredReading } from '../storage/readers.ts';
import type { StoredRoute } from '../storage/routes.ts';
import type { About } from './about.ts';
import type { BodyBudget } from './body-budget.ts';
import type { FhirResource } from './fhir.ts';
import { mapAppointment } from './map-appointment.ts';
import { mapEntry } from './map-entry.ts';
import { mapDischargeSummary, mapLetter } from './map-letter.ts';
import { mapProvenance } from './map-provenance.ts';
import { mapResult } from './map-result.ts';

/** Items that are read at once. */
const pageSize = 100;
/** Letters that replaced each other, one after the other. */
const longestChain = 20;

/** How complete one section of an export is. */
export type SectionPart = ExportPart['sections'][number];

/** What reading a section works with. */
export interface SectionWork {
  readonly context: TrustContext;
  readonly recordId: string;
  readonly about: About;
  readonly budget: BodyBudget;
  /** Keeps in mind that an item is in the Bundle, and as which type; false when it was there. */
  readonly note: (itemId: string, type: string) => boolean;
}

/** An item of the record with everything that is told of it; the last of `resources` is the item itself. */
export interface ExportedItem {
  readonly id: string;
  readonly resources: readonly FhirResource[];
}

/** Reads a section, newest first, a page at a time, and says at the end how complete it was. */
export async function* readSection(section: Section, work: SectionWork): AsyncGenerator<ExportedItem, SectionPart> {
  const { context, recordId } = work;
  const part = { section, ...saidOf(section, work), count: 0, setAside: 0, leftOut: 0, entries: [] as string[] };
  if (shownSections(context.policy, [section]).length === 0) return part;
  const readers = context.readers();
  const selection: Selection = { sections: [section], newestFirst: true, limit: pageSize };
  const leftOutBefore = work.budget.leftOut();
  for (let after: Selection['after']; ; ) {
    const page = await readers.items(recordId, { ...selection, after });
    for await (const item of exportPage(section, page, work)) {
      part.entries.push(`urn:uuid:${item.id}`);
      yield item;
    }
    const last = page.at(-1);
    if (!last || page.length < pageSize) break;
    after = { at: last.at.toISOString(), id: last.id };
  }
  const setAside = await readers.setAside(recordId, selection);
  return { ...part, count: part.entries.length, setAside, leftOut: work.budget.leftOut() - leftOutBefore };
}

function saidOf(section: Section, { context, recordId }: SectionWork) {
  const { state, words } = context.policy.sections[section];
  const registered = state === 'FUTURE_ONLY' ? context.readers().registeredAt(recordId) : undefined;
  return { state, words, ...(registered ? { since: startOfDayInLondon(registered).toISOString() } : {}) };
}

async function* exportPage(
  section: Section,
  page: readonly StoredItem[],
  work: SectionWork,
): AsyncGenerator<ExportedItem> {
  const { about, note } = work;
  const items = readableSections.includes(section) ? await withReplaced(page, work) : page;
  const type = typeOf(section);
  const fresh = items.filter((item) => note(item.id, item.section === 'PATIENT_ENTRIES' ? entryType(item) : type));
  const beside = await readBeside(section, fresh, work);
  for (const item of fresh) {
    const resources = await mapItem(section, item, beside, work);
    const own = resources.at(-1);
    if (!own) continue;
    const provenance = mapProvenance(item, own.resourceType, beside.routes.get(item.id) ?? [], about);
    yield { id: item.id, resources: [...provenance, ...resources] };
  }
}

/** What is told of items beside their content, by their ids: asked once a page. */
interface Beside {
  readonly routes: ReadonlyMap<string, readonly StoredRoute[]>;
  readonly readings: ReadonlyMap<string, StoredReading>;
  readonly responses: ReadonlyMap<string, AppointmentResponse>;
}

async function readBeside(
  section: Section,
  items: readonly StoredItem[],
  { context, recordId }: SectionWork,
): Promise<Beside> {
  const readers = context.readers();
  const ids = items.map(({ id }) => id);
  const [routes, readings, responses] = await Promise.all([
    readers.routes(recordId, ids),
    readableSections.includes(section) ? readers.readings(recordId, ids) : new Map<string, StoredReading>(),
    typeOf(section) === 'Appointment' ? Promise.all(ids.map((id) => readers.response(recordId, id))) : [],
  ]);
  return { routes, readings, responses: new Map(responses.map((response, place) => [ids[place] ?? '', response])) };
}

const entryType = ({ content }: StoredItem) =>
  (content as EntryContent).medication ? 'MedicationStatement' : 'Observation';

const typeOf = (section: Section): string => {
  if ((appointmentSections as readonly Section[]).includes(section)) return 'Appointment';
  return section === 'TEST_RESULTS' ? 'DiagnosticReport' : 'DocumentReference';
};

/** Each letter is followed by those that it replaced: they are in no list, and whole below it. */
async function withReplaced(page: readonly StoredItem[], { context, recordId }: SectionWork): Promise<StoredItem[]> {
  const found = new Map(page.map((item) => [item.id, item]));
  let newest: readonly StoredItem[] = page;
  for (let step = 0; step < longestChain && newest.length > 0; step += 1) {
    const ids = newest
      .flatMap(({ content }) => (content as LetterContent).replaces ?? [])
      .filter((id) => !found.has(id));
    const opened = ids.length > 0 ? await context.readers().open(recordId, [...new Set(ids)], readableSections) : [];
    newest = opened.filter(({ status }) => status === 'superseded');
    for (const item of newest) found.set(item.id, item);
  }
  return [...found.values()];
}

async function mapItem(
  section: Section,
  item: StoredItem,
  { responses, readings }: Beside,
  work: SectionWork,
): Promise<FhirResource[]> {
  const { about } = work;
  switch (typeOf(section)) {
    case 'Appointment':
      return mapAppointment(item as StoredItem<AppointmentContent>, responses.get(item.id) ?? noResponse, about);
    case 'DiagnosticReport':
      return mapResult(item as StoredItem<ResultContent>, about);
    default:
      if (section === 'PATIENT_ENTRIES') return [mapEntry(item as StoredItem<EntryContent>, about)];
      return mapDocument(item as StoredItem<LetterContent | DischargeSummaryContent>, readings.get(item.id), work);
  }
}

async function mapDocument(
  item: StoredItem<LetterContent | DischargeSummaryContent>,
  reading: StoredReading | undefined,
  { context, recordId, about, budget }: SectionWork,
): Promise<FhirResource[]> {
  const { text, documentId, size = 0 } = item.content;
  const fits = budget.take((text?.length ?? 0) + size);
  const file = fits && documentId !== undefined ? await context.readers().file(recordId, documentId) : null;
  const body = { text: fits ? text : undefined, file: file ?? undefined, isLeftOut: !fits };
  return item.section === 'DISCHARGE_SUMMARIES'
    ? mapDischargeSummary(item as StoredItem<DischargeSummaryContent>, body, reading, about)
    : mapLetter(item as StoredItem<LetterContent>, body, reading, about);
}
