import { errorRegistry } from '@crosstrust/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerChallenge, type Bed, challengeFor, openAccountOf, startBed } from '../testing/bed.ts';
import type { HeldPatient } from '../testing/fake-trust.ts';
import { makePatient } from '../testing/people.ts';
import { detailsOf, recoveriesAt } from '../testing/recoveries.ts';
import { kingston, sharedPair } from '../testing/sharing-bed.ts';
import { codeSentTo, signInByTwoFactors, testPassword } from '../testing/two-factors.ts';

let bed: Bed;
let recoveries: ReturnType<typeof recoveriesAt>;
beforeAll(async () => {
  bed = await startBed();
  recoveries = recoveriesAt(bed);
});
afterAll(() => bed.close());

const hour = 60 * 60_000;
const key = () => crypto.randomUUID();
const mismatch = {
  status: 200,
  handed: null,
  data: {
    beginRecovery: {
      recovery: null,
      expiresAt: null,
      userErrors: [{ code: 'DETAILS_DO_NOT_MATCH', message: errorRegistry.DETAILS_DO_NOT_MATCH.message, field: null }],
    },
  },
};
const accountOf = async ({ record }: HeldPatient) =>
  String((await bed.sql('select account_id from link where record_id = $1', [record]))[0]?.['account_id']);

describe('recovering an account', () => {
  it('K6 takes a trust that holds the new mobile, and the codes to it and to the email; a day later it is the way in', async () => {
    const { patient, mobile } = await recoveries.openWithNewMobile();
    const begun = await recoveries.beginFor(patient, mobile);
    const { data } = await recoveries.finish(begun);
    const takesEffectAt = new Date(bed.clock().getTime() + 24 * hour).toISOString();
    expect(data).toEqual({ finishRecovery: { takesEffectAt, userErrors: [] } });
    await recoveries.pass(23 * hour);
    expect(await recoveries.signInBy(mobile, patient.birthDate)).toBe('CODE_WRONG');
    expect(await recoveries.signInBy(patient.mobile, patient.birthDate)).toMatch(/^[\w-]{43}$/);
    await recoveries.pass(hour);
    const session = await recoveries.signInBy(mobile, patient.birthDate);
    expect(
      (await bed.ask('{ me { name records { id } contacts { mobile email } } }', {}, await bed.tokenOf(session))).data
        .me,
    ).toEqual({
      name: patient.name,
      records: [{ id: patient.record }],
      contacts: { mobile, email: patient.email },
    });
    expect(await recoveries.signInBy(patient.mobile, patient.birthDate)).toBe('CODE_WRONG');
  });

  it('ends everything that opened the account or was open: a thief’s as well', async () => {
    const { patient, session, mobile } = await recoveries.openWithNewMobile();
    const strong = await signInByTwoFactors(bed, patient, session, { saveDevice: true });
    const feed = `mutation ($input: CreateCalendarFeedInput!) { createCalendarFeed(input: $input) { feed { id } } }`;
    await bed.ask(feed, { input: { idempotencyKey: key() } }, await bed.tokenOf(strong));
    const account = await accountOf(patient);
    await recoveries.confirmFor(patient, mobile);
    await recoveries.pass();
    expect(await bed.check(session)).toEqual({ code: 'SESSION_ENDED' });
    expect(await bed.check(strong)).toEqual({ code: 'SESSION_ENDED' });
    const { data } = await bed.ask(
      `mutation ($input: SignInWithPasswordInput!) { signInWithPassword(input: $input) { session secondFactor { challenge } } }`,
      { input: { email: patient.email, password: testPassword, delivery: 'BEARER' } },
    );
    const { session: opened, secondFactor } = data.signInWithPassword;
    expect([opened, secondFactor]).toEqual([null, null]);
    expect(
      await bed.sql('select 1 from calendar_feed where account_id = $1 and revoked_at is null', [account]),
    ).toEqual([]);
    expect(await bed.sql('select id from saved_device where account_id = $1', [account])).toEqual([]);
  });

  it('ends what was shared: a thief may have shared the record with themselves', async () => {
    const { patient, carer } = await sharedPair(bed);
    const mobile = makePatient().mobile;
    bed.kingston.hold({ ...patient.patient, mobile });
    await patient.share(`pending-${key()}@example.org`, { trusts: [kingston] });
    expect(await carer.grantsAt('kingston')).toBeDefined();
    await recoveries.confirmFor(patient.patient, mobile);
    await recoveries.pass();
    expect(
      await bed.sql('select ended_at is null as open, ended_by, secret_hash from share where account_id = $1', [
        await accountOf(patient.patient),
      ]),
    ).toEqual(Array(2).fill({ open: false, ended_by: 'patient', secret_hash: null }));
  });

  it('every table that belongs to an account either ends with a recovery or is known to stay', async () => {
    const ends = ['password', 'half_sign_in', 'saved_device', 'passkey', 'totp', 'recovery_code', 'recovery'];
    const isRevoked = ['session', 'calendar_feed', 'challenge', 'share'];
    // of other sessions, which are revoked, or nothing that lets anybody in
    const stays = [
      'link',
      'contact_change',
      'passkey_user',
      'nhs_login',
      'nhs_login_attempt',
      'nhs_login_taken_away',
      'carer_registration',
    ];
    const tables = await bed.sql(
      `select distinct conrelid::regclass::text as name from pg_constraint where contype = 'f' and confrelid = 'account'::regclass`,
    );
    const known = [...ends, ...isRevoked, ...stays];
    expect(tables.map(({ name }) => String(name)).filter((name) => !known.includes(name))).toEqual([]);
  });

  it('tells the addresses until now at the begin, and all of them at each step after', async () => {
    const { patient, mobile } = await recoveries.openWithNewMobile();
    await recoveries.beginFor(patient, mobile);
    for (const address of [patient.mobile, patient.email])
      expect((await recoveries.textsTo(address)).filter((text) => /has begun to recover/.test(text))).toHaveLength(1);
    expect((await recoveries.textsTo(mobile)).filter((text) => /has begun/.test(text))).toEqual([]);
    await recoveries.confirmFor(patient, mobile);
    await recoveries.pass();
    for (const address of [patient.mobile, patient.email, mobile]) {
      const texts = await recoveries.textsTo(address);
      expect(texts.filter((text) => /will be recovered on .* 2025 at .*stop it/.test(text))).toHaveLength(1);
      expect(texts.filter((text) => /login was recovered\. Everybody was signed out/.test(text))).toHaveLength(1);
    }
  });

  it('with the mobile that it always had is for who has lost the password', async () => {
    const { patient, session } = await openAccountOf(bed);
    await signInByTwoFactors(bed, patient, session);
    await recoveries.confirmFor(patient, patient.mobile);
    await recoveries.pass();
    expect(await bed.sql('select 1 from password where account_id = $1', [await accountOf(patient)])).toEqual([]);
    expect(await recoveries.signInBy(patient.mobile, patient.birthDate)).toMatch(/^[\w-]{43}$/);
  });

  it('makes an email a way in that nobody had proven, when the trust has it too', async () => {
    const held = makePatient();
    const { patient } = await openAccountOf(bed, held, bed.westHerts);
    const mobile = makePatient().mobile;
    bed.westHerts.hold({ ...patient, mobile });
    expect(await recoveries.begin({ ...detailsOf(patient, mobile), trust: 'west-herts-royal-free' })).toEqual(mismatch);
    bed.kingston.hold({ ...patient, mobile });
    await recoveries.confirmFor(patient, mobile);
    await recoveries.pass();
    const challenge = await challengeFor(bed, { email: patient.email, birthDate: patient.birthDate });
    expect(await answerChallenge(bed, challenge, await codeSentTo(bed, patient.email))).toMatch(/^[\w-]{43}$/);
  });
});

describe('who begins a recovery', () => {
  it('gets the same answer, at the same time, whatever is wrong, and nothing is sent', async () => {
    const { patient, mobile } = await recoveries.openWithNewMobile();
    const stranger = bed.kingston.hold(makePatient());
    const right = detailsOf(patient, mobile);
    const disputed = await recoveries.openWithNewMobile();
    await bed.sql(`insert into disputed_record values (gen_random_uuid(), 'kingston', $1, now())`, [
      disputed.patient.record,
    ]);
    const sent = (await bed.inbox()).length;
    const cases = {
      'another NHS number': { ...right, nhsNumber: makePatient().nhsNumber },
      'another birth date': { ...right, birthDate: '1980-04-06' },
      'a mobile that the trust does not hold': { ...right, newMobile: patient.mobile },
      'another email': { ...right, email: `other-${key()}@example.org` },
      'a patient without an account': detailsOf(stranger, stranger.mobile),
      'a record in dispute': detailsOf(disputed.patient, disputed.mobile),
    };
    for (const [what, input] of Object.entries(cases)) {
      bed.waits.length = 0;
      expect([what, await recoveries.begin(input), [...bed.waits]]).toEqual([what, mismatch, [300]]);
    }
    expect(await bed.inbox()).toHaveLength(sent);
    expect(await bed.sql('select * from recovery where account_id = $1', [await accountOf(patient)])).toEqual([]);
  });

  it('is not helped by a trust that vouches for another record than the linked one', async () => {
    const { patient, mobile } = await recoveries.openWithNewMobile();
    bed.kingston.hold({ ...patient, mobile, record: crypto.randomUUID() });
    expect(await recoveries.begin(detailsOf(patient, mobile))).toEqual(mismatch);
  });

  it('is told of what cannot be a detail, of a trust that cannot help, and of one that does not answer', async () => {
    const { patient, mobile } = await recoveries.openWithNewMobile();
    const errorsOf = async (input: object) =>
      (await recoveries.begin(input)).data.beginRecovery.userErrors.map(
        ({ code, field }: { code: string; field: string }) => `${code} ${field}`,
      );
    expect(await errorsOf({ ...detailsOf(patient, '12'), nhsNumber: '1', email: 'x' })).toEqual([
      'BAD_INPUT nhsNumber',
      'BAD_INPUT newMobile',
      'BAD_INPUT email',
    ]);
    expect(await errorsOf({ ...detailsOf(patient, mobile), trust: 'derby-burton' })).toEqual(['BAD_INPUT trust']);
    const refused = async (trust: string) =>
      (await recoveries.begin({ ...detailsOf(patient, mobile), trust })).errors?.[0]?.extensions.code;
    expect(await refused('nowhere')).toBe('TRUST_UNKNOWN');
    bed.kingston.answer({ status: 503, body: '' });
    expect(await refused('kingston')).toBe('TRUST_UNAVAILABLE');
    bed.kingston.answer(undefined);
  });

  it('the same request again has the same answer and sends no further codes', async () => {
    const { patient, mobile } = await recoveries.openWithNewMobile();
    const input = { ...detailsOf(patient, mobile), idempotencyKey: key() };
    const answers = [await recoveries.begin(input), await recoveries.begin(input)];
    expect(answers[1]).toEqual(answers[0]);
    expect((await recoveries.textsTo(mobile)).filter((text) => /^\d{6}/.test(text))).toHaveLength(1);
  });

  it('has ten begins an hour for one account, and twenty wrong ones a day for one person', async () => {
    const { patient, mobile } = await recoveries.openWithNewMobile();
    const codesOf = async (times: number, input: () => object) => {
      const codes: string[] = [];
      for (let tried = 0; tried < times; tried += 1)
        codes.push((await recoveries.begin(input())).data.beginRecovery.userErrors[0]?.code ?? 'begun');
      return codes;
    };
    expect(await codesOf(11, () => detailsOf(patient, mobile))).toEqual([
      ...Array(10).fill('begun'),
      'TOO_MANY_REQUESTS',
    ]);
    const other = await recoveries.openWithNewMobile();
    const asked = bed.kingston.asked.length;
    const guess = () => detailsOf(other.patient, makePatient().mobile);
    expect(await codesOf(21, guess)).toEqual([...Array(20).fill('DETAILS_DO_NOT_MATCH'), 'TOO_MANY_REQUESTS']);
    expect(bed.kingston.asked).toHaveLength(asked + 20);
  });
});

it('one address has so many begins an hour, whoever they are for', async () => {
  await bed.restart({ TRIES_PER_ADDRESS: '3' });
  const codes: unknown[] = [];
  for (let tried = 0; tried < 4; tried += 1) {
    const { patient, mobile } = { patient: bed.kingston.hold(makePatient()), mobile: makePatient().mobile };
    const answer = await recoveries.begin(detailsOf(patient, mobile));
    codes.push(answer.errors?.[0]?.extensions.code ?? 'answered');
  }
  expect(codes.at(-1)).toBe('TOO_MANY_REQUESTS');
  await bed.restart({ TRIES_PER_ADDRESS: '100000' });
});

it('a new mobile stands sealed', async () => {
  const { patient, mobile } = await recoveries.openWithNewMobile();
  await recoveries.beginFor(patient, mobile);
  const dump = JSON.stringify(await bed.sql(`select r::text, o::text from recovery r full join outbox o on false`));
  expect(dump.includes(mobile)).toBe(false);
});
