import { parseNhsNumber } from '@crosstrust/contract';
import { sqlComment, type Vault } from '@crosstrust/service';
import type { Pool } from 'pg';
import type { Policy } from '../policy/policy.ts';
import { scopeQueries } from '../storage/scoped-queries.ts';
import { type HeldPatient, readHeld } from './held-patient.ts';
import { hasUpcoming } from './upcoming.ts';

interface Parts {
  readonly policy: Policy;
  readonly pool: Pool;
  readonly vault: Vault;
  readonly now: Date;
  readonly correlation: string;
}

/**
 * Finds whom the trust holds under an NHS number, by its keyed hash. This is the one read without a viewer: nobody has
 * been let in yet, and nothing of the record leaves the trust but its opaque id and the name, once all details agree.
 */
export async function findPatient(parts: Parts, written: string | undefined): Promise<HeldPatient | null> {
  const { policy, pool, vault, now, correlation } = parts;
  const nhsNumber = parseNhsNumber(written ?? '');
  if (!nhsNumber) return null;
  const { rows } = await pool.query<{ record_id: string }>(
    `select record_id from record_lookup where kind = 'nhs' and hash = any($1) ${sqlComment(correlation)}`,
    [vault.lookups('nhs', nhsNumber)],
  );
  const [only, ...others] = new Set(rows.map((row) => row.record_id));
  if (!only || others.length > 0) return null;
  const queries = scopeQueries(pool, [only], correlation, () => 1_000);
  const [held, upcoming] = await Promise.all([
    readHeld(queries.query, vault, only),
    hasUpcoming(queries, policy, only, now),
  ]);
  return held && { ...held, hasUpcoming: upcoming };
}
