import { type Grant, registrationScope, reportScope } from '@crosstrust/contract';
import type { RunningService } from '@crosstrust/service';
import { createTestDatabase, type TestDatabase } from '@crosstrust/service/testing';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mayText } from '../details/choose.ts';
import { moveSaid } from '../import/move-said.ts';
import type { PolicyInput } from '../policy/policy.ts';
import { migrate } from '../storage/migrate.ts';
import { ask } from '../testing/ask.ts';
import { aPolicy } from '../testing/builders.ts';
import { startIssuer } from '../testing/issuer.ts';
import { ids, lives } from '../testing/lives.ts';
import { readRows } from '../testing/rows.ts';
import { seed, testVault } from '../testing/seed.ts';
import { startTrust } from '../testing/start-trust.ts';
import { isRegistered } from './registration.ts';

let database: TestDatabase;
let issuer: Awaited<ReturnType<typeof startIssuer>>;
let trust: RunningService;
let without: RunningService;

const notHere = { offered: false, words: 'Tell the hospital.', rule: 'assumed' } as const;
const start = (policy: Partial<PolicyInput>) =>
  startTrust({ policy: aPolicy(policy), databaseUrl: database.appUrl, issuerUrl: issuer.url });

beforeAll(async () => {
  database = await createTestDatabase('trust', migrate);
  await seed(database.ownerUrl, lives);
  issuer = await startIssuer();
  trust = await start({});
  without = await start({ preferences: { paperless: notHere, texts: notHere } });
});
afterAll(async () => {
  await Promise.all([trust?.close(), without?.close(), issuer?.close()]);
  await database?.drop();
});
beforeEach(() =>
  rows(
    'delete from registration; delete from preference; delete from audit; delete from outbox; delete from idempotency',
  ),
);

const rows = (sql: string, values: readonly unknown[] = []) => readRows(database.adminUrl, sql, values);
const query = rows as Parameters<typeof isRegistered>[0];
const at = (minutes: number) => new Date(Date.UTC(2026, 5, 15, 12, minutes)).toISOString();
let made = 0;
const nextId = () => `00000000-0000-4000-8000-${String((made += 1)).padStart(12, '0')}`;
const registered = (minutes: number, more: object = {}) => ({
  kind: 'registered',
  id: nextId(),
  record: ids.adult,
  subject: 'subject-1',
  at: at(minutes),
  ...more,
});
const left = (minutes: number, more: object = {}) => ({
  ...registered(minutes, { kind: 'left', stopTexts: false }),
  ...more,
});

const post = async (body: object, { url = trust.url, ...claims }: { url?: string; [claim: string]: unknown } = {}) => {
  const token = await issuer.mint({ audience: 'example', grants: [], scope: registrationScope, ...claims });
  const response = await fetch(`${url}/registrations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.text() };
};
const taken = { status: 204, body: '' };
const code = (status: number, name: string) => ({ status, body: JSON.stringify({ code: name }) });
const owed = async () =>
  (await rows('select id, record_id, payload from outbox order by created_at')).map(({ id, record_id, payload }) =>
    testVault.open(payload as Buffer, `outbox/${String(record_id)}/${String(id)}`),
  );
const closing = { kind: 'closing-text', words: 'No more texts. Tell us to get them again.' };
const held = () => rows('select record_id, subject, state, at from registration');

describe('POST /registrations', () => {
  it('K9 keeps who has registered and who has left', async () => {
    expect(await isRegistered(query, ids.adult)).toBe(false);
    expect(await post(registered(1))).toEqual(taken);
    expect(await held()).toEqual([
      { record_id: ids.adult, subject: 'subject-1', state: 'registered', at: new Date(at(1)) },
    ]);
    expect(await isRegistered(query, ids.adult)).toBe(true);
    expect(await post(left(2, { subject: 'subject-2' }))).toEqual(taken);
    expect(await held()).toEqual([{ record_id: ids.adult, subject: 'subject-2', state: 'left', at: new Date(at(2)) }]);
    expect(await isRegistered(query, ids.adult)).toBe(false);
    expect(await rows('select actor, verb from audit order by at')).toEqual([
      { actor: 'subject-1', verb: 'register' },
      { actor: 'subject-2', verb: 'leave' },
    ]);
  });

  it('K9 K10 K11 comes to the same in whatever order and however often the notices arrive', async () => {
    const notices = [registered(1, { paperless: true }), left(2, { stopTexts: true }), registered(3)];
    const results: object[] = [];
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 0, 2],
      [2, 0, 1, 1, 0, 2],
    ]) {
      await rows('delete from registration; delete from preference; delete from outbox; delete from idempotency');
      for (const index of order) expect(await post(notices[index] as object)).toEqual(taken);
      results.push([
        await held(),
        await rows('select paperless, paperless_at, texts, texts_at from preference'),
        await owed(),
      ]);
    }
    expect(results[0]).toEqual([
      [{ record_id: ids.adult, subject: 'subject-1', state: 'registered', at: new Date(at(3)) }],
      [{ paperless: true, paperless_at: new Date(at(1)), texts: false, texts_at: new Date(at(2)) }],
      [closing],
    ]);
    expect(results).toEqual(Array(results.length).fill(results[0]));
  });

  it('of ten equal ones at once one is kept, and one closing text is owed', async () => {
    const notice = left(1, { stopTexts: true });
    expect(await Promise.all(Array.from({ length: 10 }, () => post(notice)))).toEqual(Array(10).fill(taken));
    expect(await owed()).toEqual([closing]);
    expect(await rows('select verb from audit')).toEqual([{ verb: 'leave' }]);
  });

  it('K10 K11 stops texts also where the portal offers no such choice, and owes the closing text', async () => {
    expect(await mayText(query, ids.adult)).toBe(true);
    expect(await post(left(1, { stopTexts: true }), { url: without.url })).toEqual(taken);
    expect(await mayText(query, ids.adult)).toBe(false);
    expect(await rows('select texts, paperless from preference')).toEqual([{ texts: false, paperless: false }]);
    expect(await owed()).toEqual([closing]);
  });

  it('K10 leaves texts as they are when the patient did not ask for that, and owes nothing', async () => {
    await post(left(1));
    expect(await mayText(query, ids.adult)).toBe(true);
    expect(await owed()).toEqual([]);
  });

  it('K10 undoes nothing that the patient has chosen since', async () => {
    const own: Grant = { record: ids.adult, relation: 'self', sections: 'all' };
    const token = await issuer.mint({ audience: 'example', grants: [own] });
    const verb = `mutation ($input: SetPreferencesInput!) { example { setPreferences(input: $input) {
      preferences { texts { value } paperless { value } } userErrors { code } } } }`;
    const input = { record: ids.adult, idempotencyKey: 'texts-on-again', texts: true };
    expect(await ask(trust.url, verb, { token, variables: { input } })).toMatchObject({
      data: { example: { setPreferences: { preferences: { texts: { value: true } }, userErrors: [] } } },
    });
    // of before, told late: paperless was not chosen since, and texts were
    await post(registered(1, { paperless: true }));
    await post(left(2, { stopTexts: true }));
    expect(await rows('select paperless, texts from preference')).toEqual([{ paperless: true, texts: true }]);
    expect(await owed()).toEqual([]);
  });

  it('W6 keeps paperless only where the policy offers it', async () => {
    await post(registered(1, { paperless: true }), { url: without.url });
    expect(await rows('select from preference')).toEqual([]);
    expect(await isRegistered(query, ids.adult)).toBe(true);
    await post(registered(2, { paperless: true }));
    expect(await rows('select paperless, texts from preference')).toEqual([{ paperless: true, texts: true }]);
    await post(registered(3, { paperless: false }));
    expect(await rows('select paperless from preference')).toEqual([{ paperless: false }]);
    await post(registered(4));
    expect(await rows('select paperless from preference')).toEqual([{ paperless: false }]);
  });

  it('counts for the record that the named one was merged into meanwhile', async () => {
    await rows("update record set merged_into = $2, status = 'merged' where id = $1", [ids.adult, ids.other]);
    await post(left(1, { stopTexts: true }));
    expect(await held()).toMatchObject([{ record_id: ids.other, state: 'left' }]);
    expect(await mayText(query, ids.other)).toBe(false);
    await rows("update record set merged_into = null, status = 'active' where id = $1", [ids.adult]);
  });

  it('leaves the record itself as it was', async () => {
    const whole = async () => [
      await rows('select * from record order by id'),
      await rows('select * from item order by id'),
    ];
    const before = await whole();
    await post(registered(1, { paperless: true }));
    await post(left(2, { stopTexts: true }));
    expect(await whole()).toEqual(before);
  });

  it.each([
    ['a token for reports', registered(1), { scope: reportScope }, code(401, 'TOKEN_INVALID')],
    ['a patient’s token', registered(1), { scope: undefined }, code(401, 'TOKEN_INVALID')],
    ['a token for another trust', left(1), { audience: 'elsewhere' }, code(401, 'TOKEN_INVALID')],
    ['a token that is over', left(1), { now: new Date(Date.now() - 120_000) }, code(401, 'TOKEN_INVALID')],
    ['a record that is not there', left(1, { record: ids.unknown }), {}, code(404, 'NOT_FOUND')],
    ['no moment', { ...left(1), at: undefined }, {}, code(400, 'BAD_INPUT')],
    ['a leaving that says nothing of texts', { ...left(1), stopTexts: undefined }, {}, code(400, 'BAD_INPUT')],
    ['something more', { ...left(1), reason: 'x' }, {}, code(400, 'BAD_INPUT')],
  ] as const)('refuses %s, and nothing of it is kept', async (_what, body, claims, answer) => {
    expect(await post(body, claims)).toEqual(answer);
    expect([await held(), await owed(), await rows('select from preference')]).toEqual([[], [], []]);
  });

  it('refuses an id that came with something else', async () => {
    const first = left(1);
    await post(first);
    expect((await post({ ...first, stopTexts: true })).status).toBe(500);
    expect(await mayText(query, ids.adult)).toBe(true);
  });
});

it.each([
  ['the survivor’s', 1, 2, 'registered'],
  ['the merged one’s', 2, 1, 'left'],
])('when records are merged, %s later notice holds', async (_whose, merged, survivor, state) => {
  await post(left(merged));
  await post(registered(survivor, { record: ids.other }));
  const client = new Client({ connectionString: database.ownerUrl });
  await client.connect();
  await client.query('begin');
  await client.query("select set_config('app.records', $1, true)", [`${ids.adult},${ids.other}`]);
  await moveSaid(client, ids.adult, ids.other);
  await client.query('commit');
  await client.end();
  expect(await held()).toMatchObject([{ record_id: ids.other, state, at: new Date(at(2)) }]);
});

it('row-level security keeps one patient’s registration from another', async () => {
  await post(registered(1));
  const client = new Client({ connectionString: database.appUrl });
  await client.connect();
  await client.query("select set_config('app.records', $1, false)", [ids.other]);
  const others = (await client.query('select from registration')).rowCount;
  await client.query("select set_config('app.records', $1, false)", [ids.adult]);
  const mine = (await client.query('select from registration')).rowCount;
  await client.end();
  expect([others, mine]).toEqual([0, 1]);
});
