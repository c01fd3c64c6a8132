import type { SessionAnswer } from '@crosstrust/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Bed, startBed } from '../testing/bed.ts';
import { carerOf, kingston, secretFor, sharedPair, sharer } from '../testing/sharing-bed.ts';
import { changedNotice, sharedNotice } from './words.ts';

let bed: Bed;
let pair: Awaited<ReturnType<typeof sharedPair>>;
beforeAll(async () => {
  bed = await startBed();
});
beforeEach(async () => {
  bed.advance(1_000);
  pair = await sharedPair(bed);
});
afterAll(() => bed.close());

const key = () => ({ idempotencyKey: crypto.randomUUID() });
const read = { ...kingston, allSections: false };

/** Two gateways that have asked about the carer's session before; each names its own version when it asks again. */
async function twoGateways() {
  const ask = async (knownVersion?: string) =>
    (await bed.check(pair.carer.session, {
      active: false,
      ...(knownVersion ? { knownVersion } : {}),
    })) as SessionAnswer;
  const known = [(await ask()).version, (await ask()).version];
  expect(await ask(known[0])).not.toHaveProperty('fresh');
  return {
    /** Whether each gateway gets new tokens at its next question, and the one for Kingston among them. */
    next: async () => {
      const answers = await Promise.all(known.map((version) => ask(version)));
      return answers.map(({ fresh }) => (fresh ? Object.keys(fresh.tokens).includes('kingston') : 'nothing new'));
    },
  };
}
const gone = [false, false];
const still = ['nothing new', 'nothing new'];

describe('a share bites on the next request at every gateway when', () => {
  const unlink = 'mutation ($input: UnlinkTrustInput!) { unlinkTrust(input: $input) { userErrors { code } } }';
  const report = 'mutation ($input: ReportNotMineInput!) { reportNotMine(input: $input) { userErrors { code } } }';

  it.each([
    ['the patient ends it', () => pair.patient.act('endShare', { share: pair.share })],
    ['the carer ends it', () => pair.carer.act('endShare', { share: pair.share })],
    ['the patient unlinks the trust', () => pair.patient.ask(unlink, { input: { trust: 'kingston', ...key() } })],
    ['the patient reports the record', () => pair.patient.ask(report, { input: { trust: 'kingston', ...key() } })],
    [
      'the patient’s account is deleted',
      () =>
        bed.sql('delete from account where id = (select account_id from link where record_id = $1)', [
          pair.patient.patient.record,
        ]),
    ],
  ])('D12 %s', async (_what, act) => {
    const gateways = await twoGateways();
    expect(await gateways.next()).toEqual(still);
    await act();
    expect(await gateways.next()).toEqual(gone);
    expect(await pair.carer.sharedWithMe()).toEqual([]);
  });

  it('D12 the patient changes the level, and the carer then has that and no more', async () => {
    const gateways = await twoGateways();
    const trusts = [{ ...read, sections: ['CLINIC_LETTERS'] }];
    const { share } = await pair.patient.act('changeShare', { share: pair.share, trusts });
    expect(share.trusts[0].sections).toEqual(['CLINIC_LETTERS']);
    expect(await gateways.next()).toEqual([true, true]);
    expect((await pair.carer.grantsAt('kingston'))?.grants).toMatchObject([{ sections: ['CLINIC_LETTERS'] }]);
  });

  it('its time is over, without anybody doing anything', async () => {
    const until = new Date(bed.clock().getTime() + 120_000).toISOString();
    await pair.patient.act('changeShare', { share: pair.share, trusts: [kingston], until });
    const gateways = await twoGateways();
    expect((await pair.carer.grantsAt('kingston'))?.grants).toMatchObject([{ until: Date.parse(until) / 1000 }]);
    bed.advance(120_000);
    expect(await gateways.next()).toEqual(gone);
    expect((await pair.patient.shares())[0]).toMatchObject({ state: 'ENDED', endedBy: 'TIME', endedAt: until });
  });
});

describe('who has unlinked a trust', () => {
  it('and links it again shares it with nobody until they share it again', async () => {
    const { patient, carer } = pair;
    await patient.ask('mutation ($input: UnlinkTrustInput!) { unlinkTrust(input: $input) { userErrors { code } } }', {
      input: { trust: 'kingston', ...key() },
    });
    bed.advance(1_000);
    const linked = await patient.ask(
      'mutation ($input: LinkTrustInput!) { linkTrust(input: $input) { record { id } } }',
      {
        input: { trust: 'kingston', ...key() },
      },
    );
    expect(linked.data.linkTrust.record.id).toBe(patient.patient.record);
    expect(await carer.sharedWithMe()).toEqual([]);
    const standing = async () => (await patient.shares())[0].trusts[0].standing;
    expect(await standing()).toBe('NOT_LINKED');
    // opening it again gives more than there is, whatever it was before
    await bed.sql(`update session set proven_at = proven_at - interval '11 minutes'`);
    const again = () => patient.act('changeShare', { share: pair.share, trusts: [kingston] });
    expect(await again()).toEqual(['FRESH_SIGN_IN_REQUIRED']);
    await bed.sql(`update session set proven_at = proven_at + interval '11 minutes'`);
    await again();
    expect([await standing(), (await carer.sharedWithMe()).length]).toEqual(['OPEN', 1]);
  });
});

it('sharing, and sharing more, is told by text and by email: who has taken the mailbox cannot do it unseen', async () => {
  const patient = await sharer(bed);
  const { share } = await patient.share(`somebody-${crypto.randomUUID()}@example.org`);
  await patient.act('changeShare', { share: share.id, trusts: [{ ...kingston, may: 'CHANGE' }] });
  for (const address of [patient.patient.mobile, patient.patient.email]) {
    const texts = (await bed.inbox()).filter(({ to }) => to === address).map(({ text }) => text);
    expect(texts.filter((text) => text === sharedNotice() || text === changedNotice())).toHaveLength(2);
  }
});

describe('changing a share', () => {
  it('D12 gives a trust, takes one, and keeps who the carer is to each', async () => {
    const { patient, carer, share } = pair;
    const before = await carer.grantsAt('kingston');
    await patient.act('changeShare', { share, trusts: [{ ...kingston, may: 'CHANGE' }] });
    const after = await carer.grantsAt('kingston');
    expect([after?.sub, after?.grants[0]?.['may']]).toEqual([before?.sub, 'change']);
    await patient.act('endShare', { share });
    await patient.share(carer.patient.email);
    await carer.act('acceptShare', { secret: await secretFor(bed, carer.patient.email) });
    expect((await carer.grantsAt('kingston'))?.sub).toBe(before?.sub);
  });

  it('needs a fresh proof to give more, and none to give less', async () => {
    const { patient, share } = pair;
    const narrow = [{ ...read, sections: ['CLINIC_LETTERS', 'TEST_RESULTS'] }];
    for (let minutes = 0; minutes < 11; minutes += 1) {
      bed.advance(60_000);
      await bed.check(patient.session);
    }
    const change = (trusts: object[], more: object = {}) => patient.act('changeShare', { share, trusts, ...more });
    const soon = new Date(bed.clock().getTime() + 3_600_000).toISOString();
    expect((await change(narrow, { until: soon })).userErrors).toEqual([]);
    expect((await change([{ ...read, sections: ['TEST_RESULTS'] }], { until: soon })).userErrors).toEqual([]);
    const refused = ['FRESH_SIGN_IN_REQUIRED'];
    expect(await change([{ ...read, sections: ['TEST_RESULTS'] }])).toEqual(refused);
    expect(await change(narrow, { until: soon })).toEqual(refused);
    expect(await change([kingston], { until: soon })).toEqual(refused);
    expect(await change([{ ...read, sections: ['TEST_RESULTS'], may: 'CHANGE' }], { until: soon })).toEqual(refused);
    expect((await patient.act('endShare', { share })).userErrors).toEqual([]);
  });

  it('and beginning others at the same time, in one session, wait for each other and are all done', async () => {
    const { patient, share } = pair;
    const verbs = Array.from({ length: 8 }, (_, place) =>
      place % 2 === 0
        ? patient.share(`at-once-${crypto.randomUUID()}@example.org`)
        : patient.act('changeShare', { share, trusts: [{ ...kingston, may: place % 4 === 1 ? 'CHANGE' : 'READ' }] }),
    );
    expect((await Promise.all(verbs)).map(({ userErrors }) => userErrors)).toEqual(Array(8).fill([]));
  });

  it('refuses what the trust refuses, and one that has ended', async () => {
    const { patient, share } = pair;
    const change = (trusts: object[]) => patient.act('changeShare', { share, trusts });
    expect((await change([{ ...kingston, trust: 'west-herts-royal-free' }])).userErrors).toMatchObject([
      { code: 'NOT_FOUND', trust: 'west-herts-royal-free' },
    ]);
    await patient.act('endShare', { share });
    expect((await change([kingston])).userErrors).toMatchObject([{ code: 'NOT_FOUND', field: 'share' }]);
  });

  it('is the patient’s alone', async () => {
    const { carer, share } = pair;
    const stranger = await sharer(bed);
    for (const somebody of [carer, stranger])
      expect((await somebody.act('changeShare', { share, trusts: [kingston] })).userErrors).toMatchObject([
        { code: 'NOT_FOUND', field: 'share' },
      ]);
    expect(await stranger.act('endShare', { share })).toEqual({
      me: null,
      userErrors: [{ code: 'NOT_FOUND', field: 'share' }],
    });
    expect(await carer.sharedWithMe()).toHaveLength(1);
  });
});

describe('a carer', () => {
  it('does nothing with the patient’s account: what they leave, report or unlink is their own', async () => {
    const { patient, carer, shared } = pair;
    const input = { input: { trust: 'kingston', ...key() } };
    const { data } = await carer.ask(
      'mutation ($input: ReportNotMineInput!) { reportNotMine(input: $input) { userErrors { code } } }',
      input,
    );
    expect(data.reportNotMine.userErrors).toEqual([{ code: 'NOT_FOUND' }]);
    await carer.ask(
      'mutation ($input: UnlinkTrustInput!) { unlinkTrust(input: $input) { userErrors { code } } }',
      input,
    );
    const feed = await carer.ask(
      'mutation ($input: CreateCalendarFeedInput!) { createCalendarFeed(input: $input) { url } }',
      { input: key() },
    );
    const secret = /calendar\/(.{43})\.ics/.exec(feed.data.createCalendarFeed.url)?.[1];
    const answer = await fetch(`${bed.accounts.url}/feed`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ secret }),
    });
    expect(Object.keys(((await answer.json()) as { tokens: object }).tokens)).not.toContain('kingston');
    expect(await carer.sharedWithMe()).toEqual([shared]);
    expect((await patient.ask('{ me { records { id } } }')).data.me.records).toEqual([{ id: patient.patient.record }]);
  });

  it('reaches the shared record by _entities, and nobody else’s; the patient never', async () => {
    const { patient, carer } = pair;
    const other = await sharer(bed);
    const entities = (representations: object[]) =>
      carer.ask(
        'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on KingstonRecord { id trust { key } } ... on Patient { id name } } }',
        { representations },
      );
    const record = (id: string) => ({ __typename: 'KingstonRecord', id });
    const { data } = await entities([record(patient.patient.record), record(other.patient.record)]);
    expect(data._entities).toEqual([{ id: patient.patient.record, trust: { key: 'kingston' } }, null]);
    const [row] = await bed.sql('select account_id as id from link where record_id = $1', [patient.patient.record]);
    expect((await entities([{ __typename: 'Patient', id: row?.['id'] }])).data._entities).toEqual([null]);
  });

  it('has nothing left when their own account is gone', async () => {
    const { patient, carer } = pair;
    await bed.sql('delete from account where id = (select account_id from link where record_id = $1)', [
      carer.patient.record,
    ]);
    expect(await patient.shares()).toEqual([]);
    const again = await carerOf(bed);
    expect(await again.sharedWithMe()).toEqual([]);
  });
});
