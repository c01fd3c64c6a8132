import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { ClientCall, Core } from '../core.ts';
import { audit } from '../database/audit.ts';
import { deviceSavedNotice } from '../messages/words.ts';
import { tellSecurity } from '../messages/security-notice.ts';
import type { SeenClient } from '../sessions/open-session.ts';
import { hashToken, makeToken } from '../tokens.ts';
import { SavedDevice } from './entities.ts';

/** Milliseconds that a device stays saved (K12). Using it does not make it longer. */
const savedFor = 30 * 24 * 60 * 60_000;

/**
 * Saves the device of this call, in the transaction given: for 30 days the password is enough on it.
 * @returns the device's token, shown once
 */
export async function saveDevice(
  em: EntityManager,
  core: Core,
  { client, correlation }: ClientCall,
  accountId: string,
): Promise<string> {
  const token = makeToken();
  const id = randomUUID();
  const now = core.clock();
  const seen: SeenClient = { agent: client.agent, address: client.address };
  em.create(SavedDevice, {
    id,
    accountId,
    tokenHash: hashToken(token),
    client: core.vault.seal(seen, placeOfSeenDevice(id)),
    savedAt: now,
    expiresAt: new Date(now.getTime() + savedFor),
    lastUsedAt: now,
  });
  audit(em, core, { correlation }, { accountId, action: 'device-saved' });
  await tellSecurity(em, core, accountId, deviceSavedNotice());
  return token;
}

/** Uses a saved device, in the transaction given. @returns false when it was forgotten or its 30 days are over */
export async function useDevice(em: EntityManager, core: Core, id: string): Promise<boolean> {
  const now = core.clock();
  return (await em.nativeUpdate(SavedDevice, { id, expiresAt: { $gt: now } }, { lastUsedAt: now })) > 0;
}

/** What the proofs that a signed-in person gives are counted against: on a saved device nobody else's count. */
export async function subjectOfProofs(
  core: Core,
  { client, correlation }: ClientCall,
  accountId: string,
): Promise<string> {
  const [device] = await core.database.read<{ id: string }>(
    correlation,
    'select id from saved_device where account_id = $1 and token_hash = $2 and expires_at > $3',
    [accountId, hashOfDevice(client.savedDevice), core.clock()],
  );
  return device ? subjectOfDevice(device.id) : `proofs ${accountId}`;
}

/** What wrong passwords on a saved device are counted against. */
export const subjectOfDevice = (device: string): string => `device ${device}`;

/** By what a presented device is found; null when none was presented. */
export const hashOfDevice = (token: string | null): Buffer | null => (token === null ? null : hashToken(token));

/** Where a saved device's client is sealed to. */
export const placeOfSeenDevice = (id: string) => `saved_device/${id}/client`;
