import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Bed, openAccountOf, otherThan, startBed } from '../testing/bed.ts';
import {
  challengeAfterPassword,
  codeAfterPassword,
  openWithPassword,
  payloadOf,
  type Sender,
  send,
  signInWithBoth,
} from '../testing/passwords.ts';
import { makePatient } from '../testing/people.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await startBed();
});
afterAll(() => bed.close());

const minute = 60_000;
const enter = (email: string, password: string, from: Sender = {}) =>
  payloadOf(bed, 'signInWithPassword', { email, password, delivery: 'BEARER' }, from);
const wrongCount = async () => {
  const [row] = await bed.sql('select count(*)::integer as count from wrong_guess');
  return row?.['count'] as number;
};
const guessWrong = async (email: string, times: number, from: Sender = {}) => {
  for (let guess = 0; guess < times; guess += 1) await enter(email, `wrong ${guess}`, from);
};

/** One request with many passwords, under aliases. */
const guessMany = (email: string, passwords: readonly string[]) =>
  bed.ask(
    `mutation { ${passwords
      .map(
        (password, index) =>
          `g${index}: signInWithPassword(input: { email: "${email}", password: "${password}", delivery: BEARER }) { secondFactor { challenge } userErrors { code } }`,
      )
      .join('\n')} }`,
  );

describe('wrong passwords', () => {
  it('a hundred aliased ones in one request fail, the right one among them, and none past the fifth is judged', async () => {
    const { patient, password } = await openWithPassword(bed);
    const passwords = Array.from({ length: 100 }, (_, index) => (index === 50 ? password : `wrong ${index}`));
    const before = await wrongCount();
    const answer = await guessMany(patient.email, passwords);
    expect([answer.data, answer.errors?.[0]?.extensions.code]).toEqual([null, 'TOO_MANY_REQUESTS']);
    expect(await wrongCount()).toBe(before + 5);
  });

  it('in many requests at once wait for each other, so that they are counted one by one', async () => {
    const { patient } = await openWithPassword(bed);
    bed.advance(1_000); // so that this one is the last
    await enter(patient.email, 'wrong');
    const holder = new Client({ connectionString: bed.database.adminUrl });
    await holder.connect();
    await holder.query('begin');
    await holder.query(
      `select pg_advisory_xact_lock(hashtextextended(subject, 1)) from wrong_guess
       where subject like 'password %' order by at desc limit 1`,
    );
    const before = await wrongCount();
    const answers = Promise.all(Array.from({ length: 8 }, (_, index) => enter(patient.email, `wrong ${index}`)));
    const waiting = `select count(*)::integer as count from pg_locks where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`;
    await vi.waitFor(async () => expect(await bed.sql(waiting)).toEqual([{ count: 8 }]), 10_000);
    await holder.end();
    expect((await answers).filter((answer) => answer !== 'TOO_MANY_REQUESTS')).toHaveLength(4);
    expect(await wrongCount()).toBe(before + 4);
  });

  it('cost a longer wait each, and the right one ends the counting', async () => {
    const { patient, password } = await openWithPassword(bed);
    await guessWrong(patient.email, 5);
    for (const wait of [1, 2, 4, 8, 15, 15]) {
      bed.advance(wait * minute - 1);
      expect(await enter(patient.email, password)).toBe('TOO_MANY_REQUESTS');
      bed.advance(1);
      expect((await enter(patient.email, 'wrong')).userErrors[0].code).toBe('SIGN_IN_FAILED');
    }
    bed.advance(15 * minute);
    expect((await enter(patient.email, password)).secondFactor).not.toBeNull();
    await guessWrong(patient.email, 4);
    expect((await enter(patient.email, password)).secondFactor).not.toBeNull();
  });

  it('against one email are nothing to another', async () => {
    const { patient, password } = await openWithPassword(bed);
    const other = await openWithPassword(bed);
    await guessWrong(other.patient.email, 6);
    expect((await enter(patient.email, password)).secondFactor).not.toBeNull();
  });

  it('K12 of strangers, however many, stop neither the owner’s saved device nor the code to their mobile', async () => {
    const who = await openWithPassword(bed);
    const { savedDevice } = await signInWithBoth(bed, who, { saveDevice: true });
    await guessWrong(who.patient.email, 12);
    expect(await enter(who.patient.email, who.password)).toBe('TOO_MANY_REQUESTS');
    expect((await enter(who.patient.email, who.password, { device: savedDevice ?? '' })).session).toHaveLength(43);
  });

  it('are not quicker with a device that is saved for somebody else', async () => {
    const { patient, password } = await openWithPassword(bed);
    const own = await signInWithBoth(bed, await openWithPassword(bed), { saveDevice: true });
    const from = { device: own.savedDevice ?? '' };
    await guessWrong(patient.email, 5, from);
    expect(await enter(patient.email, password, from)).toBe('TOO_MANY_REQUESTS');
    expect(await enter(patient.email, password)).toBe('TOO_MANY_REQUESTS');
  });

  it('of one address are limited whomever they are for, and a saved device behind it is not', async () => {
    const who = await openWithPassword(bed);
    const { savedDevice } = await signInWithBoth(bed, who, { saveDevice: true });
    await bed.restart({ TRIES_PER_ADDRESS: '20' });
    try {
      const ward = { address: '198.51.100.9' };
      const answers = [];
      for (let guess = 0; guess < 21; guess += 1) answers.push(await enter(makePatient().email, 'wrong', ward));
      expect(answers.map((answer) => answer.userErrors?.[0].code ?? answer)).toEqual([
        ...Array(20).fill('SIGN_IN_FAILED'),
        'TOO_MANY_REQUESTS',
      ]);
      expect(await enter(who.patient.email, who.password, ward)).toBe('TOO_MANY_REQUESTS');
      expect(
        (await enter(who.patient.email, who.password, { ...ward, device: savedDevice ?? '' })).session,
      ).toHaveLength(43);
    } finally {
      await bed.restart({ TRIES_PER_ADDRESS: '100000' });
    }
  });
});

describe('wrong second factors', () => {
  const complete = (challenge: string, code: string) =>
    payloadOf(bed, 'completeSignIn', { challenge, code, saveDevice: false, delivery: 'BEARER' });

  it('are counted over all sign-ins of the account, by code and authenticator alike', async () => {
    const who = await openWithPassword(bed);
    for (let guess = 0; guess < 3; guess += 1) {
      const challenge = await challengeAfterPassword(bed, who);
      const code = await codeAfterPassword(bed, challenge, who.patient.mobile);
      await complete(challenge, otherThan(code));
    }
    for (const totp of ['000000', '111111'])
      await payloadOf(bed, 'completeSignIn', {
        challenge: await challengeAfterPassword(bed, who),
        totp,
        saveDevice: false,
        delivery: 'BEARER',
      });
    const challenge = await challengeAfterPassword(bed, who);
    const code = await codeAfterPassword(bed, challenge, who.patient.mobile);
    expect(await complete(challenge, code)).toBe('TOO_MANY_REQUESTS');
    bed.advance(minute);
    expect((await complete(challenge, code)).session).toHaveLength(43);
  });

  it('in one request under aliases are counted one by one', async () => {
    const who = await openWithPassword(bed);
    const challenge = await challengeAfterPassword(bed, who);
    const before = await wrongCount();
    const guesses = Array.from(
      { length: 100 },
      (_, index) =>
        `g${index}: completeSignIn(input: { challenge: "${challenge}", totp: "${String(index).padStart(6, '0')}", saveDevice: false, delivery: BEARER }) { session }`,
    );
    const answer = await bed.ask(`mutation { ${guesses.join('\n')} }`);
    expect([answer.data, answer.errors?.[0]?.extensions.code]).toEqual([null, 'TOO_MANY_REQUESTS']);
    expect(await wrongCount()).toBe(before + 5);
  });

  it('K12 stop no saved device', async () => {
    const who = await openWithPassword(bed);
    const { savedDevice } = await signInWithBoth(bed, who, { saveDevice: true });
    for (let guess = 0; guess < 6; guess += 1) await complete(await challengeAfterPassword(bed, who), '000000');
    const answer = await send(
      bed,
      'signInWithPassword',
      { email: who.patient.email, password: who.password, delivery: 'BEARER' },
      { device: savedDevice ?? '' },
    );
    expect(answer.data.signInWithPassword.session).toHaveLength(43);
  });
});

it('what strangers try at a password leaves the way by a code to the mobile as it was', async () => {
  const { patient } = await openAccountOf(bed);
  await guessWrong(patient.email, 8);
  const { data } = await bed.ask(
    'mutation ($input: RequestCodeInput!) { requestCode(input: $input) { challenge userErrors { code } } }',
    { input: { mobile: patient.mobile, birthDate: patient.birthDate } },
  );
  const code = await bed.codeFor(patient.mobile);
  const signedIn = await bed.ask(
    'mutation ($input: SignInInput!) { signIn(input: $input) { session userErrors { code } } }',
    { input: { challenge: data.requestCode.challenge, code, delivery: 'BEARER' } },
  );
  expect(signedIn.data.signIn.session).toHaveLength(43);
});
