import { trusts } from '@crosstrust/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bed, openAccountOf, startBed } from '../testing/bed.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await startBed();
});
afterAll(() => bed.close());

const linkMutation = `mutation ($input: LinkTrustInput!) { linkTrust(input: $input) { record { __typename id trust { key } } me { records { id } } userErrors { code field } } }`;
const unlinkMutation = `mutation ($input: UnlinkTrustInput!) { unlinkTrust(input: $input) { me { records { id } } userErrors { code field } } }`;
const trust = 'west-herts-royal-free';
const key = () => crypto.randomUUID();

describe('linking a trust', () => {
  it('K6 M4 adds its record, by the details that the account holds, and tells the person by email', async () => {
    const { patient, session } = await openAccountOf(bed);
    const held = bed.westHerts.hold({ ...patient, record: crypto.randomUUID() });
    const answer = await bed.ask(linkMutation, { input: { trust, idempotencyKey: key() } }, await bed.tokenOf(session));
    expect(answer.data.linkTrust).toEqual({
      record: { __typename: 'WestHertsRoyalFreeRecord', id: held.record, trust: { key: trust } },
      me: { records: [{ id: patient.record }, { id: held.record }] },
      userErrors: [],
    });
    expect((await bed.inbox())[0]).toMatchObject({
      channel: 'email',
      to: patient.email,
      text: expect.stringContaining('West Hertfordshire'),
    });
  });

  it('K6 is refused when the trust holds other details, and changes nothing', async () => {
    const { patient, session } = await openAccountOf(bed);
    bed.westHerts.hold({ ...patient, mobile: '+447700900998' });
    const answer = await bed.ask(linkMutation, { input: { trust, idempotencyKey: key() } }, await bed.tokenOf(session));
    expect(answer.data.linkTrust).toEqual({
      record: null,
      me: null,
      userErrors: [{ code: 'DETAILS_DO_NOT_MATCH', field: null }],
    });
    expect(await bed.sql('select trust from link where record_id = $1', [patient.record])).toEqual([
      { trust: 'kingston' },
    ]);
  });

  it('twice, or at once, links once', async () => {
    const { patient, session } = await openAccountOf(bed);
    bed.westHerts.hold({ ...patient, record: crypto.randomUUID() });
    const token = await bed.tokenOf(session);
    const input = { trust, idempotencyKey: key() };
    const answers = await Promise.all(
      [input, input, { trust, idempotencyKey: key() }].map((given) => bed.ask(linkMutation, { input: given }, token)),
    );
    expect(answers.map(({ data }) => data.linkTrust.userErrors)).toEqual([[], [], []]);
    expect(
      await bed.sql(
        "select count(*)::integer from audit where action = 'trust-linked' and account_id = (select account_id from link where record_id = $1)",
        [patient.record],
      ),
    ).toEqual([{ count: 1 }]);
  });

  it('does not give a record to two people', async () => {
    const first = await openAccountOf(bed);
    const { session } = await openAccountOf(bed, {}, bed.westHerts);
    const second = await openAccountOf(bed);
    const shared = bed.westHerts.hold({ ...first.patient, record: crypto.randomUUID() });
    await bed.ask(linkMutation, { input: { trust, idempotencyKey: key() } }, await bed.tokenOf(first.session));
    bed.westHerts.hold({ ...second.patient, record: shared.record });
    const answer = await bed.ask(
      linkMutation,
      { input: { trust, idempotencyKey: key() } },
      await bed.tokenOf(second.session),
    );
    expect(answer.data.linkTrust.userErrors).toEqual([{ code: 'ACCOUNT_EXISTS', field: null }]);
    expect(session).toHaveLength(43);
  });

  it('gives a record to one of two people who ask for it at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const people = [await openAccountOf(bed), await openAccountOf(bed)];
      const record = crypto.randomUUID();
      for (const { patient } of people) bed.westHerts.hold({ ...patient, record });
      const tokens = await Promise.all(people.map(({ session }) => bed.tokenOf(session)));
      const answers = await Promise.all(
        tokens.map((token) => bed.ask(linkMutation, { input: { trust, idempotencyKey: key() } }, token)),
      );
      const errors = answers.map(({ data }) => data?.linkTrust.userErrors);
      expect(errors).toContainEqual([]);
      expect(errors).toContainEqual([{ code: 'ACCOUNT_EXISTS', field: null }]);
    }
  });

  it('K6 answers at the same fixed time whether or not the trust knows the patient', async () => {
    const { patient, session } = await openAccountOf(bed);
    const token = await bed.tokenOf(session);
    const link = () => bed.ask(linkMutation, { input: { trust, idempotencyKey: key() } }, token);
    bed.waits.length = 0;
    await link();
    bed.westHerts.hold({ ...patient, mobile: '+447700900998' });
    await link();
    bed.westHerts.hold({ ...patient, refused: 'AGE_BLOCKED' });
    await link();
    expect(bed.waits).toEqual([300, 300, 300]);
  });

  it('needs somebody signed in, and a trust that is on the list', async () => {
    const { session } = await openAccountOf(bed);
    const signedOut = await bed.ask(linkMutation, { input: { trust, idempotencyKey: key() } });
    expect(signedOut.errors?.[0]?.extensions).toEqual({ code: 'UNAUTHENTICATED' });
    const unknown = await bed.ask(
      linkMutation,
      { input: { trust: 'nowhere', idempotencyKey: key() } },
      await bed.tokenOf(session),
    );
    expect(unknown.errors?.[0]?.extensions).toEqual({ code: 'TRUST_UNKNOWN', field: 'trust' });
  });
});

describe('unlinking a trust', () => {
  it('K9 takes its record away and leaves the rest; it can be linked again', async () => {
    const { patient, session } = await openAccountOf(bed);
    const held = bed.westHerts.hold({ ...patient, record: crypto.randomUUID() });
    const token = await bed.tokenOf(session);
    const linking = { input: { trust, idempotencyKey: key() } };
    await bed.ask(linkMutation, linking, token);
    const idempotencyKey = key();
    const unlinked = await bed.ask(unlinkMutation, { input: { trust, idempotencyKey } }, token);
    expect(unlinked.data.unlinkTrust).toEqual({ me: { records: [{ id: patient.record }] }, userErrors: [] });
    expect((await bed.ask(linkMutation, linking, token)).data.linkTrust).toEqual({
      record: null,
      me: null,
      userErrors: [{ code: 'UNDONE_SINCE', field: null }],
    });
    const again = await bed.ask(linkMutation, { input: { trust, idempotencyKey: key() } }, token);
    expect(again.data.linkTrust.record.id).toBe(held.record);
    // The same key again is the same request again, and not a new wish to unlink.
    expect(
      (await bed.ask(unlinkMutation, { input: { trust, idempotencyKey } }, token)).data.unlinkTrust.me.records,
    ).toHaveLength(2);
    const reused = await bed.ask(unlinkMutation, { input: { trust: 'kingston', idempotencyKey } }, token);
    expect(reused.errors?.[0]?.extensions.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });
});

describe('me.trusts', () => {
  it('K13 W1 says of every trust on the list how the patient stands with it, on this day', async () => {
    // 17 years old on the day of the test's clock
    const { session } = await openAccountOf(bed, { birthDate: '2007-06-03' });
    const statuses = async () =>
      (await bed.ask('{ me { trusts { trust { key } state minimumAge how } } }', {}, await bed.tokenOf(session))).data
        .me.trusts;
    const standing = await statuses();
    expect(standing.map((status: { trust: { key: string } }) => status.trust.key)).toEqual(
      trusts.map(({ key }) => key),
    );
    expect(standing).toEqual(
      expect.arrayContaining([
        { trust: { key: 'kingston' }, state: 'LINKED', minimumAge: 16, how: null },
        { trust: { key: 'st-georges' }, state: 'CAN_BE_LINKED', minimumAge: 16, how: 'How to link st-georges.' },
        { trust: { key: trust }, state: 'TOO_YOUNG', minimumAge: 18, how: null },
      ]),
    );
  });
});
