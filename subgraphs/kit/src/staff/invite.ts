import { parseNhsNumber } from '@crosstrust/contract';
import { SettingsError } from '@crosstrust/service';
import { z } from 'zod';
import { withRecords } from '../import/records.ts';
import { type Invitation, makeInvitation, pathOf } from '../invitations/make-invitation.ts';
import { whyNotInvite } from '../invitations/may-invite.ts';
import { readHeld } from '../linking/held-patient.ts';
import { appendAccess } from '../ledger/append-access.ts';
import { isRegistered } from '../registrations/registration.ts';
import type { Change } from '../storage/changes.ts';
import { writeAudit } from '../verbs/carry-out.ts';
import type { Desk, Told } from './desk.ts';
import { printTime } from './print.ts';

/** Whom to invite: by their NHS number, or by the id of their record. */
export type Invited = { readonly nhsNumber: string } | { readonly record: string };

/**
 * Makes an invitation to register and prints it: `invite <NHS number, or - to read it>` or `invite --record <id>`. It is shown
 * this once, for the letter or the patient at the desk; nothing is sent. An earlier one that was not used is void from now on.
 * @throws SettingsError for somebody whom the trust does not hold, and where the policy or the record forbids it
 */
export async function invite(desk: Desk, invited: Invited): Promise<Told> {
  const { client, vault, policy, now, correlation } = desk;
  const recordId = 'record' in invited ? invited.record : await findRecord(desk, invited.nhsNumber);
  if (!z.uuid().safeParse(recordId).success) throw new SettingsError('that is no id of a record');
  const query: Change['query'] = async (text, values = []) => (await client.query(text, [...values])).rows;
  const made = await withRecords(client, [recordId], async () => {
    const held = await readHeld(query, vault, recordId);
    if (!held) throw new SettingsError('the trust holds no such record');
    const why = (await isRegistered(query, recordId)) ? 'the patient is registered' : whyNotInvite(policy, held, now);
    if (why) throw new SettingsError(`nobody is invited: ${why}`);
    const invitation = await makeInvitation({ query, vault, policy, now }, recordId, 'staff');
    if (!invitation) throw new SettingsError('somebody else has just invited this patient; look again');
    const by = { clock: () => now, actor: 'staff', correlation };
    await writeAudit(by, { query }, { recordId, verb: 'invite' }, undefined);
    const seen = { recordId, at: now, action: 'U', kinds: [], verb: 'staff-invite', correlation } as const;
    await appendAccess({ query }, policy.trust, { ...seen, by: 'STAFF', actor: 'staff' });
    return invitation;
  });
  return tell(desk, recordId, made);
}

async function findRecord({ client, vault }: Desk, written: string): Promise<string> {
  const nhsNumber = parseNhsNumber(written);
  if (!nhsNumber) throw new SettingsError('that is no NHS number');
  const { rows } = await client.query<{ record_id: string }>(
    "select distinct record_id from record_lookup where kind = 'nhs' and hash = any($1)",
    [vault.lookups('nhs', nhsNumber)],
  );
  const [only, ...others] = rows;
  if (!only || others.length > 0) throw new SettingsError('the trust holds nobody, or several, under this NHS number');
  return only.record_id;
}

function tell({ policy, portal }: Desk, record: string, { secret, expiresAt }: Invitation): Told {
  const until = expiresAt.toISOString();
  const ends = `until  ${printTime(expiresAt)}\n`;
  if (secret.kind === 'codes')
    return { json: { record, codes: secret.codes, until }, text: `codes  ${secret.codes.join('  ')}\n${ends}` };
  const link = `${portal ?? ''}${pathOf(policy, secret.secret)}`;
  return { json: { record, invitation: secret.secret, link, until }, text: `link   ${link}\n${ends}` };
}
