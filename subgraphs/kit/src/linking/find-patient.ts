import { parseNhsNumber } from '@crosstrust/contract';
import { sqlComment, type Vault } from '@crosstrust/service';
import type { Pool } from 'pg';
import type { PatientContent } from '../storage/content.ts';
import { scopeQueries } from '../storage/scoped-queries.ts';
import type { HeldPatient } from './vouch.ts';

/**
 * Finds whom the trust holds under an NHS number, by its keyed hash. This is the one read without a viewer: nobody has
 * been let in yet, and nothing of the record leaves the trust but its opaque id and the name, once all details agree.
 */
export async function findPatient(
  pool: Pool,
  vault: Vault,
  written: string,
  correlation: string,
): Promise<HeldPatient | null> {
  const nhsNumber = parseNhsNumber(written);
  if (!nhsNumber) return null;
  const { rows } = await pool.query<{ record_id: string }>(
    `select record_id from record_lookup where kind = 'nhs' and hash = any($1) ${sqlComment(correlation)}`,
    [vault.lookups('nhs', nhsNumber)],
  );
  const [only, ...others] = new Set(rows.map((row) => row.record_id));
  if (!only || others.length > 0) return null;
  const [row] = await scopeQueries(pool, [only], correlation, () => 1_000).query<{
    status: HeldPatient['status'];
    content: Buffer;
    disputed: boolean;
  }>(heldRecord, [only]);
  if (!row) return null;
  const { status, disputed } = row;
  return { recordId: only, status, disputed, patient: vault.open<PatientContent>(row.content, `record/${only}`) };
}

// disputed: a report that the whole record is somebody else's waits for the staff
const heldRecord = `
  select status, content, exists (
    select from task where record_id = record.id and kind = 'not-mine' and item_id is null and resolved_at is null) as disputed
  from record where id = $1`;
