import type { Core } from '../core.ts';

/** What is of no use any more, and after how long. Codes and guesses matter for a day, sessions end after half a day. */
const tidied = [
  'delete from challenge where expires_at < $1',
  'delete from wrong_guess where at < $1',
  'delete from sent_code where at < $1',
  'delete from idempotency where created_at < $1',
  'delete from session where created_at < $1',
  'delete from inbox where created_at < $1',
  'delete from passkey_challenge where expires_at < $1',
  'delete from recovery where confirmed_at is null and begun_at < $1',
  'delete from totp where confirmed_at is null and created_at < $1',
  'delete from nhs_login_attempt where expires_at < $1',
  'delete from failing_channel where failed_at < $1',
  'delete from calendar_feed where revoked_at < $1',
  'delete from half_sign_in where expires_at < $1',
  'delete from saved_device where expires_at < $1',
  'delete from guest_session where created_at < $1',
  'delete from disputed_record where told_at < $1',
] as const;
const keptMs = 24 * 60 * 60_000;

/** Deletes what is more than a day past its use. */
export async function tidy(core: Core): Promise<void> {
  const before = new Date(core.clock().getTime() - keptMs);
  // the library's own clock: milliseconds since 1970
  await core.database.read('tidying-up', 'delete from address_try where expire < $1', [Date.now()]);
  for (const statement of tidied) await core.database.read('tidying-up', statement, [before]);
}
