import { randomUUID } from 'node:crypto';
import type { Vault } from '@crosstrust/service';
import type { Policy } from '../policy/policy.ts';
import type { Change } from '../storage/changes.ts';
import { hashesOf, makeSecret, type Secret, secondHashesOf } from './secrets.ts';

/** An invitation just made: its secret is known here and to nobody afterwards. */
export interface Invitation {
  readonly id: string;
  readonly secret: Secret;
  readonly expiresAt: Date;
}

/** What an invitation is made with: one transaction of the tables' owner on one record. */
export interface Inviting extends Change {
  readonly vault: Vault;
  readonly policy: Policy;
  readonly now: Date;
}

const day = 24 * 60 * 60_000;

/**
 * Makes an invitation to register. One that was open before gives way: the latest letter is the one that counts (D17).
 * @returns null when another has just been made, at the same moment
 */
export async function makeInvitation(
  { query, vault, policy, now }: Inviting,
  recordId: string,
  madeBy: 'booking' | 'staff',
): Promise<Invitation | null> {
  const { invitation } = policy.registration;
  if (invitation.by === 'nothing') throw new Error('this trust invites nobody');
  const id = randomUUID();
  const secret = makeSecret(invitation.by);
  const expiresAt = new Date(now.getTime() + invitation.lasts.days * day);
  const [hash] = hashesOf(vault, secret);
  const [second = null] = secret.kind === 'codes' ? secondHashesOf(vault, id, secret.codes) : [];
  await query('update invitation set voided_at = $2 where record_id = $1 and used_at is null and voided_at is null', [
    recordId,
    now,
  ]);
  // of two at once the second waits here for the first, and finds it made
  const made = await query(insert, [recordId, id, secret.kind, hash, second, madeBy, now, expiresAt]);
  if (made.length === 0) return null;
  await query("delete from record_lookup where kind = 'invitation' and record_id = $1", [recordId]);
  await query("insert into record_lookup (kind, hash, record_id) values ('invitation', $1, $2)", [hash, recordId]);
  return { id, secret, expiresAt };
}

const insert = `
  insert into invitation (record_id, id, kind, hash, second_hash, made_by, created_at, expires_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8)
  on conflict (record_id) where used_at is null and voided_at is null do nothing returning id`;

/** What a link leads to, from the portal's address on. The secret stands behind the `#`, which browsers send to no server. */
export const pathOf = ({ trust }: Pick<Policy, 'trust'>, secret: string): string => `/register#${trust.key}/${secret}`;
