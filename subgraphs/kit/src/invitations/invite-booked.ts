import { appointmentSections, dayInLondon } from '@crosstrust/contract';
import { mayText } from '../details/choose.ts';
import { readHeld } from '../linking/held-patient.ts';
import { type Policy, shownSections } from '../policy/policy.ts';
import { owe, writeAudit } from '../verbs/carry-out.ts';
import type { Message } from '../verbs/message.ts';
import { channelsTo, whyNotInvite } from './may-invite.ts';
import { type Invitation, type Inviting, makeInvitation, pathOf } from './make-invitation.ts';

/** Marks in the audit what nobody asked for. */
const by = { actor: 'import', correlation: 'import' };

/**
 * Invites the patients of these records for whom an appointment has just been booked (W3 K2 U3 D5): once, until the
 * invitation is over or void (D17), and nobody who uses the portal already or cannot. It comes after the import has written
 * the appointments, in the same transaction, with the message that it owes.
 * @returns how many were invited
 */
export async function inviteBooked(inviting: Inviting, records: readonly string[]): Promise<number> {
  const { query, policy, now } = inviting;
  const { invitation } = policy.registration;
  if (invitation.by === 'nothing' || !invitation.onBooking.made) return 0;
  const { after } = invitation.onBooking;
  if (after !== undefined && dayInLondon(now) <= after) return 0;
  const shown = shownSections(policy, appointmentSections);
  const booked = await query<{ record_id: string }>(justBooked, [
    records,
    shown.map(({ section }) => section),
    shown.map(({ source }) => source),
    now,
  ]);
  let invited = 0;
  for (const { record_id: recordId } of booked) if (await inviteOne(inviting, recordId)) invited += 1;
  return invited;
}

const justBooked = `
  select distinct record_id from item
  where record_id = any($1) and (section, source) in (select * from unnest($2::text[], $3::text[]))
    and status = 'booked' and at > $4 and received_at = $4
    and not exists (select from registration r where r.record_id = item.record_id and r.state = 'registered')
    and not exists (
      select from invitation i
      where i.record_id = item.record_id and i.used_at is null and i.voided_at is null and i.expires_at > $4)
  order by record_id`;

async function inviteOne(inviting: Inviting, recordId: string): Promise<boolean> {
  const { query, vault, policy, now } = inviting;
  const held = await readHeld(query, vault, recordId);
  if (!held || whyNotInvite(policy, held, now)) return false;
  const channels = channelsTo(policy, held, await mayText(query, recordId));
  if (policy.registration.invitation.by === 'link' && channels.length === 0) return false;
  const made = await makeInvitation(inviting, recordId, 'booking');
  if (!made) return false;
  const at = { clock: () => now, vault };
  await writeAudit({ ...at, ...by }, inviting, { recordId, verb: 'invite' }, undefined);
  await owe(at, inviting, { recordId }, messageOf(policy, made, channels));
  return true;
}

function messageOf(policy: Policy, { secret, expiresAt }: Invitation, channels: ('mobile' | 'email')[]): Message {
  const until = expiresAt.toISOString();
  return secret.kind === 'link'
    ? { kind: 'invitation', path: pathOf(policy, secret.secret), channels, until }
    : { kind: 'invitation-letter', codes: secret.codes, until };
}
