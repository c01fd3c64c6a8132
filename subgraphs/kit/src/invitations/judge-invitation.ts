import { timingSafeEqual } from 'node:crypto';
import type { LinkAnswer, LinkProof, LinkRequest } from '@crosstrust/contract';
import { sqlComment, type Vault } from '@crosstrust/service';
import type { Pool } from 'pg';
import { type HeldPatient, readHeld } from '../linking/held-patient.ts';
import { detailsAgree } from '../linking/vouch.ts';
import type { Policy } from '../policy/policy.ts';
import { type Change, changeRecord } from '../storage/changes.ts';
import { hashesOf, type Secret, secondHashesOf } from './secrets.ts';

/** Wrong tries that an invitation allows; then it is void, and the next one gives another chance (D17). */
const triesAllowed = 5;
const budgetMs = () => 2_000;

interface Parts {
  readonly policy: Policy;
  readonly pool: Pool;
  readonly vault: Vault;
  readonly now: Date;
  readonly correlation: string;
}

interface InvitationRow {
  id: string;
  second_hash: Buffer | null;
  wrong_tries: number;
}

type Refusal = Extract<LinkAnswer, { refused: string }>;

/**
 * Whose an invitation is, when it is open and all that came with it is right. What is wrong with it is told to nobody: an
 * unknown, expired, used and void one are answered alike. Details that do not agree count as a try, and so does a wrong
 * second code; whoever holds a letter learns of neither which it was.
 */
export async function judgeInvitation(parts: Parts, request: LinkRequest): Promise<HeldPatient | Refusal> {
  const { pool, vault, policy, correlation } = parts;
  const secret = secretOf(request.proof);
  if (!secret || policy.registration.invitation.by !== secret.kind) return invalid;
  const hashes = hashesOf(vault, secret);
  const { rows } = await pool.query<{ record_id: string }>(
    `select record_id from record_lookup where kind = 'invitation' and hash = any($1) ${sqlComment(correlation)}`,
    [hashes],
  );
  const recordId = rows[0]?.record_id;
  if (!recordId) return invalid;
  return changeRecord<HeldPatient | Refusal>(pool, { recordId, correlation, budgetMs }, async ({ query }) => {
    const [row] = await query<InvitationRow>(openInvitation, [recordId, hashes, parts.now]);
    const held = row && (await readHeld(query, vault, recordId));
    if (!row || !held) return { value: invalid, keep: false };
    if (isSecond(vault, row, secret) && detailsAgree(policy, request, held.patient))
      return { value: held, keep: false };
    await countTry(query, recordId, row, parts.now);
    return { value: secret.kind === 'codes' ? invalid : mismatch, keep: true };
  });
}

const invalid: Refusal = { refused: 'INVITATION_INVALID' };
const mismatch: Refusal = { refused: 'DETAILS_DO_NOT_MATCH' };

const openInvitation = `
  select id, second_hash, wrong_tries from invitation
  where record_id = $1 and hash = any($2) and used_at is null and voided_at is null and expires_at > $3 for update`;

const secretOf = (proof: LinkProof): Secret | undefined => {
  if (proof.kind === 'invitation') return { kind: 'link', secret: proof.secret };
  return proof.kind === 'codes' ? proof : undefined;
};

function isSecond(vault: Vault, { id, second_hash: held }: InvitationRow, secret: Secret): boolean {
  if (secret.kind === 'link') return true;
  return held !== null && secondHashesOf(vault, id, secret.codes).some((hash) => timingSafeEqual(hash, held));
}

async function countTry(query: Change['query'], recordId: string, row: InvitationRow, now: Date): Promise<void> {
  const isLast = row.wrong_tries + 1 >= triesAllowed;
  await query(
    'update invitation set wrong_tries = wrong_tries + 1, voided_at = case when $3 then $4::timestamptz end where record_id = $1 and id = $2',
    [recordId, row.id, isLast, now],
  );
}
