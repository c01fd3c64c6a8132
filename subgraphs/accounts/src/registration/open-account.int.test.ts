import { randomUUID } from 'node:crypto';
import { accountsIssuer } from '@crosstrust/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  answerChallenge,
  type Bed,
  openAccountMutation,
  openAccountOf,
  openInput,
  signInMutation,
  startBed,
} from '../testing/bed.ts';
import type { HeldPatient } from '../testing/fake-trust.ts';
import { makeSigner } from '../testing/keys.ts';
import { makePatient } from '../testing/people.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await startBed();
});
afterEach(() => {
  bed.kingston.forge(undefined);
  bed.kingston.answer(undefined);
  bed.kingston.meanwhile(undefined);
});
afterAll(() => bed.close());

const open = async (input: object) => bed.ask(openAccountMutation, { input });
const refusedWith = (code: string, field: string | null = null) => ({
  challenge: null,
  expiresAt: null,
  userErrors: [{ code, field }],
});

describe('opening an account', () => {
  it('K2 K6 with the NHS number and details that the trust holds, and the code that went to the mobile', async () => {
    const patient = bed.kingston.hold(makePatient());
    const opened = await open(openInput(patient));
    expect(await bed.sql('select count(*)::integer from account')).toEqual([{ count: 0 }]);
    const answer = await bed.ask(
      `mutation ($input: SignInInput!) { signIn(input: $input) { session me { name records { __typename id trust { key odsCodes } } } userErrors { code } } }`,
      {
        input: {
          challenge: opened.data.openAccount.challenge,
          code: await bed.codeFor(patient.mobile),
          delivery: 'BEARER',
        },
      },
    );
    expect(answer.data.signIn).toEqual({
      session: expect.stringMatching(/^[\w-]{43}$/),
      me: {
        name: patient.name,
        records: [{ __typename: 'KingstonRecord', id: patient.record, trust: { key: 'kingston', odsCodes: ['RAX'] } }],
      },
      userErrors: [],
    });
    expect(await bed.sql('select action, trust from audit order by action')).toEqual([
      { action: 'account-opened', trust: 'kingston' },
      { action: 'signed-in', trust: null },
    ]);
  });

  it('shows the trust a service token made for it alone', async () => {
    const patient = bed.kingston.hold(makePatient());
    await open(openInput(patient));
    const claims = bed.kingston.shownTokens.at(-1);
    expect(claims).toMatchObject({ iss: accountsIssuer, aud: 'kingston', scope: 'link' });
    expect((claims?.exp ?? 0) - (claims?.iat ?? 0)).toBe(30);
  });

  it('K6 answers the same whichever detail does not match, and when the trust knows nobody', async () => {
    const patient = bed.kingston.hold(makePatient());
    const wrong: Partial<HeldPatient>[] = [
      { birthDate: '1980-04-06' },
      { mobile: '+447700900999' },
      { email: 'other@example.org' },
      { nhsNumber: makePatient().nhsNumber },
    ];
    for (const detail of wrong) {
      const answer = await open(openInput({ ...patient, ...detail }));
      expect(answer).toEqual({ status: 200, handed: null, data: { openAccount: refusedWith('DETAILS_DO_NOT_MATCH') } });
    }
  });

  it('K13 tells a patient who is too young, when the trust says so', async () => {
    const patient = bed.kingston.hold(makePatient({ refused: 'AGE_BLOCKED' }));
    expect((await open(openInput(patient))).data.openAccount).toEqual(refusedWith('AGE_BLOCKED'));
  });

  it('K14 D10 refuses an email address that has an account, in any spelling', async () => {
    const { patient: first } = await openAccountOf(bed);
    const second = bed.kingston.hold(makePatient({ email: first.email }));
    expect((await open({ ...openInput(second), email: first.email.toUpperCase() })).data.openAccount).toEqual(
      refusedWith('EMAIL_TAKEN', 'email'),
    );
  });

  it('K14 lets only one of twenty people have the address, when all have asked before any answers', async () => {
    const people = Array.from({ length: 20 }, () => bed.kingston.hold(makePatient({ email: 'shared@example.org' })));
    const challenges = [];
    for (const patient of people)
      challenges.push({
        challenge: (await open(openInput(patient))).data.openAccount.challenge,
        code: await bed.codeFor(patient.mobile),
      });
    const answers = await Promise.all(challenges.map(({ challenge, code }) => answerChallenge(bed, challenge, code)));
    expect(answers.filter((answer) => answer === 'EMAIL_TAKEN')).toHaveLength(19);
    expect(answers.filter((answer) => answer.length === 43)).toHaveLength(1);
  });

  it('a family shares a mobile, which is not unique', async () => {
    const { patient } = await openAccountOf(bed);
    const { session } = await openAccountOf(bed, { mobile: patient.mobile, birthDate: '2005-01-01' });
    expect(session).toHaveLength(43);
  });

  it('opens one account for a person', async () => {
    const { patient } = await openAccountOf(bed);
    bed.kingston.hold({ ...patient, email: 'second@example.org' });
    expect((await open({ ...openInput(patient), email: 'second@example.org' })).data.openAccount).toEqual(
      refusedWith('ACCOUNT_EXISTS'),
    );
  });

  it('names each field that is not what it should be', async () => {
    const { data } = await open({
      ...openInput(makePatient() as HeldPatient),
      nhsNumber: '999 000 0001',
      mobile: '7',
      email: 'x',
      birthDate: '2030-01-01',
    });
    expect(data.openAccount.userErrors).toEqual(
      ['nhsNumber', 'birthDate', 'mobile', 'email'].map((field) => ({ code: 'BAD_INPUT', field })),
    );
  });

  it('K6 answers at the same fixed time whomever it was about, or at the next when the trust is slow', async () => {
    const { patient: other } = await openAccountOf(bed);
    const patient = bed.kingston.hold(makePatient());
    const asked = [
      openInput(makePatient() as HeldPatient),
      { ...openInput(patient), birthDate: '1980-04-06' },
      openInput(bed.kingston.hold(makePatient({ refused: 'AGE_BLOCKED' }))),
      openInput(bed.kingston.hold(makePatient({ email: other.email }))),
      { ...openInput(patient), trust: 'st-georges' },
      openInput(patient),
    ];
    bed.waits.length = 0;
    for (const input of asked) await open(input);
    expect(bed.waits).toEqual(asked.map(() => 300));
    bed.kingston.meanwhile(() => bed.advance(340));
    await open(openInput(makePatient() as HeldPatient));
    expect(bed.waits.slice(asked.length)).toEqual([300, 260]);
  });

  it('a wrong code opens nothing', async () => {
    const patient = bed.kingston.hold(makePatient());
    const { data } = await open(openInput(patient));
    expect(await answerChallenge(bed, data.openAccount.challenge, 'wrong')).toBe('CODE_WRONG');
    expect((await open(openInput(patient))).data.openAccount.userErrors).toEqual([]);
  });
});

describe('an idempotency key', () => {
  it('gives the same answer again, and sends no second code', async () => {
    const patient = bed.kingston.hold(makePatient());
    const input = openInput(patient);
    const [first, second] = await Promise.all([open(input), open(input)]);
    const third = await open(input);
    expect(second).toEqual(first);
    expect(third).toEqual(first);
    expect((await bed.inbox()).filter(({ to }) => to === patient.mobile)).toHaveLength(1);
  });

  it('gives a new code when that of its answer has run out, and one to all who ask at once', async () => {
    const patient = bed.kingston.hold(makePatient());
    const input = openInput(patient);
    const first = await open(input);
    bed.advance(119_999);
    expect(await open(input)).toEqual(first);
    bed.advance(1);
    const [again, twice] = await Promise.all([open(input), open(input)]);
    expect(again).toEqual(twice);
    const { challenge, expiresAt } = again.data.openAccount;
    expect(expiresAt).toBe(new Date(bed.clock().getTime() + 120_000).toISOString());
    expect(await answerChallenge(bed, challenge, await bed.codeFor(patient.mobile))).toHaveLength(43);
  });

  it('is refused with another input', async () => {
    const patient = bed.kingston.hold(makePatient());
    const other = bed.kingston.hold(makePatient());
    const input = openInput(patient);
    await open(input);
    const answer = await open({ ...openInput(other), idempotencyKey: input.idempotencyKey });
    expect(answer.errors).toEqual([
      expect.objectContaining({
        path: ['openAccount'],
        extensions: { code: 'IDEMPOTENCY_KEY_REUSED', field: 'idempotencyKey' },
      }),
    ]);
  });

  it('can be used again by who was refused', async () => {
    const patient = makePatient();
    const input = openInput(patient as HeldPatient);
    expect((await open(input)).data.openAccount).toEqual(refusedWith('DETAILS_DO_NOT_MATCH'));
    bed.kingston.hold(patient);
    expect((await open(input)).data.openAccount.userErrors).toEqual([]);
  });

  it('is text of a sensible length', async () => {
    const answer = await open({ ...openInput(bed.kingston.hold(makePatient())), idempotencyKey: 'short' });
    expect(answer.errors?.[0]?.extensions).toEqual({ code: 'BAD_INPUT', field: 'idempotencyKey' });
  });
});

describe('an assertion is believed only', () => {
  const unavailable = { code: 'TRUST_UNAVAILABLE', trust: 'kingston' };
  const openForged = async (forged: Parameters<Bed['kingston']['forge']>[0]) => {
    bed.kingston.forge(forged);
    const answer = await open(openInput(bed.kingston.hold(makePatient())));
    expect(answer.data).toBeNull();
    return answer.errors?.[0]?.extensions;
  };

  it('when the trust’s own key signed it', async () => {
    expect(await openForged({ signer: await makeSigner('kingston-1') })).toEqual(unavailable);
    expect(await openForged({ signer: await makeSigner('unknown') })).toEqual(unavailable);
    expect(await openForged({ signer: bed.westHerts.signer })).toEqual(unavailable);
  });

  it('when it answers this very question', async () => {
    expect(await openForged({ claims: (claims) => ({ ...claims, nonce: randomUUID() }) })).toEqual(unavailable);
  });

  it('when it comes from the trust that was asked', async () => {
    expect(await openForged({ claims: (claims) => ({ ...claims, iss: 'west-herts-royal-free' }) })).toEqual(
      unavailable,
    );
    expect(await openForged({ claims: (claims) => ({ ...claims, aud: 'kingston' }) })).toEqual(unavailable);
  });

  it('when it is about the details that were asked about', async () => {
    expect(await openForged({ claims: (claims) => ({ ...claims, details: 'x' }) })).toEqual(unavailable);
  });

  it('when its time has not passed', async () => {
    const expired = { sign: (claims: object) => bed.kingston.signer.sign(claims as never, -10, bed.clock()) };
    expect(await openForged({ signer: { ...bed.kingston.signer, ...expired } })).toEqual(unavailable);
  });

  it('and nonsense, or a trust that is not reached, is the trust’s fault and tells nothing of it', async () => {
    bed.kingston.answer({ status: 200, body: '<html>' });
    expect((await open(openInput(bed.kingston.hold(makePatient())))).errors?.[0]?.extensions).toEqual(unavailable);
    bed.kingston.answer({ status: 500, body: '{}' });
    expect((await open(openInput(bed.kingston.hold(makePatient())))).errors?.[0]?.extensions).toEqual(unavailable);
    const elsewhere = await open({ ...openInput(bed.kingston.hold(makePatient())), trust: 'st-georges' });
    expect(elsewhere.errors?.[0]?.extensions).toEqual({ code: 'TRUST_UNAVAILABLE', trust: 'st-georges' });
    const nowhere = await open({ ...openInput(bed.kingston.hold(makePatient())), trust: 'nowhere' });
    expect(nowhere.errors?.[0]?.extensions).toEqual({ code: 'TRUST_UNKNOWN', field: 'trust' });
  });
});

it('D6 a dump of the database holds nothing of a person in the clear', async () => {
  const { patient } = await openAccountOf(bed);
  await bed.ask(signInMutation, { input: { challenge: randomUUID(), code: '123456', delivery: 'BEARER' } });
  const tables = await bed.sql("select tablename from pg_tables where schemaname = 'public'");
  const dump = (
    await Promise.all(tables.map(({ tablename }) => bed.sql(`select row_to_json(t)::text as row from ${tablename} t`)))
  )
    .flat()
    .map(({ row }) => String(row));
  expect(dump.length).toBeGreaterThan(5);
  const { record: _record, refused: _refused, ...personal } = patient;
  for (const value of Object.values(personal)) {
    const forms = [value, Buffer.from(value).toString('hex'), value.replace('+44', '0')];
    for (const form of forms) expect(dump.filter((row) => row.includes(form))).toEqual([]);
  }
});
