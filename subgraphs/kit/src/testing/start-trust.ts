import { type Clock, systemClock } from '@crosstrust/contract';
import { createLog, type RunningService, type SigningKey } from '@crosstrust/service';
import { createTrust, type Locks } from '../create-trust.ts';
import type { Policy } from '../policy/policy.ts';
import { aSigningKey } from './issuer.ts';
import { testKeys } from './seed.ts';

/** A trust as it runs, on a free port, for tests. */
export async function startTrust(given: {
  policy: Policy;
  databaseUrl: string;
  issuerUrl: string;
  clock?: Clock;
  locks?: Locks;
  /** Of several processes of one trust. Absent: a new one. */
  signingKey?: SigningKey;
}): Promise<RunningService> {
  return createTrust({
    policy: given.policy,
    clock: given.clock ?? systemClock,
    log: createLog('trust', 'silent'),
    settings: {
      HOST: '127.0.0.1',
      PORT: 0,
      DATABASE_URL: given.databaseUrl,
      ACCOUNTS_URL: given.issuerUrl,
      DATA_KEYS: testKeys,
      LOOKUP_KEYS: testKeys,
      SIGNING_KEYS: [given.signingKey ?? (await aSigningKey())],
    },
    ...(given.locks ? { locks: given.locks } : {}),
  });
}
