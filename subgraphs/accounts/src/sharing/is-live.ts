import type { Share } from './entities.ts';

/** What of a share tells whether it has ended. */
export type LiveShare = Pick<Share, 'endedAt' | 'until' | 'acceptedAt' | 'secretExpiresAt'>;

/** Whether a share opens something, or can still be accepted. */
export function isLive({ endedAt, until, acceptedAt, secretExpiresAt }: LiveShare, now: Date): boolean {
  if (endedAt || (until && until <= now)) return false;
  return acceptedAt !== null || secretExpiresAt > now;
}
