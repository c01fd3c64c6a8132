import { trusts } from '@crosstrust/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerChallenge, type Bed, openAccountMutation, openAccountOf, openInput, startBed } from '../testing/bed.ts';
import type { FakeTrust, HeldPatient } from '../testing/fake-trust.ts';
import { makePatient } from '../testing/people.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await startBed();
});
afterAll(() => bed.close());

const open = async (input: object) => (await bed.ask(openAccountMutation, { input })).data?.openAccount;
const refusedWith = (code: string, field: string | null = null) => ({
  challenge: null,
  expiresAt: null,
  userErrors: [{ code, field }],
});
const posed = { challenge: expect.any(String), expiresAt: expect.any(String), userErrors: [] };
const link = (secret: string) => ({ kind: 'invitation', secret }) as const;
const letter = (...codes: [string, string]) => ({ kind: 'codes', codes }) as const;

/** Answers the code of an opening: the token of the session. */
async function enter(patient: HeldPatient, challenge: string): Promise<string> {
  return bed.tokenOf(await answerChallenge(bed, challenge, await bed.codeFor(patient.mobile)));
}
const withoutNumber = (patient: HeldPatient, trust: FakeTrust) => {
  const { nhsNumber: _number, ...input } = openInput(patient, trust.key);
  return input;
};
const held = (trust: FakeTrust, given: Partial<HeldPatient> = {}) => trust.hold(makePatient(given));
const me = '{ me { name emailVerified records { id } registeredBy { name relationship consentGiven consentOn at } } }';

describe('registering by the link of an invitation', () => {
  it('K2 needs no NHS number: the trust tells it, and the person is known by it from then on', async () => {
    const patient = held(bed.kingston);
    bed.kingston.invite(patient, link('a-secret'));
    const { challenge } = await open({ ...withoutNumber(patient, bed.kingston), invitation: 'a-secret' });
    expect(bed.kingston.asked.at(-1)).toEqual({
      nonce: expect.any(String),
      proof: link('a-secret'),
      registering: 'patient',
      birthDate: patient.birthDate,
      mobile: patient.mobile,
      email: patient.email,
    });
    const token = await enter(patient, challenge);
    const { data } = await bed.ask(me, {}, token);
    expect(data.me).toEqual({
      name: patient.name,
      emailVerified: false,
      records: [{ id: patient.record }],
      registeredBy: null,
    });
    expect(await open({ ...openInput(patient), email: 'other@example.org' })).toEqual(
      refusedWith('DETAILS_DO_NOT_MATCH'),
    );
    expect(await open(openInput(patient))).toEqual(refusedWith('ACCOUNT_EXISTS'));
  });

  it('gives the same answer again, and asks again with the same link when the code has run out', async () => {
    const patient = held(bed.kingston);
    bed.kingston.invite(patient, link('again'));
    const input = { ...withoutNumber(patient, bed.kingston), invitation: 'again' };
    const first = await open(input);
    expect(await open(input)).toEqual(first);
    bed.advance(120_000);
    const { challenge } = await open(input);
    expect(challenge).not.toBe(first.challenge);
    expect(await answerChallenge(bed, challenge, await bed.codeFor(patient.mobile))).toHaveLength(43);
  });

  it('opens one account for who uses it twice at once', async () => {
    const patient = held(bed.kingston);
    bed.kingston.invite(patient, link('twice'));
    const inputs = [1, 2].map((n) => ({
      ...withoutNumber(patient, bed.kingston),
      email: `twice-${n}@example.org`,
      invitation: 'twice',
    }));
    const openings = [];
    for (const input of inputs)
      openings.push({ ...(await open(input)), code: await bed.codeFor(patient.mobile) } as {
        challenge: string;
        code: string;
      });
    const answers = await Promise.all(openings.map(({ challenge, code }) => answerChallenge(bed, challenge, code)));
    expect(answers).toContain('ACCOUNT_EXISTS');
    expect(answers.filter((answer) => answer.length === 43)).toHaveLength(1);
  });

  it('tells what the trust tells, and is one thing or the other', async () => {
    const patient = held(bed.kingston);
    const input = openInput(patient);
    expect(await open({ ...input, invitation: 'unknown' })).toEqual(refusedWith('INVITATION_INVALID'));
    const bad = [
      [{ invitation: 'x', codes: ['a', 'b'] }, 'invitation'],
      [{ invitation: '' }, 'invitation'],
      [{ invitation: 'x'.repeat(201) }, 'invitation'],
      [{ codes: ['a'] }, 'codes'],
      [{ codes: ['a', 'b', 'c'] }, 'codes'],
      [{ codes: ['a', 'b'.repeat(51)] }, 'codes'],
      [{ nhsNumber: null }, 'nhsNumber'],
      [{ invitation: 'x', nhsNumber: '999 000 0001' }, 'nhsNumber'],
    ] as const;
    for (const [change, field] of bad)
      expect(await open({ ...input, ...change })).toEqual(refusedWith('BAD_INPUT', field));
  });
});

describe('registering by the codes of a letter', () => {
  it('D5 D17 shows the trust both codes, and verifies the email that it compares (D10)', async () => {
    const patient = held(bed.westHerts);
    bed.westHerts.invite(patient, letter('AAAA-1111', 'BBBB-2222'));
    const input = openInput(patient, bed.westHerts.key);
    expect(await open({ ...input, codes: ['AAAA-1111', 'wrong'] })).toEqual(refusedWith('INVITATION_INVALID'));
    const { challenge } = await open({ ...input, codes: ['AAAA-1111', 'BBBB-2222'] });
    const token = await enter(patient, challenge);
    expect((await bed.ask('{ me { emailVerified } }', {}, token)).data.me).toEqual({ emailVerified: true });
  });
});

describe('registering by the details', () => {
  it.each(['NO_UPCOMING_APPOINTMENT', 'INVITATION_NEEDED'] as const)(
    'K1 W2 D5 tells %s when the trust does',
    async (refused) => {
      const patient = held(bed.kingston, { refused });
      expect(await open(openInput(patient))).toEqual(refusedWith(refused));
    },
  );

  it('K6 is limited for each person, whoever tries and whether or not a trust holds them', async () => {
    const patient = held(bed.kingston);
    for (const person of [patient, makePatient() as HeldPatient]) {
      const wrong = Array.from({ length: 25 }, (_, day) =>
        open({ ...openInput(person), birthDate: `1970-01-${String(day + 1).padStart(2, '0')}` }),
      );
      const codes = (await Promise.all(wrong)).map(({ userErrors: [error] }) => error.code);
      expect([...codes].sort()).toEqual([
        ...Array(20).fill('DETAILS_DO_NOT_MATCH'),
        ...Array(5).fill('TOO_MANY_REQUESTS'),
      ]);
      expect(await open(openInput(person))).toEqual(refusedWith('TOO_MANY_REQUESTS'));
    }
    bed.kingston.invite(patient, link('in-spite'));
    expect(await open({ ...withoutNumber(patient, bed.kingston), invitation: 'in-spite' })).toEqual(posed);
    bed.advance(24 * 60 * 60_000);
    expect(await open(openInput(patient))).toEqual(posed);
  });

  it('K6 counts nothing against who is right, and nothing while the trust does not answer', async () => {
    const patient = held(bed.kingston, { refused: 'AGE_BLOCKED' });
    bed.kingston.answer({ status: 500, body: '{}' });
    for (let asked = 0; asked < 21; asked += 1) await bed.ask(openAccountMutation, { input: openInput(patient) });
    bed.kingston.answer(undefined);
    for (let asked = 0; asked < 21; asked += 1)
      expect(await open(openInput(patient))).toEqual(refusedWith('AGE_BLOCKED'));
  });
});

describe('paperless', () => {
  const registrationOf = async (patient: HeldPatient) => {
    await bed.accounts.drain();
    return bed.westHerts.registrations.find(({ notice }) => notice.record === patient.record)?.notice;
  };

  it.each([true, false, undefined])('W6 is asked at registration, and the trust is told: %s', async (paperless) => {
    const patient = held(bed.westHerts);
    const { challenge } = await open({ ...openInput(patient, bed.westHerts.key), paperless });
    await enter(patient, challenge);
    const notice = await registrationOf(patient);
    expect(notice).toMatchObject({ kind: 'registered', record: patient.record });
    expect(notice && 'paperless' in notice ? notice.paperless : undefined).toBe(paperless);
  });

  it('W6 is asked of who links the trust later, too', async () => {
    const { patient, session } = await openAccountOf(bed);
    const there = bed.westHerts.hold({ ...patient, record: crypto.randomUUID() });
    const input = { trust: bed.westHerts.key, paperless: true, idempotencyKey: crypto.randomUUID() };
    const linked = await bed.ask(linkMutation, { input }, await bed.tokenOf(session));
    expect(linked.data.linkTrust.userErrors).toEqual([]);
    expect(await registrationOf(there)).toMatchObject({ paperless: true });
  });

  it('is refused where the trust does not ask', async () => {
    const patient = held(bed.kingston);
    expect(await open({ ...openInput(patient), paperless: true })).toEqual(refusedWith('BAD_INPUT', 'paperless'));
  });
});

const linkMutation =
  'mutation ($input: LinkTrustInput!) { linkTrust(input: $input) { record { id } userErrors { code field } } }';

describe('linking one more trust', () => {
  it('M4 is no registering, and takes an invitation as well', async () => {
    const { patient, session } = await openAccountOf(bed);
    const token = await bed.tokenOf(session);
    const there = bed.westHerts.hold({ ...patient, mobile: '+447700900998', record: crypto.randomUUID() });
    bed.westHerts.invite(there, letter('CCCC-1111', 'DDDD-2222'));
    const link = async (more: object) => {
      const input = { trust: bed.westHerts.key, idempotencyKey: crypto.randomUUID(), ...more };
      return (await bed.ask(linkMutation, { input }, token)).data.linkTrust;
    };
    expect(await link({})).toEqual({ record: null, userErrors: [{ code: 'DETAILS_DO_NOT_MATCH', field: null }] });
    expect(bed.westHerts.asked.at(-1)).toMatchObject({ proof: { kind: 'details' }, nhsNumber: patient.nhsNumber });
    expect(bed.westHerts.asked.at(-1)?.registering).toBeUndefined();
    expect(await link({ codes: ['CCCC-1111', 'DDDD-2222'] })).toEqual({ record: { id: there.record }, userErrors: [] });
    expect(bed.westHerts.asked.at(-1)).toMatchObject({ nhsNumber: patient.nhsNumber });
    expect(await link({ invitation: 'x', codes: ['a', 'b'] })).toMatchObject({ userErrors: [{ code: 'BAD_INPUT' }] });
  });

  it('K1 is registering for an account that no trust vouches for any more', async () => {
    const { session } = await openAccountOf(bed);
    const token = await bed.tokenOf(session);
    const input = { trust: bed.kingston.key, idempotencyKey: crypto.randomUUID() };
    await bed.ask(
      'mutation ($input: UnlinkTrustInput!) { unlinkTrust(input: $input) { userErrors { code } } }',
      { input },
      token,
    );
    await bed.ask(linkMutation, { input }, token);
    expect(bed.kingston.asked.at(-1)?.registering).toBe('patient');
  });
});

describe('a carer', () => {
  const carer = {
    name: 'Nadia Ferreira',
    relationship: 'daughter',
    email: 'nadia@example.org',
    consent: { how: 'IN_PERSON', on: '2025-06-01' },
  };
  const asCarer = (patient: HeldPatient, change: object = {}) => ({
    ...openInput(patient, bed.westHerts.key),
    registeredBy: { ...carer, ...change },
  });

  it('D11 registers for the patient, whose consent is kept sealed, audited, and told to the patient everywhere', async () => {
    const patient = held(bed.westHerts);
    bed.westHerts.invite(patient, letter('EEEE-1111', 'FFFF-2222'));
    const { challenge } = await open({ ...asCarer(patient), codes: ['EEEE-1111', 'FFFF-2222'] });
    expect(bed.westHerts.asked.at(-1)).toMatchObject({ registering: 'carer' });
    const token = await enter(patient, challenge);
    const { registeredBy } = (await bed.ask(me, {}, token)).data.me;
    expect(registeredBy).toEqual({
      name: 'Nadia Ferreira',
      relationship: 'daughter',
      consentGiven: 'IN_PERSON',
      consentOn: '2025-06-01',
      at: bed.clock().toISOString(),
    });
    const told = (await bed.inbox()).filter(({ text }) => text.includes('opened for you'));
    expect(told.map(({ channel, to }) => [channel, to]).sort()).toEqual([
      ['email', patient.email],
      ['mobile', patient.mobile],
    ]);
    expect(told.filter(({ text }) => text.includes('Nadia'))).toEqual([]);
    const [{ account_id: account, content } = {}] = await bed.sql('select account_id, content from carer_registration');
    expect((content as Buffer).toString('latin1')).not.toContain('Nadia');
    expect(await bed.sql('select action from audit where account_id = $1 order by action', [account])).toEqual([
      { action: 'account-opened' },
      { action: 'registered-by-carer' },
      { action: 'signed-in' },
    ]);
  });

  it('D11 D10 never with the carer’s own email, in any spelling, nor with one that has an account', async () => {
    const patient = held(bed.westHerts);
    const input = asCarer(patient, { email: ` ${patient.email.toUpperCase()} ` });
    const before = bed.westHerts.asked.length;
    expect(await open(input)).toEqual(refusedWith('CARERS_EMAIL', 'email'));
    expect(bed.westHerts.asked).toHaveLength(before);
    const { patient: other } = await openAccountOf(bed);
    const sharing = held(bed.westHerts, { email: other.email });
    expect(await open(asCarer(sharing))).toEqual(refusedWith('EMAIL_TAKEN', 'email'));
  });

  it('W4 is refused where the trust says so', async () => {
    const patient = held(bed.kingston, { refused: 'CARER_CANNOT_REGISTER' });
    expect(await open({ ...openInput(patient), registeredBy: carer })).toEqual(refusedWith('CARER_CANNOT_REGISTER'));
  });

  it.each([
    [{ name: ' ' }, 'registeredBy.name'],
    [{ relationship: 'x'.repeat(201) }, 'registeredBy.relationship'],
    [{ email: 'nobody' }, 'registeredBy.email'],
    [{ consent: { how: 'BY_PHONE', on: '2026-06-03' } }, 'registeredBy.consent.on'],
  ])('D11 names what is not right: %j', async (change, field) => {
    expect(await open(asCarer(held(bed.westHerts), change))).toEqual(refusedWith('BAD_INPUT', field));
  });
});

describe('registration', () => {
  const query = `query ($trust: ID) { registration(trust: $trust) {
    trust { key } minimumAge optional { words rule } before { rule } needs { rule } cost { rule }
    ways { kind compares needsAppointment days rule } carer { allowed rule } asksPaperless } }`;

  it('K1 D13 tells everybody how one registers, and that it is a choice', async () => {
    const assumed = { rule: 'assumed' };
    const [kingston] = (await bed.ask(query, { trust: 'kingston' })).data.registration;
    expect(kingston).toEqual({
      trust: { key: 'kingston' },
      minimumAge: 16,
      optional: { words: 'It is a choice.', rule: 'K1' },
      before: assumed,
      needs: assumed,
      cost: assumed,
      ways: [
        {
          kind: 'DETAILS',
          compares: ['nhsNumber', 'birthDate', 'mobile', 'email'],
          needsAppointment: true,
          days: null,
          rule: 'assumed',
        },
        {
          kind: 'INVITATION_LINK',
          compares: ['birthDate', 'mobile'],
          needsAppointment: false,
          days: 28,
          rule: 'assumed',
        },
      ],
      carer: { allowed: false, rule: 'assumed' },
      asksPaperless: false,
    });
  });

  it('is of the trusts that there are', async () => {
    expect((await bed.ask(query)).data.registration).toHaveLength(trusts.length);
    const { errors } = await bed.ask(query, { trust: 'nowhere' });
    expect(errors?.[0]?.extensions).toEqual({ code: 'TRUST_UNKNOWN', field: 'trust' });
  });
});
