import type { Section } from '@crosstrust/contract';
import { presentItem } from '../graph/lists.ts';
import type { Policy } from '../policy/policy.ts';
import type { AppointmentContent, AppointmentStatus } from '../storage/content.ts';
import type { Work } from '../verbs/carry-out.ts';
import { appointmentList, type Booking } from './list.ts';

interface ItemRow {
  section: Section;
  source: string;
  at: Date;
  status: AppointmentStatus;
  content: Buffer;
  received_at: Date;
  updated_at: Date;
}

/** An appointment, locked until the transaction ends, with what stands sealed. */
export interface LockedBooking {
  readonly booking: Booking;
  readonly content: AppointmentContent;
}

/** Locks an appointment, so that what is decided about it is still so when it is changed. Undefined when it is gone. */
export async function lockBooking(work: Work, id: string, policy: Policy): Promise<LockedBooking | undefined> {
  const { query, recordId, vault } = work;
  const [row] = await query<ItemRow>(
    `select section, source, at, status, content, received_at, updated_at from item
     where record_id = $1 and id = $2 and section = any($3) for update`,
    [recordId, id, appointmentList.sections],
  );
  if (!row) return undefined;
  const content = vault.open<AppointmentContent>(row.content, placeOf(recordId, id));
  const { section, source, at, status, received_at: receivedAt, updated_at: updatedAt } = row;
  const item = { recordId, id, section, source, at, status, content, receivedAt, updatedAt };
  return { booking: presentItem(policy, appointmentList, item) as Booking, content };
}

/** What a verb changes of an appointment. What its source said stays in the digest: the same import again undoes nothing. */
export interface BookingChange {
  readonly status?: AppointmentStatus;
  readonly startsAt?: string;
  readonly endsAt?: string;
}

/** Writes a locked appointment with its changes. */
export async function saveBooking(
  { query, recordId, vault, now }: Work,
  { booking, content }: LockedBooking,
  { status = booking.status, ...times }: BookingChange,
): Promise<void> {
  const changed: AppointmentContent = { ...content, ...times };
  await query('update item set status = $3, at = $4, content = $5, updated_at = $6 where record_id = $1 and id = $2', [
    recordId,
    booking.id,
    status,
    changed.startsAt,
    vault.seal(changed, placeOf(recordId, booking.id)),
    now,
  ]);
}

const placeOf = (recordId: string, id: string) => `item/${recordId}/${id}`;
