import type { SessionAnswer } from '@crosstrust/contract';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bed, startBed } from '../testing/bed.ts';
import { all, codeFor, refused, sharer, verbs, wrongCode } from '../testing/sharing-bed.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await startBed();
});
afterAll(() => bed.close());

const minute = 60_000;
const gp = 'gp@example.org';
let addresses = 0;

/** A patient who has just shared with a doctor, and what the doctor was sent. */
async function shared(more: object = {}) {
  const patient = await sharer(bed);
  const email = `doctor-${(addresses += 1)}@example.org`;
  const input = { name: 'Dr Lee', email, trusts: [{ trust: 'kingston', ...all }], ...more };
  const { share } = await patient.act('shareForShortTime', input);
  return { patient, share, sent: await codeFor(bed, email) };
}
const open = async (input: object, token?: string) =>
  (await bed.ask(verbs.openSharedRecord, { input: { delivery: 'BEARER', ...input } }, token)).data.answer;
async function opened(more: object = {}) {
  const given = await shared(more);
  const { session } = await open(given.sent);
  return { ...given, session: session as string };
}
const tokensOf = async (session: string) =>
  ((await bed.check(session, { active: false })) as SessionAnswer).fresh?.tokens ?? {};
const otherCode = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

describe('sharing for a short time', () => {
  it('M9 emails a code that opens one session, which reads, is a clinician’s and ends with the share', async () => {
    const { patient, share, sent } = await shared({ minutes: 30 });
    const until = new Date(bed.clock().getTime() + 30 * minute).toISOString();
    expect(share).toMatchObject({ kind: 'CLINICIAN', state: 'PENDING', until, name: 'Dr Lee' });
    const answer = await open(sent);
    expect(answer).toEqual({
      session: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
      shared: {
        id: share.id,
        patientName: patient.patient.name,
        relation: 'CLINICIAN',
        relationship: 'CLINICIAN',
        may: 'READ',
        until,
        access: [{ trust: { key: 'kingston' }, sections: null, may: 'READ', until }],
        records: [{ __typename: 'KingstonRecord', id: patient.patient.record, trust: { key: 'kingston' } }],
      },
      userErrors: [],
    });
    const tokens = await tokensOf(answer.session);
    expect(Object.keys(tokens).sort()).toEqual(['accounts', 'kingston']);
    const claims = decodeJwt(tokens['kingston'] ?? '');
    expect(claims).toMatchObject({
      level: 'one-factor',
      grants: [
        {
          record: patient.patient.record,
          relation: 'clinician',
          sections: 'all',
          may: 'read',
          until: Date.parse(until) / 1000,
          share: share.id,
          act: { sub: claims.sub },
          subject: (await patient.grantsAt('kingston'))?.sub,
        },
      ],
    });
    expect((await patient.shares())[0]).toMatchObject({ state: 'LIVE' });
  });

  it('M9 is an hour unless the patient says, and as long as the trust allows', async () => {
    const until = async (more: object) => {
      const { share } = await shared(more);
      return (Date.parse(share.until) - bed.clock().getTime()) / minute;
    };
    expect([await until({}), await until({ minutes: 15 }), await until({ minutes: 120 })]).toEqual([60, 15, 120]);
    const patient = await sharer(bed);
    const input = { name: 'Dr Lee', email: gp, trusts: [{ trust: 'kingston', ...all }] };
    const tooLong = refused('SHARE_TOO_LONG', 'minutes', { trust: 'kingston', rule: 'M9' });
    expect(await patient.act('shareForShortTime', { ...input, minutes: 121 })).toEqual(tooLong);
    for (const minutes of [14, 1441, 0, -1])
      expect(await patient.act('shareForShortTime', { ...input, minutes })).toEqual(refused('BAD_INPUT', 'minutes'));
  });

  it('W4 is refused at a trust that lets nobody in', async () => {
    const patient = await sharer(bed, {}, bed.westHerts);
    const trusts = [{ trust: 'west-herts-royal-free', ...all }];
    expect(await patient.act('shareForShortTime', { name: 'Dr Lee', email: gp, trusts })).toEqual(
      refused('CARER_REFUSED', 'trusts', { trust: 'west-herts-royal-free', rule: 'W4' }),
    );
  });
});

describe('the code', () => {
  it('M9 is refused alike when it is another share’s, of another address, wrong, used, or its share has ended', async () => {
    const [one, two] = [await shared(), await shared()];
    const tries = [
      { ...one.sent, code: two.sent.code === one.sent.code ? otherCode(one.sent.code) : two.sent.code },
      { ...one.sent, reference: two.sent.reference, code: otherCode(two.sent.code) },
      { ...one.sent, email: two.sent.email },
      { ...one.sent, email: 'no address' },
      { ...one.sent, reference: crypto.randomUUID() },
      { ...one.sent, reference: 'nonsense' },
    ];
    bed.waits.length = 0;
    for (const wrong of tries) expect(await open(wrong)).toEqual(wrongCode);
    expect(new Set(bed.waits)).toEqual(new Set([150]));
    expect((await open(one.sent)).session).toHaveLength(43);
    expect(await open(one.sent)).toEqual(wrongCode);
    await two.patient.act('endShare', { share: two.share.id });
    expect(await open(two.sent)).toEqual(wrongCode);
    const late = await shared({ minutes: 15 });
    await bed.sql("update share set until = until - interval '15 minutes', secret_expires_at = now() where id = $1", [
      late.share.id,
    ]);
    expect(await open(late.sent)).toEqual(wrongCode);
  });

  it('ends its share after five wrong tries, also when a hundred come at once, and the patient is told', async () => {
    const { patient, sent } = await shared();
    const wrong = { ...sent, code: otherCode(sent.code) };
    await Promise.all(Array.from({ length: 100 }, () => open(wrong)));
    expect(await open(sent)).toEqual(wrongCode);
    expect((await patient.shares())[0]).toMatchObject({ state: 'ENDED', endedBy: 'TRIES' });
    const [notice] = (await bed.inbox()).filter(({ to }) => to === patient.patient.email);
    expect(notice?.text).toContain('five times');
  });

  it('opens one session of all who try at once', async () => {
    const { sent } = await shared();
    const answers = await Promise.all(Array.from({ length: 8 }, () => open(sent)));
    expect(answers.filter(({ session }) => session)).toHaveLength(1);
  });

  it('stands nowhere in the database', async () => {
    const { sent, session } = await opened();
    const dump = JSON.stringify(
      await bed.sql(
        'select share::text as one, guest_session::text as two from share left join guest_session on share_id = share.id',
      ),
    );
    for (const text of [session, sent.email, 'Dr Lee']) expect(dump).not.toContain(text);
  });
});

describe('a guest’s session', () => {
  it.each([
    ['the patient ends the share', ({ patient, share }: Opened) => patient.act('endShare', { share: share.id })],
    [
      'its time is over',
      async ({ session }: Opened) => {
        for (let times = 0; times < 7; times += 1) {
          expect(await bed.check(session)).toHaveProperty('version');
          bed.advance(9 * minute);
        }
      },
    ],
    [
      'the patient unlinks the trust',
      ({ patient }: Opened) =>
        patient.ask('mutation ($input: UnlinkTrustInput!) { unlinkTrust(input: $input) { userErrors { code } } }', {
          input: { trust: 'kingston', idempotencyKey: crypto.randomUUID() },
        }),
    ],
  ])('opens nothing from the next request on when %s', async (_what, act) => {
    const guest = await opened();
    const known = (await bed.check(guest.session)) as SessionAnswer;
    expect(await bed.check(guest.session, { knownVersion: known.version })).toEqual({ version: known.version });
    await act(guest);
    const after = (await bed.check(guest.session, { knownVersion: known.version })) as SessionAnswer;
    expect(Object.keys(after.fresh?.tokens ?? {})).not.toContain('kingston');
  });

  it('ends after ten minutes without a request, and is not opened again', async () => {
    const { session, sent } = await opened();
    bed.advance(10 * minute);
    expect(await bed.check(session)).toEqual({ code: 'SESSION_ENDED' });
    expect(await open(sent)).toEqual(wrongCode);
  });

  it('goes on while it is used', async () => {
    const { session } = await opened();
    for (let times = 0; times < 3; times += 1) {
      bed.advance(9 * minute);
      expect(await bed.check(session)).toHaveProperty('version');
    }
  });

  it('M9 learns at accounts what was shared, and nothing else; it changes nothing', async () => {
    const { session, patient, share } = await opened();
    const token = (await tokensOf(session))['accounts'] ?? '';
    const seen = await bed.ask('{ sharedWithMe { patientName records { id } } }', {}, token);
    expect(seen.data).toEqual({
      sharedWithMe: [{ patientName: patient.patient.name, records: [{ id: patient.patient.record }] }],
    });
    const key = { idempotencyKey: crypto.randomUUID() };
    const grid = [{ trust: 'kingston', ...all, may: 'READ' }];
    const inputs: [string, object][] = [
      ['{ me { id name } }', {}],
      ['{ me { records { id } } }', {}],
      ['{ me { shares { id } } }', {}],
      ['{ session { level } }', {}],
      ['mutation { signOut { userErrors { code } } }', {}],
      ['mutation { requestEmailCode { challenge } }', {}],
      [verbs.shareRecord, { name: 'a', email: gp, relationship: 'CHILD', trusts: grid, ...key }],
      [verbs.shareForShortTime, { name: 'a', email: gp, trusts: [{ trust: 'kingston', ...all }], ...key }],
      [verbs.changeShare, { share: share.id, trusts: grid, ...key }],
      [verbs.acceptShare, { secret: 'A'.repeat(43), ...key }],
      [
        'mutation ($input: UnlinkTrustInput!) { unlinkTrust(input: $input) { userErrors { code } } }',
        { trust: 'kingston', ...key },
      ],
      [
        'mutation ($input: ReportNotMineInput!) { reportNotMine(input: $input) { userErrors { code } } }',
        { trust: 'kingston', ...key },
      ],
      ['mutation ($input: CreateCalendarFeedInput!) { createCalendarFeed(input: $input) { url } }', key],
    ];
    for (const [query, input] of inputs) {
      const { errors, data } = await bed.ask(query, { input }, token);
      expect([query, errors?.map(({ extensions }) => extensions.code)]).toEqual([query, ['NOT_YOURS']]);
      expect(JSON.stringify(data ?? {})).not.toContain(patient.patient.name);
    }
    expect(await bed.check(session)).toHaveProperty('version');
  });

  it('can end its own share, and no other', async () => {
    const [guest, other] = [await opened(), await opened()];
    const token = (await tokensOf(guest.session))['accounts'] ?? '';
    const end = async (share: string) =>
      (await bed.ask(verbs.endShare, { input: { share, idempotencyKey: crypto.randomUUID() } }, token)).data.answer;
    expect(await end(other.share.id)).toEqual({ me: null, userErrors: [{ code: 'NOT_FOUND', field: 'share' }] });
    expect(await end(guest.share.id)).toEqual({ me: null, userErrors: [] });
    expect(await bed.check(guest.session)).toEqual({ code: 'SESSION_ENDED' });
    expect(await bed.check(other.session)).toHaveProperty('version');
    expect((await guest.patient.shares())[0]).toMatchObject({ state: 'ENDED', endedBy: 'HOLDER' });
  });

  it('takes the place of the session that it was opened in, as a cookie too', async () => {
    const [doctor, { sent }] = [await sharer(bed), await shared()];
    const answer = await bed.ask(
      verbs.openSharedRecord,
      { input: { ...sent, delivery: 'COOKIE' } },
      await bed.tokenOf(doctor.session),
    );
    expect([answer.data.answer.session, answer.handed?.length]).toEqual([null, 43]);
    expect(await bed.check(doctor.session)).toEqual({ code: 'SESSION_ENDED' });
  });

  it('is no session of anybody’s: its token is refused where a session is asked for', async () => {
    const { session } = await opened();
    const [row] = await bed.sql('select count(*)::integer from session where id in (select id from guest_session)');
    expect(row).toEqual({ count: 0 });
    expect(session).toHaveLength(43);
  });
});

type Opened = Awaited<ReturnType<typeof opened>>;
