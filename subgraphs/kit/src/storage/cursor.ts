import { RegistryError } from '@crosstrust/contract';

/** Where a page of a list ended: the last item's time (to the millisecond, as the column has it) and id. */
export interface Position {
  readonly at: string;
  readonly id: string;
}

/** An opaque cursor for a position. */
export function encodeCursor({ at, id }: Position): string {
  return Buffer.from(`${at}|${id}`).toString('base64url');
}

/** @throws RegistryError CURSOR_INVALID when no list of ours made it. */
export function decodeCursor(cursor: string): Position {
  const [, at, id] =
    /^(\d{4}-\d{2}-\d{2}T[\d:.]+Z)\|([0-9a-f-]{36})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (!at || !id || Number.isNaN(Date.parse(at))) throw new RegistryError('CURSOR_INVALID', { field: 'after' });
  return { at, id };
}
