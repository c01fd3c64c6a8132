import 'reflect-metadata';
import { PassThrough, Readable } from 'node:stream';
import { type LinkProof, linkScope, registrationScope } from '@crosstrust/contract';
import type { RunningService } from '@crosstrust/service';
import { createTestDatabase, type TestDatabase } from '@crosstrust/service/testing';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { runStaff } from '../staff/run-staff.ts';
import { migrate } from '../storage/migrate.ts';
import { registeringBy, registrations } from '../testing/invitations.ts';
import { startIssuer } from '../testing/issuer.ts';
import { ids, lives } from '../testing/lives.ts';
import { readRows } from '../testing/rows.ts';
import { seed, testKeys } from '../testing/seed.ts';
import { startTrust } from '../testing/start-trust.ts';

const start = new Date('2026-06-15T12:00:00.000Z');
const day = 24 * 60 * 60_000;
const policies = { byLink: registeringBy('byLink'), byCodes: registeringBy('byCodes') };
type Way = keyof typeof policies;
const keys = testKeys.map(({ id, key }) => `${id}:${key.toString('base64')}`).join(',');

let database: TestDatabase;
let issuer: Awaited<ReturnType<typeof startIssuer>>;
let trusts: Record<Way, RunningService>;
let now: Date;

beforeAll(async () => {
  database = await createTestDatabase('trust', migrate);
  issuer = await startIssuer();
  const serve = (policy: (typeof policies)[Way]) =>
    startTrust({ policy, databaseUrl: database.appUrl, issuerUrl: issuer.url, clock: () => now });
  trusts = { byLink: await serve(policies.byLink), byCodes: await serve(policies.byCodes) };
});
afterAll(async () => {
  await Promise.all([trusts?.byLink.close(), trusts?.byCodes.close(), issuer?.close()]);
  await database?.drop();
});
beforeEach(async () => {
  now = start;
  await rows('delete from record');
  await seed(database.ownerUrl, lives);
});

const rows = (sql: string, values: readonly unknown[] = []) => readRows(database.adminUrl, sql, values);

/** What `staff` prints, with a policy. */
async function staff(way: Way, args: readonly string[], input = ''): Promise<string> {
  const out = new PassThrough();
  const env = {
    MIGRATION_DATABASE_URL: database.ownerUrl,
    DATA_KEYS: keys,
    LOOKUP_KEYS: keys,
    PUBLIC_URL: 'https://portal.example/',
  };
  await runStaff(args, { policy: policies[way], env, clock: () => now, out, input: Readable.from([input]) });
  out.end();
  return (await out.toArray()).join('');
}
const inviteByLink = async (): Promise<LinkProof> => {
  const { invitation } = JSON.parse(await staff('byLink', ['invite', ada.nhsNumber, '--json'])) as {
    invitation: string;
  };
  return { kind: 'invitation', secret: invitation };
};
const inviteByCodes = async (): Promise<readonly [string, string]> =>
  (JSON.parse(await staff('byCodes', ['invite', ada.nhsNumber, '--json'])) as { codes: [string, string] }).codes;

const ada = {
  nhsNumber: '9990000018',
  birthDate: '1992-03-04',
  mobile: '+447700900123',
  email: 'ada@example.org',
};
const { nhsNumber: _number, ...withoutNumber } = ada;
const details: LinkProof = { kind: 'details' };

/** The whole answer of POST /link. */
async function link(way: Way, proof: LinkProof, given: object = ada, registering: object = { registering: 'patient' }) {
  const token = await issuer.mint({ audience: 'example', grants: [], scope: linkScope, now });
  const response = await fetch(`${trusts[way].url}/link`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ nonce: 'n'.repeat(16), proof, ...registering, ...given }),
  });
  const body = (await response.json()) as { assertion?: string };
  if (!body.assertion) return { status: response.status, body };
  const { sub, name, nhsNumber } = decodeJwt(body.assertion);
  return { status: response.status, body: { sub, name, nhsNumber } };
}
const vouched = (nhsNumber?: string) => ({ status: 200, body: { sub: ids.adult, name: 'Ada Okafor', nhsNumber } });
const refused = (code: string) => ({ status: 200, body: { refused: code } });
const invalid = refused('INVITATION_INVALID');
const mismatch = refused('DETAILS_DO_NOT_MATCH');

const tellRegistered = async () => {
  const token = await issuer.mint({ audience: 'example', grants: [], scope: registrationScope, now });
  const notice = {
    kind: 'registered',
    id: crypto.randomUUID(),
    record: ids.adult,
    subject: 'ada',
    at: now.toISOString(),
  };
  const response = await fetch(`${trusts.byLink.url}/registrations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(notice),
  });
  expect(response.status).toBe(204);
};

describe('POST /link by the details alone', () => {
  it('K1 W2 vouches for who registers while an appointment is coming up, and for nobody afterwards', async () => {
    expect(await link('byLink', details)).toEqual(vouched());
    now = new Date('2026-07-01T08:30:00.000Z');
    expect(await link('byLink', details)).toEqual(refused('NO_UPCOMING_APPOINTMENT'));
    expect(await link('byLink', details, ada, {})).toEqual(vouched());
  });

  it.each([
    ['2026-06-30', vouched()],
    ['2026-07-01', refused('NO_UPCOMING_APPOINTMENT')],
  ])('W2 counts only appointments after the day that the policy names: %s', async (datedAfter, answer) => {
    const { self } = registrations.byLink;
    const policy = registeringBy('byLink', {
      registration: { ...registrations.byLink, self: { ...self, datedAfter } },
    });
    const trust = await startTrust({
      policy,
      databaseUrl: database.appUrl,
      issuerUrl: issuer.url,
      clock: () => now,
    });
    const { byLink } = trusts;
    trusts.byLink = trust;
    onTestFinished(async () => {
      trusts.byLink = byLink;
      await trust.close();
    });
    expect(await link('byLink', details)).toEqual(answer);
  });

  it.each([
    ['a cancelled one', "update item set status = 'cancelled'"],
    ['one of a kind that the trust does not ask for', "update item set section = 'ADMISSIONS'"],
    ['one that was said not to be theirs', 'insert into withheld select record_id, id, now() from item'],
  ])('K1 counts no appointment that is %s', async (_what, change) => {
    await rows(`${change} where section = 'OUTPATIENT_APPOINTMENTS'`);
    expect(await link('byLink', details)).toEqual(refused('NO_UPCOMING_APPOINTMENT'));
    expect(await link('byLink', details, { ...ada, birthDate: '1992-03-05' })).toEqual(mismatch);
  });

  it('D5 vouches for nobody where the codes of a letter are asked for, known or not', async () => {
    for (const given of [ada, { ...ada, nhsNumber: '9990000050' }])
      expect(await link('byCodes', details, given)).toEqual(refused('INVITATION_NEEDED'));
  });

  it('W4 vouches for nobody to a carer where the policy has none, known or not', async () => {
    for (const given of [ada, { ...ada, nhsNumber: '9990000050' }])
      expect(await link('byLink', details, given, { registering: 'carer' })).toEqual(refused('CARER_CANNOT_REGISTER'));
  });
});

describe('POST /link by the link of an invitation', () => {
  it('K2 W1 vouches without an NHS number, and tells the one that the trust holds', async () => {
    now = new Date('2026-07-02T00:00:00.000Z'); // no appointment is coming up any more
    const proof = await inviteByLink();
    expect(await link('byLink', proof, withoutNumber)).toEqual(vouched(ada.nhsNumber));
    expect(await link('byLink', proof)).toEqual(vouched());
  });

  it('W1 vouches for nobody else: neither with other details nor with another number', async () => {
    const proof = await inviteByLink();
    expect(await link('byLink', proof, { ...withoutNumber, birthDate: '1961-12-24' })).toEqual(mismatch);
    expect(await link('byLink', proof, { ...withoutNumber, mobile: '+447700900124' })).toEqual(mismatch);
    expect(await link('byLink', proof, { ...ada, nhsNumber: '9990000034' })).toEqual(mismatch);
  });

  it('answers an unknown, an expired, a void and a used one alike', async () => {
    expect(await link('byLink', { kind: 'invitation', secret: 'unknown' })).toEqual(invalid);
    const old = await inviteByLink();
    const proof = await inviteByLink();
    expect(await link('byLink', old)).toEqual(invalid);
    now = new Date(start.getTime() + 28 * day - 1);
    expect(await link('byLink', proof)).toEqual(vouched());
    now = new Date(start.getTime() + 28 * day);
    expect(await link('byLink', proof)).toEqual(invalid);
    now = start;
    await tellRegistered();
    expect(await link('byLink', proof)).toEqual(invalid);
    expect(await link('byLink', proof, { ...withoutNumber, birthDate: '1961-12-24' })).toEqual(invalid);
  });

  it('is not what a trust takes that sends letters', async () => {
    expect(await link('byCodes', await inviteByLink())).toEqual(invalid);
  });
});

describe('POST /link by the codes of a letter', () => {
  const codes = (first: string, second: string): LinkProof => ({ kind: 'codes', codes: [first, second] });

  it('D5 vouches for who has both, however they are typed', async () => {
    const [first, second] = await inviteByCodes();
    expect(first).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(await link('byCodes', codes(first, second))).toEqual(vouched());
    const spoken = first.replace('-', ' ').toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l');
    expect(await link('byCodes', codes(spoken, ` ${second.replace('-', '')} `))).toEqual(vouched());
    expect(await link('byCodes', codes(first, second), ada, { registering: 'carer' })).toEqual(vouched());
  });

  it('D17 K6 answers alike whatever is wrong: a code, the order, a detail', async () => {
    const [first, second] = await inviteByCodes();
    expect(await link('byCodes', codes(second, first))).toEqual(invalid);
    expect(await link('byCodes', codes('0000-0000', second))).toEqual(invalid);
    expect(await link('byCodes', codes(first, '0000-0000'))).toEqual(invalid);
    expect(await link('byCodes', codes(first, second), { ...ada, birthDate: '1992-03-05' })).toEqual(invalid);
    expect(await link('byCodes', codes(first, second), { ...ada, email: 'other@example.org' })).toEqual(invalid);
    expect(await link('byCodes', codes(first, second), withoutNumber)).toEqual(invalid);
    expect(await rows('select wrong_tries from invitation')).toEqual([{ wrong_tries: 4 }]);
    expect(await link('byCodes', codes(first, second))).toEqual(vouched());
  });

  it('D17 is void after five wrong tries, also at once, and the next letter gives another chance', async () => {
    const [first, second] = await inviteByCodes();
    const guesses = Array.from({ length: 20 }, () => link('byCodes', codes(first, '0000-0000')));
    expect(new Set((await Promise.all(guesses)).map((answer) => JSON.stringify(answer)))).toEqual(
      new Set([JSON.stringify(invalid)]),
    );
    expect(await rows('select wrong_tries, voided_at from invitation')).toEqual([{ wrong_tries: 5, voided_at: start }]);
    expect(await link('byCodes', codes(first, second))).toEqual(invalid);
    const [again, secondAgain] = await inviteByCodes();
    expect(await link('byCodes', codes(first, secondAgain))).toEqual(invalid);
    expect(await link('byCodes', codes(again, secondAgain))).toEqual(vouched());
  });

  it('D17 works until its time is over, and the next letter gives another chance', async () => {
    const [first, second] = await inviteByCodes();
    now = new Date(start.getTime() + 28 * day);
    expect(await link('byCodes', codes(first, second))).toEqual(invalid);
    const [again, secondAgain] = await inviteByCodes();
    expect(await link('byCodes', codes(again, secondAgain))).toEqual(vouched());
  });
});

describe('staff invite', () => {
  it('prints a link that stands whole behind the #, once, and keeps only its hash', async () => {
    const printed = await staff('byLink', ['invite', '-'], `${ada.nhsNumber}\n`);
    expect(printed).toMatch(
      /^link {3}https:\/\/portal\.example\/register#example\/[\w-]{43}\nuntil {2}2026-07-13 12:00Z\n$/,
    );
    const secret = /example\/([\w-]{43})$/m.exec(printed)?.[1] ?? '';
    const kept = await rows('select i.*, l.hash as lookup from invitation i join record_lookup l using (hash)');
    expect(kept).toEqual([
      expect.objectContaining({ record_id: ids.adult, made_by: 'staff', kind: 'link', lookup: expect.anything() }),
    ]);
    expect(JSON.stringify(kept)).not.toContain(secret);
    expect(await rows('select record_id, actor, verb from audit')).toEqual([
      { record_id: ids.adult, actor: 'staff', verb: 'invite' },
    ]);
  });

  it('leaves one that works when two are made at once', async () => {
    const made = await Promise.allSettled([inviteByLink(), inviteByLink(), inviteByLink()]);
    const proofs = made.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const answers = await Promise.all(proofs.map((proof) => link('byLink', proof)));
    expect(answers.filter(({ body }) => 'sub' in body)).toHaveLength(1);
    expect(await rows('select from invitation where voided_at is null')).toHaveLength(1);
    for (const each of made)
      if (each.status === 'rejected') expect(String(each.reason)).toContain('somebody else has just invited');
  });

  it('is under the lock of its record: nobody reads it without, the tables’ owner included', async () => {
    await inviteByLink();
    for (const url of [database.appUrl, database.ownerUrl])
      expect(await readRows(url, 'select from invitation')).toEqual([]);
    await expect(readRows(database.appUrl, 'update invitation set expires_at = now()')).rejects.toThrow(
      'permission denied',
    );
    await expect(readRows(database.appUrl, 'delete from invitation')).rejects.toThrow('permission denied');
  });

  it('prints the two codes with their end, by the record as well', async () => {
    expect(await staff('byCodes', ['invite', '--record', ids.other])).toMatch(
      /^codes {2}[\w]{4}-[\w]{4} {2}[\w]{4}-[\w]{4}\nuntil {2}2026-07-13 12:00Z\n$/,
    );
  });

  it('D13 makes nothing else of the patient: no account, no choice, no message', async () => {
    await inviteByCodes();
    for (const table of ['registration', 'preference', 'outbox', 'task'])
      expect(await rows(`select from ${table}`)).toEqual([]);
  });

  it.each([
    ['K13 a child', ['invite', '9990000026'], 'the patient is younger than 16'],
    ['a number that nobody has', ['invite', '9990000050'], 'the trust holds nobody'],
    ['what is no number', ['invite', 'Ada'], 'that is no NHS number'],
    ['a record that is not there', ['invite', '--record', ids.unknown], 'the trust holds no such record'],
    ['what is no record', ['invite', '--record', 'x'], 'that is no id of a record'],
    ['nobody at all', ['invite'], 'use: staff'],
    ['two people', ['invite', ada.nhsNumber, '--record', ids.adult], 'use: staff'],
  ])('refuses %s', async (_who, args, why) => {
    await expect(staff('byLink', args)).rejects.toThrow(why);
    expect(await rows('select from invitation')).toEqual([]);
  });

  it('refuses who is registered, and a closed or disputed record', async () => {
    await tellRegistered();
    await expect(inviteByLink()).rejects.toThrow('the patient is registered');
    await rows("update registration set state = 'left'");
    await inviteByLink();
    await rows("update record set status = 'deceased' where id = $1", [ids.adult]);
    await expect(inviteByLink()).rejects.toThrow('the record is deceased');
  });
});
