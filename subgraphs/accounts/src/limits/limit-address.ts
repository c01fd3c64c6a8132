import { RegistryError } from '@crosstrust/contract';
import type { Vault } from '@crosstrust/service';
import type { Pool } from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { ClientCall } from '../core.ts';

/** What strangers can try, each counted by itself. */
export const tries = [
  'code',
  'guess',
  'password',
  'passkey',
  'passkey-challenge',
  'opening',
  'recovery',
  'share-code',
  'nhs-login',
] as const;
export type Try = (typeof tries)[number];

/**
 * Counts a try of one client's address, in PostgreSQL, so that all processes share the count.
 * @throws RegistryError TOO_MANY_REQUESTS with `retryAfterSeconds`
 */
export type LimitAddress = (call: ClientCall, kind: Try) => Promise<void>;

const hourSeconds = 3_600;

/**
 * Limits by address. A ward's patients share one address, so the limit is far above what a person needs; what is tried at
 * one account is counted more narrowly elsewhere. The address is kept as a keyed hash, for an hour.
 * @param perHour tries of one kind that one address has in an hour
 */
export function createLimitAddress(pool: Pool, vault: Vault, perHour: number): LimitAddress {
  const limiters = new Map(
    tries.map((kind) => [
      kind,
      new RateLimiterPostgres({
        storeClient: pool,
        storeType: 'pool',
        tableName: 'address_try',
        tableCreated: true,
        keyPrefix: kind,
        points: perHour,
        duration: hourSeconds,
      }),
    ]),
  );
  return async ({ client: { address } }, kind) => {
    try {
      await limiters.get(kind)?.consume(vault.lookup('client address', networkOf(address)).toString('base64url'));
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      throw new RegistryError('TOO_MANY_REQUESTS', { retryAfterSeconds: Math.ceil(refusal.msBeforeNext / 1000) });
    }
  };
}

/** What counts as one address: a household has 2^64 of IPv6 and one of IPv4. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped || !address.includes(':')) return mapped ?? address;
  const [head = '', tail = ''] = address.toLowerCase().split('%')[0]?.split('::') ?? [];
  const left = head.split(':').filter(Boolean);
  const right = tail.split(':').filter(Boolean);
  const zeros = address.includes('::') ? Array<string>(8 - left.length - right.length).fill('0') : [];
  return [...left, ...zeros, ...right]
    .slice(0, 4)
    .map((part) => part.replace(/^0+(?=.)/, ''))
    .join(':');
}
