import { createHash } from 'node:crypto';
import { uuidOf } from './records.ts';

const idOf = (kind: string, text: string): string => uuidOf(createHash('sha256').update(`${kind}\0${text}`).digest());

/** The id of one of the source's slots, by the identity of its resource. */
export const slotSourceId = (identity: string): string => idOf('slot-source', identity);

/** The id of a clinic's time, to which several slots of the source may add up. */
export const slotId = (clinic: string, startsAt: string, endsAt: string): string =>
  idOf('slot', `${clinic} ${startsAt} ${endsAt}`);
