import type { RegistrationNotice } from '@crosstrust/contract';
import type { Change } from '../storage/changes.ts';

/**
 * Whether the patient of this record uses the portal at this trust. A record that `accounts` has told nothing of is not
 * registered.
 */
export async function isRegistered(query: Change['query'], recordId: string): Promise<boolean> {
  const rows = await query("select from registration where record_id = $1 and state = 'registered'", [recordId]);
  return rows.length > 0;
}

/**
 * Keeps what `accounts` tells of a record. Notices come late and in any order: the one with the later `at` holds.
 * @returns whether this one does
 */
export async function keepRegistration(
  query: Change['query'],
  recordId: string,
  { kind, subject, at }: Pick<RegistrationNotice, 'kind' | 'subject' | 'at'>,
): Promise<boolean> {
  const kept = await query(
    `insert into registration (record_id, subject, state, at) values ($1, $2, $3, $4)
     on conflict (record_id) do update set subject = $2, state = $3, at = $4 where registration.at <= $4
     returning record_id`,
    [recordId, subject, kind, at],
  );
  return kept.length > 0;
}
