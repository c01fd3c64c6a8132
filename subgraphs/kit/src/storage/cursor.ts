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

const form = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)\|([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** @throws RegistryError CURSOR_INVALID when no list of ours made it. */
export function decodeCursor(cursor: string): Position {
  const [, at = '', id = ''] = form.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  const isInstant = at > '0001' && new Date(Date.parse(at) || 0).toISOString() === at;
  if (!isInstant) throw new RegistryError('CURSOR_INVALID', { field: 'after' });
  return { at, id };
}
