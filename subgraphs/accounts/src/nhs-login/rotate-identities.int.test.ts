import { createLog, createVault, keyRing } from '@crosstrust/service';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../database/open-database.ts';
import { rotateKeys } from '../people/rotate-keys.ts';
import { makeRingKey } from '../testing/keys.ts';
import { identityOf, type NhsLoginBed, startNhsLoginBed } from '../testing/nhs-login-visits.ts';

const oldKeys = { DATA_KEYS: makeRingKey('old'), LOOKUP_KEYS: makeRingKey('old') };
const newKeys = { DATA_KEYS: makeRingKey('new'), LOOKUP_KEYS: makeRingKey('new') };
const bothKeys = {
  DATA_KEYS: `${newKeys.DATA_KEYS},${oldKeys.DATA_KEYS}`,
  LOOKUP_KEYS: `${newKeys.LOOKUP_KEYS},${oldKeys.LOOKUP_KEYS}`,
};
let own: NhsLoginBed;
beforeAll(async () => {
  own = await startNhsLoginBed(oldKeys);
});
afterAll(() => own.close());

async function rotate(): Promise<number> {
  const log = createLog('accounts', 'silent');
  const database = await openDatabase(own.bed.database.appUrl, log);
  const vault = createVault(keyRing.parse(bothKeys.DATA_KEYS), keyRing.parse(bothKeys.LOOKUP_KEYS));
  return rotateKeys(database, vault, log).finally(database.close);
}

it('an identity, and a browser on its way, are known under the new keys alone', async () => {
  const identity = identityOf();
  await own.enter(identity);
  const { url, browser } = await own.begin();
  await own.bed.restart(bothKeys);
  const before = await own.counts();
  expect((await own.enter(identity)).session).toHaveLength(43);
  expect(await rotate()).toBeGreaterThan(2);
  expect(await rotate()).toBe(0);
  await own.bed.restart(newKeys);
  expect((await own.finish(await own.visit(url, identity), browser)).session).toHaveLength(43);
  expect(await own.counts()).toMatchObject({ account: before['account'], nhs_login: before['nhs_login'] });
});
