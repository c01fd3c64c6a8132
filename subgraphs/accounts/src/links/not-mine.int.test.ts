import { errorRegistry, findTrust, type SessionAnswer } from '@crosstrust/contract';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Bed, openAccountMutation, openAccountOf, openInput, startBed } from '../testing/bed.ts';
import { makePatient } from '../testing/people.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await startBed();
});
afterAll(() => bed.close());
beforeEach(() => {
  bed.westHerts.reports.length = 0;
  bed.westHerts.takeReports(true);
});

const trust = 'west-herts-royal-free';
const key = () => crypto.randomUUID();
const linkMutation = `mutation ($input: LinkTrustInput!) { linkTrust(input: $input) { record { id } userErrors { code field } } }`;
const reportMutation = `mutation ($input: ReportNotMineInput!) { reportNotMine(input: $input) { me { records { id } } userErrors { code message field } } }`;
const report = (token: string | undefined, input: object = {}) =>
  bed.ask(reportMutation, { input: { trust, idempotencyKey: key(), ...input } }, token);

/** Somebody whose record at West Herts is linked beside the first. */
async function openLinked() {
  const { patient, session } = await openAccountOf(bed);
  const held = bed.westHerts.hold({ ...patient, record: crypto.randomUUID() });
  const token = await bed.tokenOf(session);
  const link = () => bed.ask(linkMutation, { input: { trust, idempotencyKey: key() } }, token);
  await link();
  return { patient, session, held, token, link };
}
const reported = (...records: string[]) => ({
  reportNotMine: { me: { records: records.map((id) => ({ id })) }, userErrors: [] },
});

/** The trusts for which an answer to the gateway holds a token. */
const trustsIn = (answer: SessionAnswer | { code: string }): string[] =>
  Object.keys(('fresh' in answer && answer.fresh?.tokens) || {}).filter((audience) => findTrust(audience));

describe('reporting a linked record as somebody else’s', () => {
  it('K6 cuts the link at once: the session’s next answer is a new one, without a token for the trust', async () => {
    const { patient, session, token } = await openLinked();
    const before = await bed.check(session);
    if (!('version' in before)) throw new Error('no session');
    expect(trustsIn(before)).toEqual(['kingston', trust]);
    expect((await report(token, { words: 'I was never there.' })).data).toEqual(reported(patient.record));
    const after = await bed.check(session, { knownVersion: before.version });
    expect('version' in after && after.version).not.toBe(before.version);
    expect(trustsIn(after)).toEqual(['kingston']);
  });

  it('tells the trust who reports what, by a token for this purpose alone, and tells the person', async () => {
    const { patient, session, held, token } = await openLinked();
    const answer = await bed.check(session);
    const subject = decodeJwt(('fresh' in answer && answer.fresh?.tokens[trust]) || '').sub;
    await report(token, { words: ' I was never there. ' });
    expect((await bed.inbox())[0]).toMatchObject({
      channel: 'email',
      to: patient.email,
      text: expect.stringContaining('You reported the record at West Hertfordshire'),
    });
    expect(bed.westHerts.reports).toEqual([
      {
        report: {
          id: expect.any(String),
          record: held.record,
          subject,
          reportedAt: bed.clock().toISOString(),
          words: 'I was never there.',
        },
        claims: expect.objectContaining({ aud: trust, scope: 'report' }),
      },
    ]);
    expect(await bed.sql('select from outbox')).toEqual([]);
    expect(
      await bed.sql("select action, trust from audit where action = 'record-not-mine' order by at desc limit 1"),
    ).toEqual([{ action: 'record-not-mine', trust }]);
  });

  it('is not lost while the trust is away for days: told with a back-off until it takes it, then once', async () => {
    const { patient, session, held, token } = await openLinked();
    await bed.restart({ TRUST_URLS: `kingston=${bed.kingston.url},${trust}=http://127.0.0.1:1` });
    expect((await report(token)).data).toEqual(reported(patient.record));
    await bed.accounts.drain();
    expect(trustsIn(await bed.check(session, { active: false }))).toEqual(['kingston']);
    // the report, and that the person has left
    expect(await bed.sql('select attempts from outbox')).toEqual(Array(2).fill({ attempts: 1 }));

    await bed.restart({ TRUST_URLS: `kingston=${bed.kingston.url},${trust}=${bed.westHerts.url}` });
    bed.westHerts.takeReports(false);
    for (let days = 0; days < 3; days += 1) {
      bed.advance(24 * 60 * 60_000);
      await bed.accounts.drain();
    }
    expect(await bed.sql('select attempts from outbox')).toEqual(Array(2).fill({ attempts: 4 }));
    bed.westHerts.takeReports(true);
    bed.advance(60 * 60_000);
    await bed.accounts.drain();
    await bed.accounts.drain();
    expect(bed.westHerts.reports.map(({ report: { record } }) => record)).toEqual([held.record]);
    expect(await bed.sql('select from outbox')).toEqual([]);
    expect(await bed.sql('select from disputed_record where told_at is null')).toEqual([]);
  });

  it('K6 cannot be linked again before the trust knows, by this login or another', async () => {
    const { held, token, link } = await openLinked();
    const other = await openAccountOf(bed);
    bed.westHerts.takeReports(false);
    await report(token);
    const refused = { record: null, userErrors: [{ code: 'RECORD_DISPUTED', field: null }] };
    expect((await link()).data.linkTrust).toEqual(refused);
    bed.westHerts.hold({ ...other.patient, record: held.record });
    const another = await bed.ask(
      linkMutation,
      { input: { trust, idempotencyKey: key() } },
      await bed.tokenOf(other.session),
    );
    expect(another.data.linkTrust).toEqual(refused);
    const newcomer = bed.westHerts.hold({ ...makePatient(), record: held.record });
    const opened = await bed.ask(openAccountMutation, { input: openInput(newcomer, trust) });
    expect(opened.data.openAccount).toMatchObject({
      challenge: null,
      userErrors: [{ code: 'RECORD_DISPUTED', field: null }],
    });
    bed.westHerts.takeReports(true);
    bed.advance(60_000);
    await bed.accounts.drain();
    expect(bed.westHerts.reports).toHaveLength(1);
  });

  it('K6 cannot be linked by what the trust said before it knew', async () => {
    const { held, token } = await openLinked();
    const other = await openAccountOf(bed);
    bed.westHerts.hold({ ...other.patient, record: held.record });
    const othersToken = await bed.tokenOf(other.session);
    let isFirst = true;
    // while the trust thinks, its patient reports the record and it takes the report
    bed.westHerts.meanwhile(() => {
      if (!isFirst) return;
      isFirst = false;
      return report(token).then(() => bed.accounts.drain());
    });
    const answer = await bed.ask(linkMutation, { input: { trust, idempotencyKey: key() } }, othersToken);
    bed.westHerts.meanwhile(undefined);
    expect(bed.westHerts.reports).toHaveLength(1);
    expect(answer.data.linkTrust).toEqual({ record: null, userErrors: [{ code: 'RECORD_DISPUTED', field: null }] });
  });

  it('K6 is not linked again while the trust refuses, with its reason', async () => {
    const { patient, held, token, link } = await openLinked();
    await report(token);
    await bed.accounts.drain();
    bed.westHerts.hold({ ...patient, record: held.record, refused: 'RECORD_DISPUTED' });
    expect((await link()).data.linkTrust).toEqual({
      record: null,
      userErrors: [{ code: 'RECORD_DISPUTED', field: null }],
    });
  });

  it('twice with one key is one report; the key is good for nothing else', async () => {
    const { patient, token } = await openLinked();
    const idempotencyKey = key();
    const [first, second] = await Promise.all([report(token, { idempotencyKey }), report(token, { idempotencyKey })]);
    expect([first.data, second.data]).toEqual([reported(patient.record), reported(patient.record)]);
    await bed.accounts.drain();
    expect(bed.westHerts.reports).toHaveLength(1);
    const reused = await report(token, { idempotencyKey, words: 'Something else.' });
    expect(reused.errors?.[0]?.extensions).toEqual({ code: 'IDEMPOTENCY_KEY_REUSED', field: 'idempotencyKey' });
  });

  it.each([
    ['a trust that is not linked', { trust: 'st-georges' }, 'NOT_FOUND', 'trust'],
    ['too many words', { words: 'x'.repeat(2001) }, 'BAD_INPUT', 'words'],
  ] as const)('is refused for %s, and nothing changes', async (_what, input, code, field) => {
    const { patient, held, token } = await openLinked();
    expect((await report(token, input)).data.reportNotMine).toEqual({
      me: null,
      userErrors: [{ code, message: errorRegistry[code].message, field }],
    });
    expect((await bed.ask('{ me { records { id } } }', {}, token)).data.me.records).toEqual([
      { id: patient.record },
      { id: held.record },
    ]);
  });

  it('needs somebody signed in, and a trust that is on the list', async () => {
    expect((await report(undefined)).errors?.[0]?.extensions).toEqual({ code: 'UNAUTHENTICATED' });
    const { token } = await openLinked();
    expect((await report(token, { trust: 'nowhere' })).errors?.[0]?.extensions).toEqual({
      code: 'TRUST_UNKNOWN',
      field: 'trust',
    });
  });
});
