import {
  type Clock,
  type Grant,
  RegistryError,
  type Section,
  sections,
  startOfDayInLondon,
} from '@crosstrust/contract';
import type { Vault } from '@crosstrust/service';
import DataLoader from 'dataloader';
import type { PatientFacts } from '../access/decide.ts';
import { sharedSections } from '../access/decide.ts';
import { type Viewer, visible } from '../access/viewer.ts';
import { type Policy, shownSections } from '../policy/policy.ts';
import { type ItemContent, type ItemStatus, type PatientContent, shownStatuses } from './content.ts';
import type { Position } from './cursor.ts';
import type { ScopedQueries } from './scoped-queries.ts';

/** Which items of a record to list. */
export interface Selection {
  readonly sections: readonly Section[];
  /** Only items in these states. Absent: every state that is shown. */
  readonly statuses?: readonly ItemStatus[] | null | undefined;
  /** From this instant on. */
  readonly from?: Date | null | undefined;
  /** Until before this instant. */
  readonly to?: Date | null | undefined;
  readonly newestFirst: boolean;
  readonly after?: Position | undefined;
  /** How many at most. */
  readonly limit: number;
}

/** One item of a record, opened. */
export interface StoredItem<Content extends ItemContent = ItemContent> {
  readonly recordId: string;
  readonly id: string;
  readonly section: Section;
  readonly source: string;
  readonly at: Date;
  readonly status: ItemStatus;
  readonly content: Content;
  readonly receivedAt: Date;
  readonly updatedAt: Date;
}

export interface StoredDocument {
  readonly contentType: string;
  readonly body: Buffer;
}

/** All that can be read of a trust's records. Every method answers for the viewer's own grants and no others. */
export interface Readers {
  /** What bears on access; null when there is no such record among the viewer's. */
  patient(recordId: string): Promise<PatientFacts | null>;
  items(recordId: string, selection: Selection): Promise<StoredItem[]>;
  count(recordId: string, selection: Selection): Promise<number>;
  item(recordId: string, itemId: string, sections: readonly Section[]): Promise<StoredItem | null>;
  /** The file of an item that shows. */
  document(recordId: string, itemId: string): Promise<StoredDocument | null>;
}

export interface ReaderParts {
  readonly viewer: Viewer;
  readonly policy: Policy;
  readonly queries: ScopedQueries;
  readonly vault: Vault;
  readonly clock: Clock;
}

interface RecordRow {
  id: string;
  status: PatientFacts['status'];
  content: Buffer;
}

interface ItemRow {
  record_id: string;
  id: string;
  section: Section;
  source: string;
  at: Date;
  status: ItemStatus;
  content: Buffer;
  received_at: Date;
  updated_at: Date;
}

const itemColumns =
  'item.record_id, item.id, item.section, item.source, item.at, item.status, item.content, item.received_at, item.updated_at';
const shownItems = `exists (
    select from unnest($2::text[], $3::text[], $5::timestamptz[]) as shown(section, source, since)
    where shown.section = item.section and shown.source = item.source and item.at >= shown.since)
  and item.status = any($4)`;

/** Readers for one request. There is no way to make them without a viewer. */
export function createReaders({ viewer, policy, queries, vault, clock }: ReaderParts): Readers {
  const open = (row: ItemRow): StoredItem => ({
    recordId: row.record_id,
    id: row.id,
    section: row.section,
    source: row.source,
    at: row.at,
    status: row.status,
    content: vault.open<ItemContent>(row.content, `item/${row.record_id}/${row.id}`),
    receivedAt: row.received_at,
    updatedAt: row.updated_at,
  });
  /** Of these sections, those that the viewer's live grant shares. A list that was not shared is an error, never empty. */
  const shared = (recordId: string, among: readonly Section[]): { grant: Grant; found: Section[] } => {
    const grant = visible(viewer, [recordId], clock()).length > 0 ? viewer.grants.get(recordId) : undefined;
    if (!grant) throw new RegistryError('NOT_YOURS');
    const found = sharedSections(grant, among);
    if (found.length === 0) throw new RegistryError('SECTION_NOT_SHARED');
    return { grant, found };
  };
  /** The first parameters of every query on items: the record, the pairs of section and source that show, and from when on. */
  const shown = (recordId: string, among: readonly Section[], statuses?: readonly ItemStatus[] | null) => {
    const { grant, found } = shared(recordId, among);
    const pairs = shownSections(policy, found);
    const states = (statuses ?? shownStatuses).filter((status) => shownStatuses.includes(status));
    const starts = pairs.map(({ fromRegistration }) => (fromRegistration ? registration(grant) : '-infinity'));
    return [recordId, pairs.map(({ section }) => section), pairs.map(({ source }) => source), states, starts];
  };

  const patients = new DataLoader<string, PatientFacts | null>(async (ids) => {
    const rows = await queries.query<RecordRow>('select id, status, content from record where id = any($1)', [
      visible(viewer, ids, clock()),
    ]);
    const facts = new Map(
      rows.map((row) => {
        const { birthDate } = vault.open<PatientContent>(row.content, `record/${row.id}`);
        return [row.id, { status: row.status, birthDate }];
      }),
    );
    return ids.map((id) => facts.get(id) ?? null);
  });

  const items: Readers['items'] = async (recordId, { sections: among, statuses, newestFirst, ...page }) => {
    const [direction, beyond] = newestFirst ? ['desc', '<'] : ['asc', '>'];
    const rows = await queries.query<ItemRow>(
      `select ${itemColumns} from item
       where item.record_id = $1 and ${shownItems} and ${inTime}
         and ($8::timestamptz is null or (item.at, item.id) ${beyond} ($8, $9::uuid))
       order by item.at ${direction}, item.id ${direction} limit $10`,
      [
        ...shown(recordId, among, statuses),
        ...timesOf(page),
        page.after?.at ?? null,
        page.after?.id ?? null,
        page.limit,
      ],
    );
    return rows.map(open);
  };

  const count: Readers['count'] = async (recordId, { sections: among, statuses, ...page }) => {
    const [row] = await queries.query<{ count: number }>(
      `select count(*)::int as count from item where item.record_id = $1 and ${shownItems} and ${inTime}`,
      [...shown(recordId, among, statuses), ...timesOf(page)],
    );
    return row?.count ?? 0;
  };

  const item: Readers['item'] = async (recordId, itemId, among) => {
    const [row] = await queries.query<ItemRow>(
      `select ${itemColumns} from item where item.record_id = $1 and ${shownItems} and item.id = $6`,
      [...shown(recordId, among), itemId],
    );
    return row ? open(row) : null;
  };

  const document: Readers['document'] = async (recordId, itemId) => {
    const content = (await item(recordId, itemId, sections))?.content;
    if (!content || !('documentId' in content) || !content.documentId) return null;
    const { documentId } = content;
    const [row] = await queries.query<{ content_type: string; body: Buffer }>(
      'select content_type, body from document where record_id = $1 and id = $2',
      [recordId, documentId],
    );
    if (!row) return null;
    return { contentType: row.content_type, body: vault.openBytes(row.body, `document/${recordId}/${documentId}`) };
  };

  return { patient: (recordId) => patients.load(recordId), items, count, item, document };
}

const inTime = '($6::timestamptz is null or item.at >= $6) and ($7::timestamptz is null or item.at < $7)';
const timesOf = ({ from, to }: Pick<Selection, 'from' | 'to'>) => [from ?? null, to ?? null];

/** From when on a section shows that begins with registration: the whole day of it. Without a day nothing shows. */
const registration = ({ since }: Grant) =>
  since === undefined ? 'infinity' : startOfDayInLondon(new Date(since * 1000)).toISOString();
