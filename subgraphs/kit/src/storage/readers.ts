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
import { type AppointmentReaders, createAppointmentReaders } from '../appointments/appointment-readers.ts';
import type { PatientFacts } from '../access/decide.ts';
import { sharedSections } from '../access/decide.ts';
import { type Viewer, visible } from '../access/viewer.ts';
import { createDetailsReaders, type DetailsReaders } from '../details/read-details.ts';
import { createExportReaders, type ExportReaders } from '../export/export-readers.ts';
import { type AccessLogReaders, createAccessLogReaders } from '../ledger/read-log.ts';
import { type Policy, shownSections } from '../policy/policy.ts';
import { createReportsReaders, type ReportsReaders } from '../reports/read-reports.ts';
import { type ItemContent, type ItemStatus, openStatuses, type PatientContent, shownStatuses } from './content.ts';
import type { Position } from './cursor.ts';
import { createListReaders, itemColumns, type ListReaders, shownItems } from './list-readers.ts';
import { routeColumns, type RouteRow, routesByItem, type StoredRoute } from './routes.ts';
import { createSalvage, type ItemRow, type Unreadable } from './salvage.ts';
import type { ScopedQueries } from './scoped-queries.ts';

/** Which items of a record to list. */
export interface Selection {
  readonly sections: readonly Section[];
  /** Only items in these states. Absent: every state that is shown. */
  readonly statuses?: readonly ItemStatus[] | null | undefined;
  /** Only items of these kinds, in a section whose items have one (`item.kind`). Absent: every kind. */
  readonly kinds?: readonly string[] | null | undefined;
  /** Only what the patient has got this far with. Absent: everything. */
  readonly readings?: readonly ReadingState[] | null | undefined;
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
  /** When it last changed at its source; null where that does not say. */
  readonly changedAt?: Date | null;
  readonly updatedAt: Date;
}

/** How far the patient has got with a letter. */
export const readingStates = ['UNREAD', 'SEEN', 'READ'] as const;
export type ReadingState = (typeof readingStates)[number];

/** When the patient first saw a letter in a list, and when they first read it. */
export interface StoredReading {
  readonly seenAt: Date;
  readonly readAt: Date | null;
}

export interface StoredDocument {
  readonly contentType: string;
  readonly body: Buffer;
}

/** All that can be read of a trust's records. Every method answers for the viewer's own grants and no others. */
export interface Readers
  extends ListReaders,
    AppointmentReaders,
    DetailsReaders,
    ReportsReaders,
    ExportReaders,
    AccessLogReaders {
  /** What bears on access; null when there is no such record among the viewer's. */
  patient(recordId: string): Promise<PatientFacts | null>;
  /** An item by its id, or by an id that it had before it turned out to be the same as another. */
  item(recordId: string, itemId: string, sections: readonly Section[]): Promise<StoredItem | null>;
  /** Of these items, those that can be opened, whole; letters that others replaced among them. In no order. */
  open(recordId: string, itemIds: readonly string[], sections: readonly Section[]): Promise<StoredItem[]>;
  /** The ways by which these items came, by the item's id, of sources that show; an item that only one system knows has none. */
  routes(recordId: string, itemIds: readonly string[]): Promise<ReadonlyMap<string, readonly StoredRoute[]>>;
  /** How far the patient has got with these items, by id; what they have not seen is not there. */
  readings(recordId: string, itemIds: readonly string[]): Promise<ReadonlyMap<string, StoredReading>>;
  /** A file of a record's. Whoever asks has read its id in an item that shows. */
  file(recordId: string, documentId: string): Promise<StoredDocument | null>;
}

export interface ReaderParts {
  readonly viewer: Viewer;
  readonly policy: Policy;
  readonly queries: ScopedQueries;
  readonly vault: Vault;
  readonly clock: Clock;
  /** Told of each stored item that cannot be shown. */
  readonly tellUnreadable?: (found: Unreadable) => void;
}

interface RecordRow {
  id: string;
  status: PatientFacts['status'];
  content: Buffer;
}

/** Readers for one request. There is no way to make them without a viewer. */
export function createReaders({
  viewer,
  policy,
  queries,
  vault,
  clock,
  tellUnreadable = () => {},
}: ReaderParts): Readers {
  const salvage = createSalvage(vault, tellUnreadable);
  const open = (rows: readonly ItemRow[]) => rows.flatMap((row) => salvage.open(row) ?? []);
  /** Of these sections, those that the viewer's live grant shares. A list that was not shared is an error, never empty. */
  const shared = (recordId: string, among: readonly Section[]): { grant: Grant; found: Section[] } => {
    const grant = visible(viewer, [recordId], clock()).length > 0 ? viewer.grants.get(recordId) : undefined;
    if (!grant) throw new RegistryError('NOT_YOURS');
    const found = sharedSections(grant, among);
    if (found.length === 0) throw new RegistryError('SECTION_NOT_SHARED', { trust: policy.trust.key });
    return { grant, found };
  };
  /** The first parameters of every query on items: the record, the pairs of section and source that show, and from when on. */
  const shown = (recordId: string, among: readonly Section[], statuses: readonly ItemStatus[]) => {
    const { grant, found } = shared(recordId, among);
    const pairs = shownSections(policy, found);
    const starts = pairs.map(({ fromRegistration }) => (fromRegistration ? registration(grant) : '-infinity'));
    return [recordId, pairs.map(({ section }) => section), pairs.map(({ source }) => source), statuses, starts];
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

  const item: Readers['item'] = async (recordId, itemId, among) => {
    const rows = await queries.query<ItemRow>(
      `select ${itemColumns} from item where item.record_id = $1 and ${shownItems} and (item.id = $6
         or item.id = (select item_id from item_route where item_route.record_id = $1 and item_route.id = $6))
       order by item.id <> $6 limit 1`,
      [...shown(recordId, among, shownStatuses), itemId],
    );
    return open(rows)[0] ?? null;
  };

  const routes: Readers['routes'] = async (recordId, itemIds) => {
    const rows = await queries.query<RouteRow>(
      `select ${routeColumns} from item_route item
       where item.record_id = $1 and ${shownItems} and item.content is not null and item.item_id = any($6)`,
      [...shown(recordId, sections, shownStatuses), itemIds],
    );
    return routesByItem(rows, vault);
  };

  const openItems: Readers['open'] = async (recordId, itemIds, among) => {
    const rows = await queries.query<ItemRow>(
      `select ${itemColumns} from item where item.record_id = $1 and ${shownItems} and item.id = any($6)`,
      [...shown(recordId, among, openStatuses), itemIds],
    );
    return open(rows);
  };

  const readings: Readers['readings'] = async (recordId, itemIds) => {
    const rows = await queries.query<{ item_id: string; seen_at: Date; read_at: Date | null }>(
      'select item_id, seen_at, read_at from letter_reading where record_id = any($1) and item_id = any($2)',
      [visible(viewer, [recordId], clock()), itemIds],
    );
    return new Map(rows.map(({ item_id, seen_at, read_at }) => [item_id, { seenAt: seen_at, readAt: read_at }]));
  };

  const file: Readers['file'] = async (recordId, documentId) => {
    const [row] = await queries.query<{ content_type: string; body: Buffer }>(
      'select content_type, body from document where record_id = any($1) and id = $2',
      [visible(viewer, [recordId], clock()), documentId],
    );
    if (!row) return null;
    return { contentType: row.content_type, body: vault.openBytes(row.body, `document/${recordId}/${documentId}`) };
  };

  return {
    ...createAppointmentReaders({ viewer, queries, clock }),
    ...createDetailsReaders({ viewer, policy, queries, vault, clock }),
    ...createReportsReaders({ viewer, policy, queries, vault, clock }),
    ...createExportReaders({ viewer, queries, clock }),
    ...createAccessLogReaders({ viewer, queries, clock }),
    patient: (recordId) => patients.load(recordId),
    ...createListReaders({ queries, salvage, shown }),
    item,
    open: openItems,
    routes,
    readings,
    file,
  };
}

/** From when on a section shows that begins with registration: the whole day of it. Without a day nothing shows. */
const registration = ({ since }: Grant) =>
  since === undefined ? 'infinity' : startOfDayInLondon(new Date(since * 1000)).toISOString();
