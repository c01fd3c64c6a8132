import type { ClientCall, Core } from '../core.ts';
import { hashOfDevice, subjectOfDevice } from '../devices/saved-device.ts';
import { hashesOfEmail } from '../people/details.ts';
import type { Email } from '../people/parse-details.ts';

/** Whose password a written one may be. */
export interface Candidate {
  /** The account with this email that has a password; null when there is none. */
  readonly held: {
    readonly accountId: string;
    readonly id: string;
    readonly hash: Buffer;
    readonly changedAt: Date;
  } | null;
  /** The saved device of that account, when the call brought it. */
  readonly device: string | null;
  /** What wrong passwords are counted against: the device, or else the email, whether or not there is an account. */
  readonly subject: string;
}

interface Row {
  readonly account_id: string;
  readonly id: string;
  readonly hash: Buffer;
  readonly changed_at: Date;
  readonly device: string | null;
}

// Of emails only the verified ones have a hash.
const candidate = `
  select account.id as account_id, password.id, hash, changed_at, (
    select saved_device.id from saved_device
    where saved_device.account_id = account.id and token_hash = $2 and expires_at > $3
  ) as device
  from account join password on password.account_id = account.id where email_hash = any($1)`;

/** Finds who may be signing in, with one statement whoever it is. */
export async function findCandidate(core: Core, { correlation, client }: ClientCall, email: Email): Promise<Candidate> {
  const [row] = await core.database.read<Row>(correlation, candidate, [
    hashesOfEmail(core.vault, email),
    hashOfDevice(client.savedDevice),
    core.clock(),
  ]);
  const device = row?.device ?? null;
  const subject = device ? subjectOfDevice(device) : subjectOfEmail(core, email);
  if (!row) return { held: null, device: null, subject };
  const { account_id: accountId, id, hash, changed_at: changedAt } = row;
  return { held: { accountId, id, hash, changedAt }, device, subject };
}

const subjectOfEmail = ({ vault }: Core, email: Email) =>
  `password ${vault.lookup('passwords tried at an email', email).toString('base64url')}`;
