import { errorRegistry, findTrust, registrationScope } from '@crosstrust/contract';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  answerChallenge,
  type Bed,
  challengeFor,
  openAccountMutation,
  openAccountOf,
  openInput,
  signInMutation,
  startBed,
} from '../testing/bed.ts';
import type { FakeTrust, HeldPatient } from '../testing/fake-trust.ts';
import { codeSentTo } from '../testing/two-factors.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await startBed();
});
afterAll(() => bed.close());
beforeEach(async () => {
  for (const trust of [bed.kingston, bed.westHerts]) trust.takeReports(true);
  await bed.accounts.drain();
  for (const { registrations } of [bed.kingston, bed.westHerts]) registrations.length = 0;
});

const westHerts = 'west-herts-royal-free';
const key = () => crypto.randomUUID();
const minute = 60_000;
const linkMutation = `mutation ($input: LinkTrustInput!) { linkTrust(input: $input) { record { id } userErrors { code } } }`;
const leaveMutation = `mutation ($input: LeaveTrustInput!) { leaveTrust(input: $input) { me { records { id } trusts { trust { key } state } } userErrors { code field } } }`;
const deleteMutation = `mutation ($input: DeleteAccountInput!) { deleteAccount(input: $input) { deleted userErrors { code field } } }`;
const deletionQuery = '{ me { deletion { consequences trusts { trust { key } words stopTexts } } } }';

const leave = (token: string | undefined, input: object = {}) =>
  bed.ask(leaveMutation, { input: { trust: westHerts, stopTexts: false, idempotencyKey: key(), ...input } }, token);
const remove = (token: string | undefined, input: object = {}) =>
  bed.ask(deleteMutation, { input: { trusts: both(), idempotencyKey: key(), ...input } }, token);
const both = (stopTexts = false) => [
  { trust: 'kingston', stopTexts },
  { trust: westHerts, stopTexts: true },
];
const codeOf = (answer: { errors?: readonly { extensions: { code: string } }[] }) =>
  answer.errors?.[0]?.extensions.code;
const told = async (trust: FakeTrust) => {
  await bed.accounts.drain();
  return trust.registrations.map(({ notice }) => notice);
};
const messagesTo = async (...addresses: string[]) =>
  (await bed.inbox())
    .filter(({ to }) => addresses.includes(to))
    .map(({ channel, to, text }) => ({ channel, to, text }));

/** Somebody whose record at West Herts is linked beside the one at Kingston. */
async function openLinked() {
  const { patient, session } = await openAccountOf(bed);
  const held = bed.westHerts.hold({ ...patient, record: crypto.randomUUID() });
  const token = await bed.tokenOf(session);
  await bed.ask(linkMutation, { input: { trust: westHerts, idempotencyKey: key() } }, token);
  const answer = await bed.check(session);
  const tokens = ('fresh' in answer && answer.fresh?.tokens) || {};
  const subject = (trust: string) => decodeJwt(tokens[trust] ?? '').sub;
  const [row] = await bed.sql('select account_id from link where record_id = $1', [held.record]);
  return { patient, session, held, token, subject, accountId: String(row?.['account_id']) };
}
const trustsOf = async (session: string) => {
  const answer = await bed.check(session);
  return 'code' in answer
    ? answer.code
    : Object.keys(answer.fresh?.tokens ?? {}).filter((audience) => findTrust(audience));
};

describe('a trust is told', () => {
  it('K2 of who has registered with it, by a token for this purpose alone', async () => {
    const { patient, held, subject } = await openLinked();
    const at = bed.clock().toISOString();
    const registered = { kind: 'registered', id: expect.any(String), at };
    expect(await told(bed.kingston)).toEqual([{ ...registered, record: patient.record, subject: subject('kingston') }]);
    expect(await told(bed.westHerts)).toEqual([{ ...registered, record: held.record, subject: subject(westHerts) }]);
    expect(bed.westHerts.registrations[0]?.claims).toMatchObject({ aud: westHerts, scope: registrationScope });
  });

  it('however long it was away', async () => {
    bed.westHerts.takeReports(false);
    const { token } = await openLinked();
    await leave(token, { stopTexts: true });
    for (const days of [0, 1, 30]) {
      bed.advance(days * 24 * 60 * minute);
      expect(await told(bed.westHerts)).toEqual([]);
    }
    bed.westHerts.takeReports(true);
    bed.advance(20 * minute);
    const notices = await told(bed.westHerts);
    expect(notices.map(({ kind }) => kind).toSorted()).toEqual(['left', 'registered']);
    bed.advance(60 * minute);
    expect(await told(bed.westHerts)).toHaveLength(2);
  });

  it('of a record that was reported as somebody else’s that it is left, and nothing of texts', async () => {
    const { token, held } = await openLinked();
    await told(bed.westHerts);
    const report = `mutation ($input: ReportNotMineInput!) { reportNotMine(input: $input) { userErrors { code } } }`;
    await bed.ask(report, { input: { trust: westHerts, idempotencyKey: key() } }, token);
    expect((await told(bed.westHerts)).at(-1)).toMatchObject({ kind: 'left', record: held.record, stopTexts: false });
  });
});

describe('leaving one trust', () => {
  it.each([true, false])(
    'K9 K10 nothing of it shows any more, and it is told whether texts stop (%s)',
    async (stopTexts) => {
      const { patient, session, token, held, subject } = await openLinked();
      const left = subject(westHerts);
      const before = await bed.check(session);
      const answer = await leave(token, { stopTexts });
      expect(answer.errors).toBeUndefined();
      expect(answer.data.leaveTrust).toMatchObject({ me: { records: [{ id: patient.record }] }, userErrors: [] });
      expect(answer.data.leaveTrust.me.trusts).toContainEqual({ trust: { key: westHerts }, state: 'CAN_BE_LINKED' });
      const after = await bed.check(session, { knownVersion: 'version' in before ? before.version : '' });
      expect('version' in after && 'version' in before && after.version !== before.version).toBe(true);
      expect(await trustsOf(session)).toEqual(['kingston']);
      expect((await told(bed.westHerts)).at(-1)).toEqual({
        kind: 'left',
        id: expect.any(String),
        record: held.record,
        subject: left,
        at: bed.clock().toISOString(),
        stopTexts,
      });
      const [notice] = await messagesTo(patient.email, patient.mobile);
      expect(notice?.text).toContain('is no longer linked');
      expect(notice?.text.includes('stop its text messages')).toBe(stopTexts);
    },
  );

  it('K9 is done once for its key, and can be undone by linking again', async () => {
    const { token, session } = await openLinked();
    const idempotencyKey = key();
    const answers = await Promise.all([1, 2, 3].map(() => leave(token, { stopTexts: true, idempotencyKey })));
    for (const answer of answers) expect(answer.data.leaveTrust.userErrors).toEqual([]);
    expect((await told(bed.westHerts)).map(({ kind }) => kind)).toEqual(['registered', 'left']);
    expect(codeOf(await leave(token, { stopTexts: false, idempotencyKey }))).toBe('IDEMPOTENCY_KEY_REUSED');
    bed.advance(1_000);
    await bed.ask(linkMutation, { input: { trust: westHerts, idempotencyKey: key() } }, token);
    expect(await trustsOf(session)).toEqual(['kingston', westHerts]);
    expect((await told(bed.westHerts)).map(({ kind }) => kind)).toEqual(['registered', 'left', 'registered']);
    // the old key is the old request: it does not leave again
    await leave(token, { stopTexts: true, idempotencyKey });
    expect(await trustsOf(session)).toEqual(['kingston', westHerts]);
  });

  it('K10 a trust that is not linked cannot be told to stop texts', async () => {
    const { session } = await openAccountOf(bed);
    const token = await bed.tokenOf(session);
    expect((await leave(token, { stopTexts: true })).data).toEqual({
      leaveTrust: { me: null, userErrors: [{ code: 'NOT_FOUND', field: 'trust' }] },
    });
    expect((await leave(token)).data.leaveTrust.userErrors).toEqual([]);
    expect(await told(bed.westHerts)).toEqual([]);
  });

  it('is refused to who is not signed in, and for a trust that is not on the list', async () => {
    const { token } = await openLinked();
    expect(codeOf(await leave(undefined))).toBe('UNAUTHENTICATED');
    expect((await leave(token, { trust: 'nowhere' })).errors).toEqual([
      {
        message: errorRegistry.TRUST_UNKNOWN.message,
        path: ['leaveTrust'],
        extensions: { code: 'TRUST_UNKNOWN', field: 'trust' },
      },
    ]);
  });
});

describe('before deleting the account', () => {
  it('K9 K10 K1 the patient reads what it does, and what it means at each linked trust', async () => {
    const { token } = await openLinked();
    const { data } = await bed.ask(deletionQuery, {}, token);
    expect(data.me.deletion.consequences.join(' ')).toMatch(/signed out everywhere.*hospitals keep.*register again/);
    expect(data.me.deletion.trusts).toEqual([
      { trust: { key: 'kingston' }, words: 'After kingston.', stopTexts: 'No texts of kingston.' },
      { trust: { key: westHerts }, words: `After ${westHerts}.`, stopTexts: `No texts of ${westHerts}.` },
    ]);
  });
});

describe('deleting the account', () => {
  /** What of an account stands in any table that has a column for it. */
  const rowsOf = async (accountId: string) => {
    const columns = await bed.sql(
      `select table_name as table, column_name as column from information_schema.columns
       where table_schema = 'public' and (column_name = 'account_id' or (table_name, column_name) in (('account', 'id'), ('share', 'holder_id')))`,
    );
    const counted = await Promise.all(
      columns.map(async ({ table, column }) => {
        const [row] = await bed.sql(
          `select count(*)::int as count from ${String(table)} where ${String(column)} = $1`,
          [accountId],
        );
        return [String(table), row?.['count']] as const;
      }),
    );
    return Object.fromEntries(counted.filter(([, count]) => count !== 0));
  };

  it('K9 K10 ends every access at once, tells every trust, and leaves a line of the audit', async () => {
    const { patient, session, token, held, subject, accountId } = await openLinked();
    const subjects = { kingston: subject('kingston'), westHerts: subject(westHerts) };
    const feed = await bed.ask(
      `mutation ($input: CreateCalendarFeedInput!) { createCalendarFeed(input: $input) { url } }`,
      { input: { idempotencyKey: key() } },
      token,
    );
    const secret = /calendar\/(.*)\.ics/.exec(feed.data.createCalendarFeed.url as string)?.[1];
    const readFeed = () =>
      fetch(`${bed.accounts.url}/feed`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ secret }),
      });
    expect((await readFeed()).status).toBe(200);
    await told(bed.kingston);

    const answer = await remove(token);
    expect(answer).toEqual({
      status: 200,
      handed: 'none',
      device: 'none',
      data: { deleteAccount: { deleted: true, userErrors: [] } },
    });
    expect(await bed.check(session)).toEqual({ code: 'SESSION_ENDED' });
    expect((await readFeed()).status).toBe(404);
    const left = { kind: 'left', id: expect.any(String), at: bed.clock().toISOString() };
    expect((await told(bed.kingston)).slice(1)).toEqual([
      { ...left, record: patient.record, subject: subjects.kingston, stopTexts: false },
    ]);
    expect((await told(bed.westHerts)).slice(1)).toEqual([
      { ...left, record: held.record, subject: subjects.westHerts, stopTexts: true },
    ]);
    expect(Object.keys(await rowsOf(accountId))).toEqual(['audit']);
    expect(
      await bed.sql(`select action, trust from audit where account_id = $1 and action = 'account-deleted'`, [
        accountId,
      ]),
    ).toEqual([{ action: 'account-deleted', trust: null }]);
  });

  it('K9 K1 tells mobile and email that it is done, and how to come back', async () => {
    const { patient, token } = await openLinked();
    await remove(token);
    const text = expect.stringMatching(/has been deleted.*register again/);
    expect((await messagesTo(patient.email, patient.mobile)).slice(0, 2)).toEqual(
      expect.arrayContaining([
        { channel: 'mobile', to: patient.mobile, text },
        { channel: 'email', to: patient.email, text },
      ]),
    );
  });

  it('K1 leaves nothing in the way of registering anew, with the same email and mobile', async () => {
    const { patient, token, subject } = await openLinked();
    const before = subject('kingston');
    await remove(token);
    bed.advance(minute);
    const opened = await bed.ask(openAccountMutation, { input: openInput(patient) });
    expect(opened.data.openAccount.userErrors).toEqual([]);
    const code = await bed.codeFor(patient.mobile);
    const input = { challenge: opened.data.openAccount.challenge, code, delivery: 'BEARER' };
    const { data } = await bed.ask(signInMutation, { input });
    const session = data.signIn.session as string;
    expect((await bed.ask('{ me { records { id } } }', {}, await bed.tokenOf(session))).data.me.records).toEqual([
      { id: patient.record },
    ]);
    const after = (await told(bed.kingston)).at(-1);
    expect(after).toMatchObject({ kind: 'registered', record: patient.record, at: bed.clock().toISOString() });
    expect(after?.subject).not.toBe(before);
  });

  it('K9 a trust that does not answer is told when it does, though the account is long gone', async () => {
    bed.westHerts.takeReports(false);
    const { token, held } = await openLinked();
    await remove(token);
    bed.advance(3 * 24 * 60 * minute);
    expect(await told(bed.westHerts)).toEqual([]);
    bed.westHerts.takeReports(true);
    bed.advance(20 * minute);
    expect((await told(bed.westHerts)).find(({ kind }) => kind === 'left')).toMatchObject({ record: held.record });
  });

  it('the same request again says that it is done, signed in or not; another’s key deletes nothing and tells nothing', async () => {
    const { token, session } = await openLinked();
    const idempotencyKey = key();
    expect((await remove(token, { idempotencyKey })).data.deleteAccount.deleted).toBe(true);
    const done = { deleteAccount: { deleted: true, userErrors: [] } };
    expect((await remove(undefined, { idempotencyKey })).data).toEqual(done);
    expect((await remove(token, { idempotencyKey })).data).toEqual(done);
    expect(await bed.check(session)).toEqual({ code: 'SESSION_ENDED' });
    expect(codeOf(await remove(undefined, { idempotencyKey, trusts: both(true) }))).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(codeOf(await remove(undefined))).toBe('UNAUTHENTICATED');
    // who brings the key of somebody else's deletion, and is signed in, means their own account
    const other = await openLinked();
    await remove(other.token, { idempotencyKey });
    expect(await bed.check(other.session)).toEqual({ code: 'SESSION_ENDED' });
  });

  it('of ten at once one deletes, and each trust is told once', async () => {
    const { token } = await openLinked();
    const idempotencyKey = key();
    const answers = await Promise.all(Array.from({ length: 10 }, () => remove(token, { idempotencyKey })));
    for (const { data } of answers) expect(data.deleteAccount).toEqual({ deleted: true, userErrors: [] });
    expect((await told(bed.kingston)).map(({ kind }) => kind)).toEqual(['registered', 'left']);
  });

  it('needs a proof of the last ten minutes, and nothing is half done without', async () => {
    const { session, accountId } = await openLinked();
    bed.advance(9 * minute);
    await bed.check(session); // the person is there
    bed.advance(2 * minute);
    const answer = await remove(await bed.tokenOf(session));
    expect(answer).toEqual({
      status: 200,
      handed: null,
      data: null,
      errors: [
        {
          message: errorRegistry.FRESH_SIGN_IN_REQUIRED.message,
          path: ['deleteAccount'],
          extensions: { code: 'FRESH_SIGN_IN_REQUIRED' },
        },
      ],
    });
    expect(await rowsOf(accountId)).toMatchObject({ account: 1, link: 2, session: 1 });
    expect((await told(bed.kingston)).map(({ kind }) => kind)).toEqual(['registered']);
  });

  it('is refused to a session by an emailed code alone', async () => {
    const { patient } = await openLinked();
    const challenge = await challengeFor(bed, { email: patient.email, birthDate: patient.birthDate });
    const session = await answerChallenge(bed, challenge, await codeSentTo(bed, patient.email));
    expect(codeOf(await remove(await bed.tokenOf(session)))).toBe('STEP_UP_REQUIRED');
    expect('version' in (await bed.check(session))).toBe(true);
  });

  it.each([
    ['a linked trust that is not named', [{ trust: 'kingston', stopTexts: false }], 'PREVIEW_OUTDATED'],
    ['a trust that is not linked', [...both(), { trust: 'southampton', stopTexts: true }], 'PREVIEW_OUTDATED'],
    ['a trust named twice', [...both(), { trust: 'kingston', stopTexts: true }], 'BAD_INPUT'],
    ['nothing', [], 'PREVIEW_OUTDATED'],
  ])('K10 is refused with %s, because each is asked about', async (_what, trusts, code) => {
    const { token, accountId } = await openLinked();
    expect((await remove(token, { trusts })).data).toEqual({
      deleteAccount: { deleted: false, userErrors: [{ code, field: 'trusts' }] },
    });
    expect(await rowsOf(accountId)).toMatchObject({ account: 1, link: 2 });
    expect((await told(bed.kingston)).map(({ kind }) => kind)).toEqual(['registered']);
  });

  it('a calendar’s token deletes nothing', async () => {
    const { token, accountId } = await openLinked();
    const feed = await bed.ask(
      `mutation ($input: CreateCalendarFeedInput!) { createCalendarFeed(input: $input) { url } }`,
      { input: { idempotencyKey: key() } },
      token,
    );
    const secret = /calendar\/(.*)\.ics/.exec(feed.data.createCalendarFeed.url as string)?.[1];
    const answer = (await (
      await fetch(`${bed.accounts.url}/feed`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ secret }),
      })
    ).json()) as { tokens: Record<string, string> };
    expect(codeOf(await remove(answer.tokens['accounts']))).toBe('NOT_YOURS');
    expect(await rowsOf(accountId)).toMatchObject({ account: 1 });
  });

  it('nobody’s details stand in what is owed or logged in the clear', async () => {
    const { patient, token } = await openLinked();
    await remove(token);
    const [outbox, audit] = [await bed.sql('select * from outbox'), await bed.sql('select * from audit')];
    const inTheClear = (value: unknown, held: HeldPatient) =>
      [held.nhsNumber, held.email, held.mobile, held.name].some((detail) => JSON.stringify(value).includes(detail));
    expect([inTheClear(outbox, patient), inTheClear(audit, patient)]).toEqual([false, false]);
  });
});
