import type { Section } from '@crosstrust/contract';
import type { Vault } from '@crosstrust/service';
import type { ItemContent, ItemStatus } from './content.ts';
import { lacks } from './lacks.ts';
import type { StoredItem } from './readers.ts';

/** A row of `item` as it is read. */
export interface ItemRow {
  record_id: string;
  id: string;
  section: Section;
  source: string;
  at: Date;
  status: ItemStatus;
  content: Buffer;
  received_at: Date;
  changed_at: Date | null;
  updated_at: Date;
}

/** A stored item that cannot be shown. Holds nothing of its content. */
export interface Unreadable {
  readonly recordId: string;
  readonly itemId: string;
  readonly section: Section;
  readonly source: string;
  /** For the trust's staff. */
  readonly reason: string;
}

export interface Salvage {
  /** The item of a row; undefined where it cannot be shown, which is then told and kept in mind. */
  open(row: ItemRow): StoredItem | undefined;
  /** Ids of the items that this request could not show. */
  unreadable(recordId: string): string[];
}

/**
 * Opens the items of one request, so that one that is damaged costs the list nothing but itself.
 * @param tell is told of each that cannot be shown, once a request
 */
export function createSalvage(vault: Vault, tell: (found: Unreadable) => void): Salvage {
  const found = new Map<string, Unreadable>();
  const leaveOut = (row: ItemRow, reason: string): undefined => {
    const { record_id: recordId, id: itemId, section, source } = row;
    if (found.has(itemId)) return;
    found.set(itemId, { recordId, itemId, section, source, reason });
    tell({ recordId, itemId, section, source, reason });
  };
  return {
    open: (row) => {
      const content = openContent(vault, row);
      if (content === undefined) return leaveOut(row, 'its stored content cannot be opened');
      const missing = lacks(row.section, content);
      if (missing !== undefined) return leaveOut(row, `its stored content has no proper ${missing}`);
      return {
        recordId: row.record_id,
        id: row.id,
        section: row.section,
        source: row.source,
        at: row.at,
        status: row.status,
        content,
        receivedAt: row.received_at,
        changedAt: row.changed_at,
        updatedAt: row.updated_at,
      };
    },
    unreadable: (recordId) =>
      [...found.values()].filter((each) => each.recordId === recordId).map(({ itemId }) => itemId),
  };
}

function openContent(vault: Vault, row: ItemRow): ItemContent | undefined {
  try {
    return vault.open<ItemContent>(row.content, `item/${row.record_id}/${row.id}`);
  } catch {
    return undefined;
  }
}
