import type { Vault } from '@crosstrust/service';
import type { PatientFacts } from '../access/decide.ts';
import type { Change } from '../storage/changes.ts';
import type { PatientContent } from '../storage/content.ts';

/** A patient whom the trust holds under the NHS number of a link request, or whom it has invited. */
export interface HeldPatient {
  readonly recordId: string;
  readonly status: PatientFacts['status'];
  readonly patient: PatientContent;
  /** Whether somebody to whom it was linked reported it as another's, and the staff have not seen to it yet. */
  readonly disputed?: boolean;
  /** Whether they have the appointment that the policy asks of who registers by themselves. */
  readonly hasUpcoming?: boolean;
}

// disputed: a report that the whole record is somebody else's waits for the staff
const heldRecord = `
  select status, content, exists (
    select from task where record_id = record.id and kind = 'not-mine' and item_id is null and resolved_at is null) as disputed
  from record where id = $1`;

/** Reads what the trust holds of a patient, by statements that see their record. */
export async function readHeld(query: Change['query'], vault: Vault, recordId: string): Promise<HeldPatient | null> {
  const [row] = await query<{ status: HeldPatient['status']; content: Buffer; disputed: boolean }>(heldRecord, [
    recordId,
  ]);
  if (!row) return null;
  const { status, disputed, content } = row;
  return { recordId, status, disputed, patient: vault.open<PatientContent>(content, `record/${recordId}`) };
}
