import type { Work } from '../verbs/carry-out.ts';
import { type AppointmentResponse, noResponse } from './facts.ts';

/** A row of `appointment_response`. */
export interface ResponseRow {
  accepted_at: Date | null;
  accepted_start: Date | null;
  reschedules: number;
  slot_id: string | null;
}

export const responseColumns = 'accepted_at, accepted_start, reschedules, slot_id';

/** What the patient has answered, of its row. */
export function responseOf({ accepted_at, accepted_start, reschedules, slot_id }: ResponseRow): AppointmentResponse {
  const accepted = accepted_at && accepted_start && { at: accepted_at, start: accepted_start };
  return { accepted, reschedules, slotId: slot_id };
}

/** What the patient has answered, in a verb's transaction. Who holds the lock on the item is the only one to change it. */
export async function readResponse({ query, recordId }: Work, itemId: string): Promise<AppointmentResponse> {
  const [row] = await query<ResponseRow>(
    `select ${responseColumns} from appointment_response where record_id = $1 and item_id = $2`,
    [recordId, itemId],
  );
  return row ? responseOf(row) : noResponse;
}

/** Keeps what the patient has answered. */
export async function saveResponse(
  { query, recordId }: Work,
  itemId: string,
  { accepted, reschedules, slotId }: AppointmentResponse,
): Promise<void> {
  await query(
    `insert into appointment_response (record_id, item_id, ${responseColumns}) values ($1, $2, $3, $4, $5, $6)
     on conflict (record_id, item_id) do update set accepted_at = excluded.accepted_at,
       accepted_start = excluded.accepted_start, reschedules = excluded.reschedules, slot_id = excluded.slot_id`,
    [recordId, itemId, accepted?.at ?? null, accepted?.start ?? null, reschedules, slotId],
  );
}
