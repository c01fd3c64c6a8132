import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bed, startBed } from '../testing/bed.ts';
import {
  all,
  carerOf,
  invalid,
  kingston,
  refused,
  secretFor,
  sharedPair,
  sharer,
  verbs,
} from '../testing/sharing-bed.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await startBed();
});
afterAll(() => bed.close());

const westHerts = { trust: 'west-herts-royal-free', ...all, may: 'READ' };
const hour = 60 * 60_000;
const fromNow = (ms: number) => new Date(bed.clock().getTime() + ms).toISOString();
const seconds = (instant: string) => Date.parse(instant) / 1000;

describe('sharing with somebody who has an account', () => {
  it('D4 D12 opens nothing until it is accepted, and then what the patient chose, by a token that says who acts', async () => {
    const [patient, carer] = [await sharer(bed), await carerOf(bed)];
    const until = fromNow(30 * hour);
    const row = { trust: 'kingston', sections: ['CLINIC_LETTERS', 'TEST_RESULTS'], may: 'CHANGE' };
    const { share } = await patient.share(carer.patient.email, { trusts: [row], until, relationship: 'PARENT' });
    const inGrid = {
      trust: { key: 'kingston' },
      sections: ['CLINIC_LETTERS', 'TEST_RESULTS'],
      may: 'CHANGE',
      until: null,
      standing: 'OPEN',
      words: null,
      rule: null,
    };
    expect(share).toEqual({
      id: expect.any(String),
      kind: 'CARER',
      name: 'Mum',
      email: carer.patient.email,
      relationship: 'PARENT',
      state: 'PENDING',
      until,
      acceptedAt: null,
      endedAt: null,
      endedBy: null,
      trusts: [inGrid],
    });
    expect(await carer.sharedWithMe()).toEqual([]);
    expect(await carer.grantsAt('kingston')).toBeUndefined();

    const secret = await secretFor(bed, carer.patient.email);
    const accepted = await carer.act('acceptShare', { secret });
    const record = { __typename: 'KingstonRecord', id: patient.patient.record, trust: { key: 'kingston' } };
    const shared = {
      id: share.id,
      patientName: patient.patient.name,
      relation: 'CARER',
      relationship: 'PARENT',
      may: 'CHANGE',
      until,
      access: [{ trust: { key: 'kingston' }, sections: ['CLINIC_LETTERS', 'TEST_RESULTS'], may: 'CHANGE', until }],
      records: [record],
    };
    expect(accepted).toEqual({ shared, userErrors: [] });
    expect(await carer.sharedWithMe()).toEqual([shared]);
    const own = await patient.grantsAt('kingston');
    const token = await carer.grantsAt('kingston');
    expect(token?.grants).toEqual([
      {
        record: patient.patient.record,
        relation: 'carer',
        sections: ['CLINIC_LETTERS', 'TEST_RESULTS'],
        may: 'change',
        since: expect.any(Number),
        subject: own?.sub,
        share: share.id,
        act: { sub: token?.sub },
        until: seconds(until),
      },
    ]);
    expect(token?.sub).not.toBe(own?.sub);
    expect((await patient.shares())[0]).toMatchObject({ state: 'LIVE', acceptedAt: bed.clock().toISOString() });
  });

  it('D12 lets the carer read their own and the other’s record by one token, as the same person', async () => {
    const [patient, carer] = [await sharer(bed), await sharer(bed)];
    await patient.share(carer.patient.email);
    const before = await carer.grantsAt('kingston');
    await carer.act('acceptShare', { secret: await secretFor(bed, carer.patient.email) });
    const after = await carer.grantsAt('kingston');
    expect(after?.sub).toBe(before?.sub);
    expect(after?.grants).toEqual([
      { record: carer.patient.record, relation: 'self', sections: 'all', since: expect.any(Number) },
      expect.objectContaining({ record: patient.patient.record, relation: 'carer', act: { sub: before?.sub } }),
    ]);
    const { data } = await carer.ask('{ me { records { id } sharedWithMe { patientName records { id } } } }');
    expect(data.me).toEqual({
      records: [{ id: carer.patient.record }],
      sharedWithMe: [{ patientName: patient.patient.name, records: [{ id: patient.patient.record }] }],
    });
  });

  it('answers the same whether or not the address has an account, and keeps what was written sealed', async () => {
    const [patient, carer] = [await sharer(bed), await carerOf(bed)];
    const known = await patient.share(carer.patient.email);
    const unknown = await patient.share('nobody-here@example.org');
    expect({ ...unknown.share, id: 0, email: 0 }).toEqual({ ...known.share, id: 0, email: 0 });
    expect((await bed.inbox()).find(({ to }) => to === 'nobody-here@example.org')?.text).toContain(
      patient.patient.name,
    );
    const dump = JSON.stringify(await bed.sql('select share::text from share'));
    for (const text of ['Mum', 'nobody-here', carer.patient.email]) {
      expect(dump).not.toContain(text);
      expect(dump).not.toContain(Buffer.from(text).toString('hex'));
    }
  });

  it('is made once for one key', async () => {
    const patient = await sharer(bed);
    const input = { idempotencyKey: crypto.randomUUID() };
    const answers = await Promise.all([
      patient.share('once@example.org', input),
      patient.share('once@example.org', input),
    ]);
    expect(answers[0]).toEqual(answers[1]);
    expect(await patient.shares()).toHaveLength(1);
    expect((await bed.inbox()).filter(({ to }) => to === 'once@example.org')).toHaveLength(1);
    expect(await patient.share('other@example.org', input)).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  });

  it.each([
    ['no name', { name: ' ' }, 'BAD_INPUT', 'name'],
    ['a name with a line break', { name: 'a\nb' }, 'BAD_INPUT', 'name'],
    ['no address', { email: 'nobody' }, 'BAD_INPUT', 'email'],
    ['no trust', { trusts: [] }, 'BAD_INPUT', 'trusts'],
    ['an end that has passed', { until: '2020-01-01T00:00:00Z' }, 'BAD_INPUT', 'until'],
  ])('refuses %s', async (_what, given, code, field) => {
    const patient = await sharer(bed);
    expect(await patient.share('x@example.org', given)).toEqual(refused(code, field));
  });

  it.each([
    ['a kind that the trust does not show', { ...kingston, allSections: false, sections: ['DISCHARGE_SUMMARIES'] }],
    ['no kind', { ...kingston, allSections: false }],
    ['all and some', { ...kingston, sections: ['TEST_RESULTS'] }],
  ])('refuses %s, and names the trust', async (_what, row) => {
    const patient = await sharer(bed);
    expect(await patient.share('x@example.org', { trusts: [row] })).toEqual(
      refused('BAD_INPUT', 'sections', { trust: 'kingston' }),
    );
  });

  it('refuses a trust that is named twice, unknown, or not linked', async () => {
    const patient = await sharer(bed);
    const told = async (...trusts: object[]) => (await patient.share('x@example.org', { trusts })).userErrors;
    expect(await told(kingston, kingston)).toMatchObject([{ code: 'BAD_INPUT', trust: 'kingston' }]);
    expect(await told({ ...kingston, trust: 'nowhere' })).toMatchObject([{ code: 'TRUST_UNKNOWN', field: 'trusts' }]);
    expect(await told({ ...kingston, trust: 'southampton' })).toMatchObject([
      { code: 'NOT_FOUND', trust: 'southampton' },
    ]);
  });

  it('W4 D12 says trust by trust who refuses and by which rule, and shares nothing until that trust is left out', async () => {
    const patient = await sharer(bed);
    bed.westHerts.hold({ ...patient.patient, record: crypto.randomUUID() });
    await patient.ask('mutation ($input: LinkTrustInput!) { linkTrust(input: $input) { userErrors { code } } }', {
      input: { trust: westHerts.trust, idempotencyKey: crypto.randomUUID() },
    });
    expect(await patient.share('x@example.org', { trusts: [kingston, westHerts] })).toEqual(
      refused('CARER_REFUSED', 'trusts', { trust: westHerts.trust, rule: 'W4' }),
    );
    expect(await patient.shares()).toEqual([]);
    expect((await patient.share('x@example.org')).userErrors).toEqual([]);
  });

  it('M6 M8 W4 D12 tells all of that before, with the warnings, and sends nobody anything', async () => {
    const patient = await sharer(bed, { birthDate: '2008-06-01' });
    bed.westHerts.hold({ ...patient.patient, record: crypto.randomUUID() });
    await patient.ask('mutation ($input: LinkTrustInput!) { linkTrust(input: $input) { userErrors { code } } }', {
      input: { trust: westHerts.trust, idempotencyKey: crypto.randomUUID() },
    });
    const { data } = await patient.ask(
      `query ($input: PreviewShareInput!) { me {
        sharingOptions { trust { key } carer { allowed mayChange untilAge words rule } clinician { allowed longestMinutes rule } sections }
        previewShare(input: $input) { possible warnings { code rule } trusts { trust { key } allowed refusal { code rule } words rule until } }
      } }`,
      { input: { kind: 'CARER', relationship: 'PARENT', trusts: [kingston, westHerts] } },
    );
    expect(data.me.sharingOptions).toEqual([
      {
        trust: { key: 'kingston' },
        carer: { allowed: true, mayChange: true, untilAge: 18, words: 'You set how much they see.', rule: 'D12' },
        clinician: { allowed: true, longestMinutes: 120, rule: 'M9' },
        sections: expect.arrayContaining(['CLINIC_LETTERS']),
      },
      {
        trust: { key: westHerts.trust },
        carer: { allowed: false, mayChange: false, untilAge: null, words: 'Your own record only.', rule: 'W4' },
        clinician: { allowed: false, longestMinutes: null, rule: 'W4' },
        sections: expect.not.arrayContaining(['DISCHARGE_SUMMARIES']),
      },
    ]);
    expect(data.me.previewShare).toEqual({
      possible: false,
      warnings: [
        { code: 'BE_CAREFUL_WHOM', rule: 'M8' },
        { code: 'PERSONAL_EMAIL', rule: 'M6' },
        { code: 'KEEP_YOUR_LOGIN', rule: 'M6' },
      ],
      trusts: [
        {
          trust: { key: 'kingston' },
          allowed: true,
          refusal: null,
          words: 'You set how much they see.',
          rule: 'D12',
          until: '2026-05-31T23:00:00.000Z',
        },
        {
          trust: { key: westHerts.trust },
          allowed: false,
          refusal: { code: 'CARER_REFUSED', rule: 'W4' },
          words: 'Your own record only.',
          rule: 'W4',
          until: null,
        },
      ],
    });
    expect(await patient.shares()).toEqual([]);
  });

  it('ends with a parent at the patient’s 18th birthday, and not with anybody else, nor for who is grown up', async () => {
    const grown = await sharer(bed);
    const young = await sharer(bed, { birthDate: '2008-06-01' });
    await grown.share('a@example.org', { relationship: 'PARENT' });
    await young.share('b@example.org', { relationship: 'PARENT' });
    await young.share('c@example.org', { relationship: 'OTHER_FAMILY' });
    const ends = async (of: typeof grown) =>
      (await of.shares()).map((share: { trusts: { until: string | null }[] }) => share.trusts[0]?.until).sort();
    expect(await ends(grown)).toEqual([null]);
    expect(await ends(young)).toEqual(['2026-05-31T23:00:00.000Z', null]);
    const carer = await carerOf(bed);
    await young.share(carer.patient.email, { relationship: 'PARENT' });
    await carer.act('acceptShare', { secret: await secretFor(bed, carer.patient.email) });
    expect((await carer.grantsAt('kingston'))?.grants).toEqual([
      expect.objectContaining({ untilAge: 18, until: seconds('2026-05-31T23:00:00.000Z') }),
    ]);
  });
});

describe('accepting', () => {
  it('is for the account that holds the address of the share as a verified one, and works once', async () => {
    const [patient, other, unverified] = [await sharer(bed), await carerOf(bed), await sharer(bed, {}, bed.westHerts)];
    await patient.share(unverified.patient.email);
    const secret = await secretFor(bed, unverified.patient.email);
    expect(await other.act('acceptShare', { secret })).toEqual(invalid);
    expect(await patient.act('acceptShare', { secret })).toEqual(invalid);
    expect(await unverified.act('acceptShare', { secret })).toEqual(invalid);
    expect(await unverified.sharedWithMe()).toEqual([]);
    await bed.sql(
      'update account set email_way = $1, email_hash = $1 where id = (select account_id from link where record_id = $2)',
      [Buffer.from('now verified'), unverified.patient.record],
    );
    expect((await unverified.act('acceptShare', { secret })).userErrors).toEqual([]);
    expect(await unverified.act('acceptShare', { secret })).toEqual(invalid);
    expect((await unverified.sharedWithMe()).length).toBe(1);
  });

  it('is refused once the account has another address', async () => {
    const { patient, carer } = { patient: await sharer(bed), carer: await carerOf(bed) };
    await patient.share(carer.patient.email);
    const secret = await secretFor(bed, carer.patient.email);
    await bed.sql(
      'update account set email_way = null, email_hash = null where id = (select account_id from link where record_id = $1)',
      [carer.patient.record],
    );
    expect(await carer.act('acceptShare', { secret })).toEqual(invalid);
  });

  it('is refused after three days, after the patient has ended it, and for what is no secret', async () => {
    const [patient, carer] = [await sharer(bed), await carerOf(bed)];
    const { share } = await patient.share(carer.patient.email);
    const first = await secretFor(bed, carer.patient.email);
    await patient.act('endShare', { share: share.id });
    expect(await carer.act('acceptShare', { secret: first })).toEqual(invalid);
    bed.advance(1_000);
    await patient.share(carer.patient.email);
    const second = await secretFor(bed, carer.patient.email);
    await bed.sql("update share set secret_expires_at = secret_expires_at - interval '3 days'");
    expect(await carer.act('acceptShare', { secret: second })).toEqual(invalid);
    expect((await patient.shares())[0]).toMatchObject({ state: 'ENDED', endedBy: 'TIME' });
    for (const secret of ['', 'x', 'A'.repeat(43)]) expect(await carer.act('acceptShare', { secret })).toEqual(invalid);
  });

  it('gives one of many who try at once the share, and only once', async () => {
    const [patient, carer] = [await sharer(bed), await carerOf(bed)];
    await patient.share(carer.patient.email);
    const secret = await secretFor(bed, carer.patient.email);
    const answers = await Promise.all(Array.from({ length: 8 }, () => carer.act('acceptShare', { secret })));
    expect(answers.filter(({ shared }) => shared)).toHaveLength(1);
    const key = crypto.randomUUID();
    const again = await sharer(bed);
    await again.share(carer.patient.email);
    const next = { secret: await secretFor(bed, carer.patient.email), idempotencyKey: key };
    const twice = [await carer.act('acceptShare', next), await carer.act('acceptShare', next)];
    expect(twice[0]).toEqual(twice[1]);
    expect(twice[0].userErrors).toEqual([]);
  });
});

describe('what cannot be shared', () => {
  it('nothing with oneself', async () => {
    const patient = await sharer(bed);
    expect(await patient.share(patient.patient.email.toUpperCase())).toEqual(refused('SHARE_WITH_YOURSELF', 'email'));
  });

  it('no record that is another’s: a carer shares on nothing of what was shared with them', async () => {
    const { carer } = await sharedPair(bed);
    expect(await carer.share('friend@example.org')).toEqual(refused('NOT_FOUND', 'trusts', { trust: 'kingston' }));
  });

  it('nothing twice with the same person', async () => {
    const { patient, carer } = await sharedPair(bed);
    expect(await patient.share(carer.patient.email)).toEqual(refused('SHARE_EXISTS', 'email'));
  });

  it('no more than twenty at once', async () => {
    await bed.restart({ CODES_PER_HOUR: '200' });
    const patient = await sharer(bed);
    for (let made = 0; made < 19; made += 1) await patient.share(`many-${made}@example.org`);
    const raced = await Promise.all(Array.from({ length: 80 }, (_, n) => patient.share(`race-${n}@example.org`)));
    expect(raced.filter(({ share }) => share)).toHaveLength(1);
    expect(raced.find(({ share }) => !share)).toEqual(refused('TOO_MANY_SHARES', null));
    await bed.restart({ CODES_PER_HOUR: '10' });
  });

  it('no more than ten invitations an hour', async () => {
    const patient = await sharer(bed);
    for (let made = 0; made < 10; made += 1) {
      const { share } = await patient.share(`hour-${made}@example.org`);
      await patient.act('endShare', { share: share.id });
    }
    expect(await patient.share('eleventh@example.org')).toEqual(refused('TOO_MANY_REQUESTS', null));
  });

  it('no more than ten records with one person', async () => {
    const carer = await carerOf(bed);
    const accept = async () => {
      const patient = await sharer(bed);
      await patient.share(carer.patient.email);
      return carer.act('acceptShare', { secret: await secretFor(bed, carer.patient.email) });
    };
    for (let held = 0; held < 10; held += 1) expect((await accept()).userErrors).toEqual([]);
    expect(await accept()).toEqual({ shared: null, userErrors: [{ code: 'TOO_MANY_SHARES', field: null }] });
    const token = (await bed.check(carer.session, { active: false })) as { fresh: { tokens: Record<string, string> } };
    expect(token.fresh.tokens['kingston']?.length).toBeLessThan(12_000);
  });

  it('without a session, and in one that was proven too long ago', async () => {
    const answer = await bed.ask(verbs.shareRecord, {
      input: {
        name: 'a',
        email: 'a@example.org',
        relationship: 'CHILD',
        trusts: [kingston],
        idempotencyKey: 'a'.repeat(8),
      },
    });
    expect(answer.errors?.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
    const patient = await sharer(bed);
    for (let minutes = 0; minutes < 11; minutes += 1) {
      bed.advance(60_000);
      await bed.check(patient.session);
    }
    expect(await patient.share('late@example.org')).toEqual(['FRESH_SIGN_IN_REQUIRED']);
  });
});
