import { setTimeout as wait } from 'node:timers/promises';
import { anchorAudience, anchorClaimsSchema, systemClock } from '@crosstrust/contract';
import { createHttp, createLog, createPool, createSigner, type RunningService, verifyToken } from '@crosstrust/service';
import { createTestDatabase, type TestDatabase } from '@crosstrust/service/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { migrate } from '../storage/migrate.ts';
import { aPolicy, exampleTrusts } from '../testing/builders.ts';
import { aSigningKey } from '../testing/issuer.ts';
import { clearLedger } from '../testing/ledger.ts';
import { readRows } from '../testing/rows.ts';
import { startTrust } from '../testing/start-trust.ts';
import { startAnchoring } from './anchor.ts';
import { appendSql } from './append-access.ts';
import { writeAuditEvent } from './audit-event.ts';

const trust = exampleTrusts[0];
if (!trust) throw new Error('no trust');
const key = await aSigningKey();
const signer = await createSigner([key]);
const log = createLog('trust', 'silent');

let database: TestDatabase;
let pool: Pool;
let accounts: RunningService & { readonly taken: { trust: string; anchor: string }[]; status: number };
beforeAll(async () => {
  database = await createTestDatabase('trust', migrate);
  pool = createPool(database.appUrl, log);
  accounts = await startAccounts();
});
afterAll(async () => {
  await Promise.all([pool.end(), accounts.close()]);
  await database.drop();
});
beforeEach(async () => {
  await clearLedger(database);
  accounts.taken.length = 0;
  accounts.status = 204;
});

/** Takes anchors, as `accounts` does. */
async function startAccounts(): Promise<typeof accounts> {
  const http = createHttp({ log, bodyLimit: 10_000, ready: async () => undefined });
  const taken: { trust: string; anchor: string }[] = [];
  const stand = { taken, status: 204, url: '', close: () => http.close() };
  http.post('/anchors', async (request, reply) => {
    taken.push(request.body as (typeof taken)[number]);
    return reply.status(stand.status).send();
  });
  stand.url = await http.listen({ host: '127.0.0.1', port: 0 });
  return stand;
}
const append = (count: number) =>
  readRows(database.ownerUrl, appendSql, [
    Array.from({ length: count }, () =>
      writeAuditEvent(trust, {
        recordId: 'aaaaaaaa-0000-4000-8000-000000000001',
        at: new Date('2026-06-15T12:00:00.000Z'),
        action: 'R',
        kinds: [],
        correlation: 'correlation',
        by: 'YOU',
        actor: 'actor',
      }),
    ),
  ]);
const begin = (accountsUrl = accounts.url) =>
  startAnchoring({ pool, signer, clock: systemClock, log, trust: 'example', accountsUrl, everyMs: 20 });
const until = async (isSo: () => boolean) => {
  while (!isSo()) await wait(5);
};
const headNow = async () => {
  const [row] = await readRows(database.adminUrl, 'select seq::int as seq, hash from ledger_head');
  const hash = row?.['hash'] as Buffer;
  return { seq: row?.['seq'], hash: hash.toString('base64url') };
};

it('sends the head, signed with the trust’s key, whenever it has changed and then once', async () => {
  const anchoring = begin();
  await wait(60);
  expect(accounts.taken).toEqual([]); // nothing is written yet
  await append(3);
  const three = await headNow();
  await until(() => accounts.taken.length > 0);
  await wait(60);
  await append(1);
  await until(() => accounts.taken.length > 1);
  await anchoring.stop();
  const claims = await Promise.all(
    accounts.taken.map(({ anchor }) =>
      verifyToken(anchor, {
        keys: signer.ownKeys,
        issuer: 'example',
        audience: anchorAudience,
        now: new Date(),
        schema: anchorClaimsSchema,
      }),
    ),
  );
  expect(claims).toEqual([expect.objectContaining(three), expect.objectContaining(await headNow())]);
  expect(Date.parse(claims[1]?.readAt ?? '')).toBeGreaterThan(Date.parse(claims[0]?.readAt ?? ''));
});

it('tries again until it is taken', async () => {
  accounts.status = 503;
  await append(1);
  const anchoring = begin();
  await until(() => accounts.taken.length > 1);
  accounts.status = 204;
  const tries = accounts.taken.length;
  await until(() => accounts.taken.length > tries);
  await anchoring.stop();
});

it('sends what was written last when the trust stops', async () => {
  const given = { policy: aPolicy(), databaseUrl: database.appUrl, issuerUrl: accounts.url, signingKey: key };
  const service = await startTrust(given);
  await append(2);
  expect(accounts.taken).toEqual([]);
  await service.close();
  expect(accounts.taken).toHaveLength(1);
});

it('does not hold a trust up that cannot reach accounts', async () => {
  await append(1);
  const service = await startTrust({
    policy: aPolicy(),
    databaseUrl: database.appUrl,
    issuerUrl: 'http://127.0.0.1:9',
  });
  expect((await fetch(`${service.url}/ready`)).status).toBe(200);
  await service.close();
});
